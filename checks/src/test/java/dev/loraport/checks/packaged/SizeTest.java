package dev.loraport.checks.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class SizeTest {
  // docs/adr/0010 says where the bytes are; it is raised only with a line there that says for what
  private static final long CORE_LIMIT = 1_093 * 1024L;
  private static final long TREE_LIMIT = 3584 * 1024L; // 3.5 MB

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
    assertThat(bytes).isLessThanOrEqualTo(TREE_LIMIT);
  }
}
