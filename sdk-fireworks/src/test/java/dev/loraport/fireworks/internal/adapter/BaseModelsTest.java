package dev.loraport.fireworks.internal.adapter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loraport.fireworks.internal.wire.ResourceName;
import dev.loraport.json.Json;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BaseModelsTest {
  @ParameterizedTest
  @CsvSource({
    "Qwen/Qwen3-8B, qwen3-8b, '', true",
    "unsloth/Qwen3-8B-bnb-4bit, qwen3-8b, '', true",
    "meta-llama/Meta-Llama-3.1-8B-Instruct, llama-v3p1-8b-instruct, '', true",
    "Qwen/Qwen2.5-0.5B, qwen2p5-0p5b, '', true",
    "Qwen/Qwen3-235B-A22B, qwen3-235b-a22b, '', true",
    "openai/gpt-oss-20b, gpt-oss-20b, '', true",
    "someone/my-merged-base, qwen3-8b, '', true",
    "/home/me/models/llama-70b, qwen3-8b, '', true",
    "Qwen/Qwen3-8B, my-base, https://huggingface.co/Qwen/Qwen3-8B, true",
    "Qwen/Qwen3-32B, qwen3-8b, '', false",
    "meta-llama/Llama-3.1-8B, qwen3-8b, '', false",
    "Qwen/Qwen3-32B, my-base, https://huggingface.co/Qwen/Qwen3-8B, false"
  })
  void namesThatContradictAreHeldAgainstAnAdapter(
      String trained, String id, String huggingFace, boolean fits) {
    Json model = Json.object().put("huggingFaceUrl", huggingFace).build();
    ResourceName base = ResourceName.parse("accounts/fireworks/models/" + id);
    assertThat(BaseModels.contradiction(trained, base, model).isEmpty()).isEqualTo(fits);
  }
}
