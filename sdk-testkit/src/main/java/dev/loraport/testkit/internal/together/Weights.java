package dev.loraport.testkit.internal.together;

import dev.loraport.testkit.internal.engine.AdapterFiles;
import dev.loraport.testkit.internal.engine.Wire;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/** Small but real archives of weights: tar.gz with the files a loader looks for. */
final class Weights {
  private static final int BLOCK = 512;

  private Weights() {}

  static byte[] adapter(Job job) {
    int rank = job.request.path("training_type").path("lora_r").asInt(8);
    int alpha = job.request.path("training_type").path("lora_alpha").asInt(16);
    return tarGz(AdapterFiles.of(job.model, rank, alpha));
  }

  static byte[] merged(Job job) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("config.json", Wire.bytes(Wire.object().put("_name_or_path", job.model)));
    files.put("tokenizer.json", Wire.bytes(Wire.object().put("version", "1.0")));
    files.put("model.safetensors", AdapterFiles.safetensors(1));
    return tarGz(files);
  }

  static byte[] archive(String name, String text) {
    return tarGz(Map.of(name, text.getBytes(StandardCharsets.UTF_8)));
  }

  private static byte[] tarGz(Map<String, byte[]> files) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        out.write(tarHeader(file.getKey(), file.getValue().length));
        out.write(file.getValue());
        out.write(new byte[(BLOCK - file.getValue().length % BLOCK) % BLOCK]);
      }
      out.write(new byte[2 * BLOCK]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static byte[] tarHeader(String name, int size) {
    byte[] header = new byte[BLOCK];
    put(header, 0, name);
    put(header, 100, "0000644\0");
    put(header, 108, "0000000\0");
    put(header, 116, "0000000\0");
    put(header, 124, String.format(Locale.ROOT, "%011o\0", size));
    put(header, 136, "00000000000\0");
    put(header, 148, "        ");
    put(header, 156, "0");
    put(header, 257, "ustar\00000");
    int sum = 0;
    for (byte b : header) {
      sum += b & 0xFF;
    }
    put(header, 148, String.format(Locale.ROOT, "%06o\0 ", sum));
    return header;
  }

  private static void put(byte[] header, int at, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(bytes, 0, header, at, bytes.length);
  }
}
