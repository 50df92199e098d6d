package dev.loraport.checks.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class SizeTest {
  // the goal is 450 KB; docs/adr/0010 says what stands in its way, and that this only goes down
  private static final long CORE_LIMIT = 762 * 1024L;

  @Test
  void theJarOfCoreStaysSmall() throws IOException {
    assertThat(Files.size(Jars.jar("sdk-core"))).isBetween(1L, CORE_LIMIT);
  }

  @Test
  void coreBringsFiveJarsAtMostAndLittleToDownload() throws IOException {
    List<Path> tree = Jars.tree("sdk-core");
    assertThat(tree).hasSizeBetween(2, 5);
    long bytes = 0;
    for (Path jar : tree) {
      bytes += Files.size(jar);
    }
    assertThat(bytes).isLessThanOrEqualTo(3_500_000);
  }
}
