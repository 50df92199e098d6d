package dev.loraport.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RemoteNamesTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "model.tar.zst|model.tar.zst",
        "../../etc/passwd|passwd",
        "..\\..\\boot.ini|boot.ini",
        "a/b/|download",
        "''|download",
        ".|download",
        "..|download",
        ".bashrc|bashrc",
        "...hidden|hidden",
        " . x|x",
        "x. .|x",
        "CON|_CON",
        "nul.txt|_nul.txt",
        "com1 .log|_com1 .log",
        "CONSOLE|CONSOLE",
        "a:b*c?|a_b_c_",
        "C:evil|C_evil",
        "a\u0000b\u001bc\u007fd|abcd",
        "gpj\u202eexe|gpjexe",
        "\u00fc\u6587\ud83d\ude00.txt|\u00fc\u6587\ud83d\ude00.txt",
        "a\ud83d.txt|a.txt",
      })
  void makesTheNameSafe(String remote, String safe) {
    assertThat(RemoteNames.safe(remote)).isEqualTo(safe);
  }

  @Test
  void holdsItsPromisesForAnyName() {
    Random random = new Random(7);
    String hard = "./\\ \u0000\n:*?\"<>|aA0_-\u00e9\u6587\u202e\u2028\ud83d\ude00NULCOM1";
    for (int i = 0; i < 5_000; i++) {
      StringBuilder remote = new StringBuilder();
      int length = random.nextInt(i % 50 == 0 ? 600 : 12);
      for (int c = 0; c < length; c++) {
        remote.append(hard.charAt(random.nextInt(hard.length())));
      }
      String safe = RemoteNames.safe(remote.toString());
      assertThat(safe).isNotEmpty().doesNotStartWith(".").doesNotContain("/", "\\");
      assertThat(safe.codePoints()).noneMatch(Character::isISOControl);
      assertThat(safe.getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(200);
      assertThat(Path.of(safe).getNameCount()).isOne();
      assertThat(RemoteNames.safe(safe)).isEqualTo(safe);
    }
  }
}
