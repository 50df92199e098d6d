package dev.loraport.together.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.loraport.Capability;
import dev.loraport.ClientConfig;
import dev.loraport.Providers;
import dev.loraport.chat.ModelRef;
import dev.loraport.error.ConfigurationException;
import dev.loraport.error.NotFoundException;
import dev.loraport.spi.BaseUrls;
import dev.loraport.testkit.FakeTogether;
import dev.loraport.testkit.Fault;
import dev.loraport.testkit.junit.FakeConnection;
import dev.loraport.testkit.junit.FakeProviders;
import dev.loraport.together.TogetherClient;
import dev.loraport.together.internal.wire.Bases;
import java.net.URI;
import java.time.LocalDate;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientsTest {
  @Test
  void aMissingKeyNamesTheVariable() {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> Clients.open(ClientConfig.builder().build(), name -> null).close())
        .withMessageContaining("TOGETHER_API_KEY");
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", " \n"})
  void aKeyThatIsBlankIsRefusedBeforeThereIsAClient(String key) {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> TogetherClient.builder().apiKey(key).build().close())
        .withMessageContainingAll("apiKey", "TOGETHER_API_KEY");
  }

  @Test
  void theEnvironmentOfTheProcessIsAskedForTheKey() {
    String key = System.getenv("TOGETHER_API_KEY");
    Assumptions.assumeTrue(key == null || key.isBlank(), "TOGETHER_API_KEY is set here");
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> TogetherClient.fromEnv().close())
        .withMessageContaining("set the environment variable TOGETHER_API_KEY");
  }

  @Test
  void theEnvironmentGivesKeyAddressAndProject() {
    try (FakeTogether fake = FakeTogether.builder().asOf(LocalDate.parse("2026-08-20")).build()) {
      Map<String, String> environment =
          Map.of(
              "TOGETHER_API_KEY",
              " " + fake.apiKey() + "\n",
              "TOGETHER_BASE_URL",
              fake.baseUrl(),
              "TOGETHER_PROJECT_ID",
              "proj_own");
      try (TogetherClient client = Clients.open(ClientConfig.builder().build(), environment::get)) {
        assertThat(client.models().list().toList()).isNotEmpty();
        assertThat(client).hasToString("Together at " + fake.baseUrl());
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    ", https://api.together.xyz/v0/models",
    "http://127.0.0.1:80/v1, http://127.0.0.1:80/v0/models"
  })
  void theOlderFormOfPublishingHasAnAddressOfItsOwn(String base, URI publish) {
    ClientConfig.Builder config = ClientConfig.builder().putSettings("publish", "v0");
    if (base != null) {
      config.baseUrl(URI.create(base));
    }
    Bases bases = Bases.of(config.build());
    assertThat(bases.publish()).isEqualTo(publish);
    assertThat(bases.origins())
        .contains(URI.create(publish.getScheme() + "://" + publish.getRawAuthority()));
  }

  @ParameterizedTest
  @CsvSource({
    ",,, https://api.together.ai/v1, https://api.together.ai/v2,"
        + " https://api-inference.together.ai/v1",
    "https://api.together.ai/v1/,,, https://api.together.ai/v1, https://api.together.ai/v2,"
        + " https://api-inference.together.ai/v1",
    "http://127.0.0.1:80/v1,,, http://127.0.0.1:80/v1, http://127.0.0.1:80/v2,"
        + " http://127.0.0.1:80/v1",
    "https://proxy.example.com/t,,, https://proxy.example.com/t, https://proxy.example.com/t/v2,"
        + " https://proxy.example.com/t",
    ", https://m.example.com/v2, https://i.example.com/v1, https://api.together.ai/v1,"
        + " https://m.example.com/v2, https://i.example.com/v1"
  })
  void eachPartOfTheApiHasItsAddress(
      String base, String management, String inference, String v1, String v2, String dedicated) {
    ClientConfig.Builder config = ClientConfig.builder();
    if (base != null) {
      config.baseUrl(URI.create(base));
    }
    if (management != null) {
      config.putSettings("management_url", management).putSettings("inference_url", inference);
    }

    Bases bases = Bases.of(config.build());

    assertThat(bases)
        .isEqualTo(
            new Bases(
                URI.create(v1), URI.create(v2), URI.create(dedicated), URI.create(v1 + "/models")));
    assertThat(bases.origins())
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(v1, v2, dedicated)
                .map(url -> BaseUrls.origin(URI.create(url)))
                .collect(Collectors.toSet()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"ftp://x/v1", "https:///v1", "https://user:pw@x/v1", "https://x/v1?a=b", "x"})
  void anAddressThatIsNoneIsRefusedWithoutShowingWhatItMayHold(String url) {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> Bases.of(ClientConfig.builder().baseUrl(URI.create(url)).build()))
        .withMessageContaining("baseUrl")
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("pw"));
  }

  @ParameterizedTest
  @CsvSource({"projekt, x, unknown setting", "upload, fast, direct or parts"})
  void aWrongSettingIsRefused(String name, String value, String why) {
    ClientConfig config = ClientConfig.builder().apiKey("k").putSettings(name, value).build();
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> TogetherClient.create(config).close())
        .withMessageContaining(why);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-02-13, true, false",
    "2026-05-01, false, false",
    "2026-07-16, false, true",
    "2026-09-01, false, true"
  })
  void capabilitiesFollowTheDay(LocalDate day, boolean serverless, boolean dedicated) {
    ClientConfig config = ClientConfig.builder().apiKey("k").asOf(day).build();
    try (var client = Providers.open("together", config)) {
      assertThat(client.capabilities().has(Capability.SERVERLESS_LORA)).isEqualTo(serverless);
      assertThat(client.capabilities().has(Capability.DEDICATED_SERVING)).isEqualTo(dedicated);
      assertThat(client.capabilities().has(Capability.ADAPTER_HOT_LOAD)).isEqualTo(dedicated);
      if (!serverless) {
        assertThat(client.capabilities().reasonAgainst(Capability.SERVERLESS_LORA))
            .hasValueSatisfying(reason -> assertThat(reason).contains(day.toString()));
      }
    }
  }

  @Test
  @FakeProviders("together")
  void aModelAtAnotherHostIsRefusedBeforeAnythingIsSent(FakeTogether fake, TogetherClient client) {
    ModelRef foreign = ModelRef.of("m", URI.create("https://evil.example.com/v1"));
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> client.chat().complete(foreign, "Hi"))
        .withMessageContaining("evil.example.com");
    assertThat(fake.journal().calls()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "openai/gpt-oss-20, openai/gpt-oss-20b",
    "gpt-oss-20b, openai/gpt-oss-20b",
    "me/gpt-oss-20b-ft-1a2b,",
    "nobody/knows-this-one,"
  })
  void aModelThatIsNotServedIsToldWithTheNearestKnownOne(String model, @Nullable String meant) {
    try (FakeTogether fake = FakeTogether.start();
        TogetherClient client = TogetherClient.create(FakeConnection.to(fake).build())) {
      assertThatExceptionOfType(NotFoundException.class)
          .isThrownBy(() -> client.chat().complete(model, "Hi"))
          .withMessageContaining("the model is not served without a deployment")
          .satisfies(
              e ->
                  assertThat(e.answer().hint().orElseThrow().split("; did you mean ", -1))
                      .hasSize(meant == null ? 1 : 2)
                      .endsWith(meant == null ? new String[0] : new String[] {meant + "?"}));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/v1/v1"})
  void aPathThatTheServiceDoesNotKnowTellsOfTheBaseAddress(String path) {
    try (FakeTogether fake = FakeTogether.start()) {
      URI base = URI.create(BaseUrls.origin(URI.create(fake.baseUrl())) + path);
      ClientConfig config = FakeConnection.to(fake).baseUrl(base).build();
      try (TogetherClient client = TogetherClient.create(config)) {
        assertThatExceptionOfType(NotFoundException.class)
            .isThrownBy(() -> client.chat().complete("m", "Hi"))
            .withMessageContainingAll(
                "Not found: " + path + "/chat/completions",
                "the path of the base address " + base + " may be wrong");
      }
    }
  }

  @Test
  void aBare404BelowAnotherPathThanTheProvidersTellsOfThePath() {
    try (FakeTogether fake = FakeTogether.start()) {
      URI base = BaseUrls.origin(URI.create(fake.baseUrl()));
      fake.faults()
          .on("POST /chat/completions")
          .always(Fault.status(404).body("text/plain", "404 page not found"));
      ClientConfig config = FakeConnection.to(fake).baseUrl(base).build();
      try (TogetherClient client = TogetherClient.create(config)) {
        String hint =
            "the path of the base address "
                + base
                + " may be wrong: the provider's own is https://api.together.ai/v1; check baseUrl";
        assertThatExceptionOfType(NotFoundException.class)
            .isThrownBy(() -> client.chat().complete("m", "Hi"))
            .withMessageContaining(hint);
      }
    }
  }
}
