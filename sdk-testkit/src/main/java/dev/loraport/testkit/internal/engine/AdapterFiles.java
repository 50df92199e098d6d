package dev.loraport.testkit.internal.engine;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A small but real LoRA adapter: the two files that a loader looks for. */
public final class AdapterFiles {
  /** What the fakes' jobs train. */
  public static final List<String> MODULES = List.of("q_proj", "v_proj");

  private static final int WIDTH = 4;

  private AdapterFiles() {}

  /** The files of an adapter by their names. */
  public static Map<String, byte[]> of(String base, int rank, int alpha) {
    ObjectNode config =
        Wire.object()
            .put("peft_type", "LORA")
            .put("task_type", "CAUSAL_LM")
            .put("base_model_name_or_path", base)
            .put("r", rank)
            .put("lora_alpha", alpha)
            .put("lora_dropout", 0.0)
            .put("bias", "none");
    ArrayNode modules = config.putArray("target_modules");
    MODULES.forEach(modules::add);
    Map<String, byte[]> files = new TreeMap<>();
    files.put("adapter_config.json", Wire.bytes(config));
    files.put("adapter_model.safetensors", safetensors(rank));
    return files;
  }

  /** A pair of matrices for each module of one layer, in the safetensors layout. */
  public static byte[] safetensors(int rank) {
    ObjectNode header = Wire.object();
    int matrix = 4 * rank * WIDTH;
    int offset = 0;
    for (String module : MODULES) {
      String prefix = "base_model.model.model.layers.0.self_attn." + module;
      tensor(header, prefix + ".lora_A.weight", rank, WIDTH, offset);
      tensor(header, prefix + ".lora_B.weight", WIDTH, rank, offset + matrix);
      offset += 2 * matrix;
    }
    byte[] json = Wire.bytes(header);
    return ByteBuffer.allocate(8 + json.length + offset)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(json.length)
        .put(json)
        .array();
  }

  private static void tensor(ObjectNode header, String name, int rows, int columns, int offset) {
    ObjectNode tensor = header.putObject(name).put("dtype", "F32");
    tensor.putArray("shape").add(rows).add(columns);
    tensor.putArray("data_offsets").add(offset).add(offset + 4 * rows * columns);
  }
}
