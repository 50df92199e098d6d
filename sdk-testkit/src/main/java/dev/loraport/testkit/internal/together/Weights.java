package dev.loraport.testkit.internal.together;

import dev.loraport.testkit.internal.engine.Wire;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import tools.jackson.databind.node.ObjectNode;

/** Small but real archives of weights: tar.gz with the files a loader looks for. */
final class Weights {
  private static final int BLOCK = 512;

  private Weights() {}

  static byte[] adapter(Job job) {
    ObjectNode config =
        Wire.object()
            .put("peft_type", "LORA")
            .put("task_type", "CAUSAL_LM")
            .put("base_model_name_or_path", job.model)
            .put("r", job.request.path("training_type").path("lora_r").asInt(8))
            .put("lora_alpha", job.request.path("training_type").path("lora_alpha").asInt(16))
            .put("lora_dropout", 0.0)
            .put("bias", "none");
    config.putArray("target_modules").add("q_proj").add("v_proj");
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("adapter_config.json", Wire.bytes(config));
    files.put("adapter_model.safetensors", safetensors());
    return tarGz(files);
  }

  static byte[] merged(Job job) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("config.json", Wire.bytes(Wire.object().put("_name_or_path", job.model)));
    files.put("tokenizer.json", Wire.bytes(Wire.object().put("version", "1.0")));
    files.put("model.safetensors", safetensors());
    return tarGz(files);
  }

  static byte[] archive(String name, String text) {
    return tarGz(Map.of(name, text.getBytes(StandardCharsets.UTF_8)));
  }

  /** One pair of LoRA matrices of rank 1 in the safetensors layout. */
  private static byte[] safetensors() {
    ObjectNode header = Wire.object();
    String[] names = {"lora_A.weight", "lora_B.weight"};
    for (int i = 0; i < names.length; i++) {
      ObjectNode tensor =
          header.putObject("base_model.model.model.layers.0.self_attn.q_proj." + names[i]);
      tensor.put("dtype", "F32");
      tensor.putArray("shape").add(i == 0 ? 1 : 4).add(i == 0 ? 4 : 1);
      tensor.putArray("data_offsets").add(16 * i).add(16 * i + 16);
    }
    byte[] json = Wire.bytes(header);
    return ByteBuffer.allocate(8 + json.length + 32)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(json.length)
        .put(json)
        .array();
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
