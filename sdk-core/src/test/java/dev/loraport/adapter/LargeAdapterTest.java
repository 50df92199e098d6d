package dev.loraport.adapter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.loraport.json.Json;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Adapters of gigabytes, looked into by a process with a heap that no tensor of theirs fits in. */
@Tag("slow")
class LargeAdapterTest {
  private static final int MEGABYTE = 1 << 20;
  private static final int LAYERS = 2_000;

  @TempDir private Path temp;

  private static Json inspect(String heap, Path path) throws Exception {
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heap,
                "-XX:+ExitOnOutOfMemoryError",
                "-cp",
                System.getProperty("java.class.path"),
                InspectInChild.class.getName(),
                path.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String line = child.inputReader().readLine();
    assertThat(child.waitFor(5, TimeUnit.MINUTES)).isTrue();
    assertThat(line).as("what the process of %s says", heap).startsWith("{");
    return Json.parse(line);
  }

  /** Pairs of one module in each layer, rank 8, with that many numbers in a row. */
  private static String header(int layers, long row, long data) {
    StringBuilder json = new StringBuilder("{");
    long next = 0;
    for (int i = 0; i < 2 * layers; i++) {
      boolean first = i % 2 == 0;
      // the last takes what is left
      long end = i == 2 * layers - 1 ? data : next + row * 8 * 2;
      json.append(i == 0 ? "" : ",")
          .append("\"base_model.model.model.layers.")
          .append(i / 2)
          .append(".self_attn.q_proj.lora_")
          .append(first ? "A" : "B")
          .append(".weight\":{\"dtype\":\"BF16\",\"shape\":")
          .append(first ? "[8," + (end - next) / 16 + "]" : "[" + (end - next) / 16 + ",8]")
          .append(",\"data_offsets\":[")
          .append(next)
          .append(',')
          .append(end)
          .append("]}");
      next = end;
    }
    return json.append('}').toString();
  }

  private static Path sparse(Path folder, int layers, long row, long data) throws IOException {
    new Peft().config("{'target_modules':['q_proj']}").folder(folder);
    byte[] json = header(layers, row, data).getBytes(UTF_8);
    try (RandomAccessFile file =
        new RandomAccessFile(folder.resolve(Peft.WEIGHTS).toFile(), "rw")) {
      file.write(Peft.length(json.length));
      file.write(json);
      file.setLength(8 + json.length + data);
    }
    return folder;
  }

  @Test
  void eightGibibytesInAHeapOf32Megabytes() throws Exception {
    long data = 8L << 30;
    Json said = inspect("32m", sparse(temp.resolve("adapter"), LAYERS, 4096, data));

    assertThat(said.get("bytes").integer().orElseThrow()).isGreaterThan(data);
    assertThat(said.get("pairs").integer()).contains((long) LAYERS);
    assertThat(said.get("findings").integer()).contains(0L);
  }

  @Test
  void asManyTensorsAsAreTakenInAHeapOf192Megabytes() throws Exception {
    int layers = 124_999;
    Json said = inspect("192m", sparse(temp.resolve("adapter"), layers, 1, layers * 32L));

    assertThat(said.get("pairs").integer()).contains((long) layers);
  }

  @Test
  void aGibibyteInAnArchiveInAHeapOf32Megabytes() throws Exception {
    Path zip = zip(temp.resolve("adapter.zip"), 50);

    Json said = inspect("32m", zip);

    assertThat(said.get("bytes").integer().orElseThrow()).isGreaterThan(1L << 30);
    assertThat(said.get("pairs").integer()).contains((long) LAYERS);
    assertThat(Files.size(zip)).isLessThan(64L * MEGABYTE);
  }

  @Test
  void zerosAloneAreABombInTheSameHeap() throws Exception {
    Json said = inspect("32m", zip(temp.resolve("adapter.zip"), Integer.MAX_VALUE));

    assertThat(said.get("refused").string().orElseThrow())
        .contains("the archive is a bomb: ", " bytes unpack to 1");
  }

  /** A gibibyte of weights, of which one megabyte in so many is no zeros. */
  private static Path zip(Path zip, int every) throws IOException {
    byte[] json = header(LAYERS, 4096, 1L << 30).getBytes(UTF_8);
    byte[] zeros = new byte[MEGABYTE];
    byte[] noise = new byte[MEGABYTE];
    new Random(7).nextBytes(noise);
    try (OutputStream file = new BufferedOutputStream(Files.newOutputStream(zip));
        ZipOutputStream out = new ZipOutputStream(file)) {
      out.setLevel(Deflater.BEST_SPEED);
      out.putNextEntry(new ZipEntry(Peft.CONFIG));
      out.write(new Peft().config("{'target_modules':['q_proj']}").content(Peft.CONFIG));
      out.putNextEntry(new ZipEntry(Peft.WEIGHTS));
      out.write(Peft.length(json.length));
      out.write(json);
      for (int i = 1; i <= 1024; i++) {
        out.write(i % every == 0 ? noise : zeros);
      }
    }
    return zip;
  }
}
