package dev.loraport.adapter;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.loraport.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Adapters as PEFT writes them, and broken ones. */
final class Peft {
  static final String CONFIG = "adapter_config.json";
  static final String WEIGHTS = "adapter_model.safetensors";

  private final Map<String, byte[]> files = new LinkedHashMap<>();

  /** A sound adapter of rank 8 on two modules of two layers. */
  static Peft sound() {
    Peft peft = new Peft().config("{}");
    Tensors tensors = new Tensors();
    for (int layer = 0; layer < 2; layer++) {
      for (String module : List.of("q_proj", "v_proj")) {
        tensors.pair("model.layers." + layer + ".self_attn." + module, 8, 8);
      }
    }
    return peft.weights(tensors);
  }

  /** A configuration with these members beside and in place of the usual ones. */
  Peft config(String changes) {
    Json.ObjectBuilder json =
        Json.object()
            .put("peft_type", "LORA")
            .put("r", 8)
            .put("lora_alpha", 16)
            .put("lora_dropout", 0.05)
            .put("target_modules", Json.strings(List.of("q_proj", "v_proj")))
            .put("base_model_name_or_path", "Qwen/Qwen3-8B");
    json.putAll(Json.parse(changes.replace('\'', '"')).members());
    return file(CONFIG, json.build().toString().getBytes(UTF_8));
  }

  Peft weights(Tensors tensors) {
    return file(WEIGHTS, tensors.bytes());
  }

  Peft file(String name, byte[] content) {
    files.put(name, content);
    return this;
  }

  Peft without(String name) {
    files.remove(name);
    return this;
  }

  Map<String, byte[]> files() {
    return files;
  }

  byte[] content(String name) {
    return Objects.requireNonNull(files.get(name), name);
  }

  Path folder(Path folder) {
    try {
      Files.createDirectories(folder);
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        Files.write(folder.resolve(file.getKey()), file.getValue());
      }
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path zip(Path zip, String prefix) {
    try (OutputStream out = Files.newOutputStream(zip);
        ZipOutputStream entries = new ZipOutputStream(out)) {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        entries.putNextEntry(new ZipEntry(prefix + file.getKey()));
        entries.write(file.getValue());
        entries.closeEntry();
      }
      return zip;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The tensors of one file. */
  static final class Tensors {
    private final List<String> entries = new ArrayList<>();
    private long next;

    Tensors pair(String module, long rankA, long rankB) {
      return tensor("base_model.model." + module + ".lora_A.weight", "F32", rankA, 4)
          .tensor("base_model.model." + module + ".lora_B.weight", "F32", 4, rankB);
    }

    Tensors tensor(String name, String type, long... shape) {
      long bytes = type.equals("F32") ? 4 : 2;
      List<Json> axes = new ArrayList<>();
      for (long axis : shape) {
        bytes *= axis;
        axes.add(Json.of(axis));
      }
      Json tensor =
          Json.object()
              .put("dtype", type)
              .put("shape", Json.array(axes))
              .put("data_offsets", Json.array(List.of(Json.of(next), Json.of(next + bytes))))
              .build();
      next += bytes;
      return raw(Json.of(name) + ":" + tensor);
    }

    Tensors raw(String entry) {
      entries.add(entry);
      return this;
    }

    String header() {
      return "{\"__metadata__\":{\"format\":\"pt\"}"
          + (entries.isEmpty() ? "" : ",")
          + String.join(",", entries)
          + "}   ";
    }

    byte[] bytes() {
      return safetensors(header(), (int) next);
    }
  }

  static byte[] safetensors(String header, int data) {
    return safetensors(header.getBytes(UTF_8), data);
  }

  static byte[] safetensors(byte[] json, int data) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(length(json.length));
    out.writeBytes(json);
    out.writeBytes(new byte[data]);
    return out.toByteArray();
  }

  static byte[] length(long length) {
    return ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(length).array();
  }
}
