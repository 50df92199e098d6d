package dev.loraport.samples;

import dev.loraport.Capability;
import dev.loraport.ProviderClient;
import dev.loraport.file.FileSource;
import dev.loraport.file.FileUpload;
import dev.loraport.file.RemoteFile;
import dev.loraport.serving.ServedModel;
import dev.loraport.serving.ServingOptions;
import dev.loraport.testkit.FakeClock;
import dev.loraport.tuning.TuningJob;
import dev.loraport.tuning.TuningSpec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;

/** Puts into a fake what somebody has forgotten there: a file, a deployment, a job. */
final class Seeds {
  private static final Map<String, String> MODELS =
      Map.of(
          "together", "Qwen/Qwen3-8B",
          "fireworks", "accounts/fireworks/models/qwen3-8b",
          "nebius", "meta-llama/Llama-3.1-8B-Instruct");
  private static final String ROW =
      """
      {"messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":"Hello."}]}
      """;

  private Seeds() {}

  static void sow(ProviderClient client, FakeClock clock) {
    byte[] data = ROW.repeat(20).getBytes(StandardCharsets.UTF_8);
    RemoteFile file =
        client
            .files()
            .upload(FileUpload.builder().source(FileSource.of("support.jsonl", data)).build());
    client.files().awaitReady(file.id(), Duration.ofMinutes(10));
    TuningSpec spec =
        TuningSpec.builder()
            .model(Objects.requireNonNull(MODELS.get(client.provider())))
            .trainingFile(file.id())
            .suffix("support")
            .build();
    if (client.capabilities().has(Capability.DEDICATED_SERVING)) {
      TuningJob done = client.jobs().await(client.jobs().create(spec).id(), Duration.ofHours(6));
      ServingOptions options =
          ServingOptions.builder()
              .from(ServingOptions.dedicated())
              .name("forgotten-on-friday")
              .build();
      try (ServedModel served = client.serving().serve(done.result(), options)) {
        served.keep();
      }
    }
    clock.advance(Duration.ofHours(61));
    client.jobs().create(spec);
  }
}
