package dev.loraport.testkit;

/** Requests and data that several tests use. */
final class Samples {
  static final String LLAMA_8B = "meta-llama/Meta-Llama-3.1-8B-Instruct-Reference";
  static final String LLAMA_70B = "meta-llama/Llama-3.3-70B-Instruct-Turbo";
  static final String QWEN_8B = "Qwen/Qwen3-8B";

  private Samples() {}

  static String chat(int rows) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < rows; i++) {
      text.append("{\"messages\":[{\"role\":\"user\",\"content\":\"Question ")
          .append(i)
          .append("\"},{\"role\":\"assistant\",\"content\":\"Answer ")
          .append(i)
          .append("\"}]}\n");
    }
    return text.toString();
  }

  static String job(String model, String file) {
    return """
        {"model":"%s","training_file":"%s","n_epochs":3,"n_checkpoints":1,"batch_size":"max",
         "learning_rate":0.0001,"suffix":"support-v1",
         "training_method":{"method":"sft","train_on_inputs":"auto"},
         "training_type":{"type":"Lora","lora_r":16,"lora_alpha":32,"lora_dropout":0.05,
                          "lora_trainable_modules":"all-linear"}}
        """
        .formatted(model, file);
  }

  static String ask(String model, String text) {
    return "{\"model\":\""
        + model
        + "\",\"messages\":[{\"role\":\"user\",\"content\":\""
        + text
        + "\"}]}";
  }

  static String stream(String model, String text) {
    return ask(model, text).replaceFirst("\\{", "{\"stream\":true,");
  }
}
