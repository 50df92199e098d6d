package dev.loraport.together;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loraport.Capability;
import dev.loraport.error.AuthenticationException;
import dev.loraport.file.FileId;
import dev.loraport.serving.ServedModel;
import dev.loraport.serving.ServingOptions;
import dev.loraport.testkit.FakeTogether;
import dev.loraport.testkit.RecordedCall;
import dev.loraport.tuning.TuningJob;
import dev.loraport.tuning.TuningSpec;
import java.time.LocalDate;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each setting of the builder, by what it changes. The fake is one host with two names. */
class TogetherBuilderTest {
  private static final LocalDate DAY = LocalDate.parse(Rig.TODAY);

  /** Sets one thing. */
  private interface Setting extends BiConsumer<TogetherClient.Builder, FakeTogether> {}

  /** Uses a client, and tells what was to be seen of the setting. */
  private interface Effect extends BiFunction<TogetherClient, FakeTogether, String> {}

  static Stream<Arguments> settings() {
    AtomicReference<String> left = new AtomicReference<>("not told");
    return Stream.of(
        row(
            "onRateLimits",
            (builder, fake) ->
                builder.onRateLimits(
                    limits -> left.set("left: " + limits.remainingRequests().orElseThrow())),
            (client, fake) -> {
              client.models().list().toList();
              return left.get();
            },
            "not told",
            "left: 599"),
        row(
            "apiKey",
            (builder, fake) -> builder.apiKey("key-of-another-account"),
            TogetherBuilderTest::key,
            "known",
            "refused"),
        row(
            "baseUrl",
            (builder, fake) -> builder.baseUrl(byName(fake) + "/v1"),
            TogetherBuilderTest::hosts,
            "127.0.0.1, 127.0.0.1",
            "localhost, localhost"),
        row(
            "managementUrl",
            (builder, fake) -> builder.managementUrl(byName(fake) + "/v2"),
            TogetherBuilderTest::hosts,
            "127.0.0.1, 127.0.0.1",
            "127.0.0.1, localhost"),
        row(
            "inferenceUrl",
            (builder, fake) -> builder.inferenceUrl(byName(fake) + "/v1"),
            TogetherBuilderTest::hostOfADeployment,
            "127.0.0.1",
            "localhost"),
        row(
            "project",
            (builder, fake) -> builder.project("proj_own"),
            TogetherBuilderTest::project,
            "that of the key",
            "proj_own"),
        row(
            "directUpload",
            (builder, fake) -> builder.directUpload(),
            (client, fake) -> {
              client.files().upload(Rig.chatFile("train.jsonl"));
              return fake.journal().calls().get(0).route();
            },
            "POST /v1/files",
            "POST /v1/files/upload"),
        row(
            "asOf",
            (builder, fake) -> builder.asOf(LocalDate.parse("2026-02-13")),
            (client, fake) ->
                "serverless: " + client.capabilities().has(Capability.SERVERLESS_LORA),
            "serverless: false",
            "serverless: true"),
        row(
            "config",
            (builder, fake) -> builder.config(more -> more.putHeaders("X-Team", "search")),
            (client, fake) -> {
              client.models().list().toList();
              return fake.journal().calls().get(0).header("X-Team");
            },
            "",
            "search"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("settings")
  void aSettingHasItsEffect(
      String name, Setting setting, Effect effect, String without, String with) {
    assertThat(seen((builder, fake) -> {}, effect)).as("without " + name).isEqualTo(without);
    assertThat(seen(setting, effect)).as("with " + name).isEqualTo(with);
  }

  private static Arguments row(
      String name, Setting setting, Effect effect, String without, String with) {
    return Arguments.of(name, setting, effect, without, with);
  }

  private static String seen(Setting setting, Effect effect) {
    try (FakeTogether fake = FakeTogether.builder().asOf(DAY).build()) {
      TogetherClient.Builder builder =
          TogetherClient.builder()
              .apiKey(fake.apiKey())
              .baseUrl(fake.baseUrl())
              .asOf(DAY)
              .config(more -> more.delayer(pause -> CompletableFuture.completedFuture(null)));
      setting.accept(builder, fake);
      try (TogetherClient client = builder.build()) {
        return effect.apply(client, fake);
      }
    }
  }

  private static String key(TogetherClient client, FakeTogether fake) {
    try {
      client.models().list().toList();
      return "known";
    } catch (AuthenticationException e) {
      return "refused";
    }
  }

  private static String hosts(TogetherClient client, FakeTogether fake) {
    client.models().list().toList();
    client.serving().deployments().toList();
    return host(fake, "GET /v1/models") + ", " + host(fake, "GET /v2/projects/{p}/endpoints");
  }

  private static String hostOfADeployment(TogetherClient client, FakeTogether fake) {
    FileId file = client.files().upload(Rig.chatFile("train.jsonl")).id();
    client.files().awaitReady(file, Rig.HOURS);
    TuningJob job =
        client.jobs().create(TuningSpec.builder().model(Rig.BASE).trainingFile(file).build());
    TuningJob done = client.jobs().await(job.id(), Rig.HOURS);
    try (ServedModel served = client.serving().serve(done.result(), ServingOptions.dedicated())) {
      client.chat().complete(served.model(), "Hi");
      return host(fake, "POST /v1/chat/completions");
    }
  }

  private static String project(TogetherClient client, FakeTogether fake) {
    client.serving().deployments().toList();
    String project =
        fake.journal()
            .lastCall("GET /v2/projects/{p}/endpoints")
            .orElseThrow()
            .path()
            .split("/", -1)[3];
    return fake.journal().count("GET /v1/whoami") == 1 ? "that of the key" : project;
  }

  private static String host(FakeTogether fake, String route) {
    RecordedCall call = fake.journal().lastCall(route).orElseThrow();
    return call.header("Host").replaceFirst(":\\d+$", "");
  }

  private static String byName(FakeTogether fake) {
    return fake.url().replace("127.0.0.1", "localhost");
  }
}
