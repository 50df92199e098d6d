package dev.loraport.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loraport.file.FileSource;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A stream that is several times as large as the heap is checked to its end in it. */
@Tag("slow")
class CheckMemoryTest {
  private static final long BYTES = 400_000_000;

  @ParameterizedTest
  @CsvSource({"64, 4, 400", "32, 1, 4000"})
  void aHeapOfAFewMegabytesIsEnough(int megabytes, int threads, int words) throws Exception {
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + megabytes + "m",
                "-cp",
                System.getProperty("java.class.path"),
                Child.class.getName(),
                String.valueOf(threads),
                String.valueOf(words))
            .redirectErrorStream(true)
            .start();
    try {
      String said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(child.waitFor(5, TimeUnit.MINUTES)).isTrue();
      assertThat(child.exitValue()).as(said).isZero();
      assertThat(said).contains("read " + BYTES, " in " + megabytes + " MB", "duplicate-row=");
    } finally {
      child.destroyForcibly();
    }
  }

  @Test
  void theHeapIsTheOneThatWasAskedFor() throws Exception {
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx32m",
                "-cp",
                System.getProperty("java.class.path"),
                Child.class.getName(),
                "all")
            .redirectErrorStream(true)
            .start();
    try {
      String said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(child.waitFor(1, TimeUnit.MINUTES)).isTrue();
      assertThat(said).contains("OutOfMemoryError");
    } finally {
      child.destroyForcibly();
    }
  }

  /** What the child process does: checks the stream, or holds all of it to show that it can't. */
  static final class Child {
    private Child() {}

    public static void main(String[] arguments) throws Exception {
      if (arguments[0].equals("all")) {
        System.out.println(new Rows(400).readAllBytes().length);
        return;
      }
      CheckReport report =
          Dataset.of(
                  FileSource.oneShot("rows.jsonl", BYTES, new Rows(Integer.parseInt(arguments[1]))))
              .check(
                  CheckOptions.of(DatasetRules.neutral()).threads(Integer.parseInt(arguments[0])));
      System.out.println(
          "read "
              + report.bytes()
              + " in "
              + (Runtime.getRuntime().maxMemory() >> 20)
              + " MB: "
              + report.countsByCode());
    }
  }

  /** Chats that are made as they are read; every hundredth came before. */
  private static final class Rows extends InputStream {
    private final String answer;
    private byte[] row = {};
    private int at;
    private long number;
    private long left = BYTES;

    Rows(int words) {
      answer = "word ".repeat(words);
    }

    @Override
    public int read() {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) {
      if (left == 0) {
        return -1;
      }
      if (at == row.length) {
        long id = number % 100 == 99 ? number - 1 : number;
        number++;
        at = 0;
        row =
            ("{\"messages\":[{\"role\":\"user\",\"content\":\"Question "
                    + id
                    + "\"},{\"role\":\"assistant\",\"content\":\""
                    + answer
                    + "\"}]}\n")
                .getBytes(StandardCharsets.UTF_8);
        if (left < 2L * row.length) {
          // white space up to the very last byte
          row = " ".repeat((int) left).getBytes(StandardCharsets.UTF_8);
        }
      }
      int size = (int) Math.min(left, Math.min(length, row.length - at));
      System.arraycopy(row, at, into, offset, size);
      at += size;
      left -= size;
      return size;
    }
  }
}
