package dev.loraport.samples;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.loraport.ClientConfig;
import dev.loraport.ProviderClient;
import dev.loraport.file.FileId;
import dev.loraport.file.FileSource;
import dev.loraport.file.FileUpload;
import dev.loraport.fireworks.FireworksClient;
import dev.loraport.nebius.NebiusClient;
import dev.loraport.testkit.FakeFireworks;
import dev.loraport.testkit.FakeNebius;
import dev.loraport.testkit.FakeProvider;
import dev.loraport.testkit.FakeTogether;
import dev.loraport.testkit.junit.FakeConnection;
import dev.loraport.together.TogetherClient;
import dev.loraport.tuning.Lora;
import dev.loraport.tuning.TuningResult;
import dev.loraport.tuning.TuningSpec;
import java.time.Duration;
import java.time.LocalDate;
import java.util.function.Consumer;
import java.util.function.Function;

/** A fake provider and a client of it, between which adapters are copied. */
record Place(FakeProvider fake, ProviderClient client) implements AutoCloseable {
  static final String TOGETHER_BASE = "meta-llama/Meta-Llama-3.1-8B-Instruct-Reference";
  static final String FIREWORKS_BASE = "accounts/fireworks/models/llama-v3p1-8b-instruct";
  static final String NEBIUS_BASE = "meta-llama/Meta-Llama-3.1-8B-Instruct";
  private static final Duration HOURS = Duration.ofHours(9);

  private static Place of(
      FakeProvider fake,
      Function<ClientConfig, ? extends ProviderClient> open,
      Consumer<ClientConfig.Builder> settings) {
    ClientConfig.Builder config = FakeConnection.to(fake);
    settings.accept(config);
    return new Place(fake, open.apply(config.build()));
  }

  TuningResult trained(String base, int rank) {
    String rows =
        "{\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"},"
            + "{\"role\":\"assistant\",\"content\":\"Hello\"}]}\n";
    FileId file =
        client
            .files()
            .upload(
                FileUpload.builder()
                    .source(FileSource.of("train.jsonl", rows.repeat(20).getBytes(UTF_8)))
                    .build())
            .id();
    client.files().awaitReady(file, HOURS);
    TuningSpec spec =
        TuningSpec.builder().model(base).trainingFile(file).lora(Lora.rank(rank)).build();
    return client.jobs().await(client.jobs().create(spec).id(), HOURS).result();
  }

  @Override
  public void close() {
    client.close();
    fake.close();
  }

  static Place together(String day, Consumer<ClientConfig.Builder> settings) {
    return Place.of(
        FakeTogether.builder().asOf(LocalDate.parse(day)).build(),
        TogetherClient::create,
        settings);
  }

  static Place fireworks() {
    return Place.of(
        FakeFireworks.builder().asOf(LocalDate.parse("2026-08-20")).build(),
        FireworksClient::create,
        config -> {});
  }

  static Place nebius(String day) {
    return Place.of(
        FakeNebius.builder().asOf(LocalDate.parse(day)).build(),
        NebiusClient::create,
        config -> {});
  }
}
