package dev.loraport.fireworks.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.loraport.ClientConfig;
import dev.loraport.Providers;
import dev.loraport.RequestOptions;
import dev.loraport.error.ConfigurationException;
import dev.loraport.error.NotFoundException;
import dev.loraport.fireworks.FireworksClient;
import dev.loraport.fireworks.internal.wire.Bases;
import dev.loraport.spi.BaseUrls;
import dev.loraport.testkit.FakeFireworks;
import dev.loraport.testkit.Fault;
import dev.loraport.testkit.junit.FakeConnection;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientsTest {
  private final FakeFireworks fake = FakeFireworks.start();

  @AfterEach
  void close() {
    fake.close();
  }

  @Test
  void aMissingKeyNamesTheVariable() {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> Clients.open(ClientConfig.builder().build(), name -> null).close())
        .withMessageContaining("FIREWORKS_API_KEY");
  }

  @Test
  void theEnvironmentOfTheProcessIsAskedForTheKey() {
    String key = System.getenv("FIREWORKS_API_KEY");
    Assumptions.assumeTrue(key == null || key.isBlank(), "FIREWORKS_API_KEY is set here");
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> FireworksClient.fromEnv().close())
        .withMessageContaining("set the environment variable FIREWORKS_API_KEY");
  }

  @Test
  void theEnvironmentGivesKeyAddressAndAccount() {
    Map<String, String> environment = fake.properties();
    try (FireworksClient client = Clients.open(ClientConfig.builder().build(), environment::get)) {
      assertThat(client.files().list().toList()).isEmpty();
      assertThat(client).hasToString("Fireworks at " + fake.baseUrl());
    }
    assertThat(fake.journal().count("GET /v1/accounts")).isZero();
  }

  @Test
  void anAddressThatIsNoneIsNamedByItsVariableAlone() {
    Map<String, String> environment =
        Map.of("FIREWORKS_API_KEY", "k", "FIREWORKS_BASE_URL", "https://user:geheim@x y/");
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> Clients.open(ClientConfig.builder().build(), environment::get).close())
        .withMessageContaining("FIREWORKS_BASE_URL is no address")
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("geheim"));
  }

  @Test
  void theAccountOfTheKeyIsLookedUpOnceForAllViews() {
    try (FireworksClient client = FireworksClient.create(FakeConnection.to(fake).build())) {
      assertThat(client.files().list().toList()).isEmpty();
      RequestOptions marked = RequestOptions.builder().putHeaders("x-team", "a").build();
      assertThat(client.withOptions(marked).files().list().toList()).isEmpty();
    }
    assertThat(fake.journal().calls("GET /v1/accounts"))
        .singleElement()
        .satisfies(call -> assertThat(call.query()).containsExactly(Map.entry("pageSize", "2")));
    assertThat(fake.journal().count("GET /v1/accounts/" + fake.accountId() + "/datasets"))
        .isEqualTo(2);
    fake.assertNoViolations();
  }

  @Test
  void whatTheUserAddsToACallIsNotAddedToTheLookUp() {
    RequestOptions options = RequestOptions.builder().putQuery("filter", "state=READY").build();
    try (FireworksClient client = FireworksClient.create(FakeConnection.to(fake).build())) {
      assertThat(client.files().list(options).toList()).isEmpty();
    }
    assertThat(fake.journal().lastCall("GET /v1/accounts").orElseThrow().query())
        .extracting(Map.Entry::getKey)
        .containsExactly("pageSize");
    assertThat(fake.journal().lastCall("GET /v1/accounts/{a}/datasets").orElseThrow().query())
        .contains(Map.entry("filter", "state=READY"));
  }

  @Test
  void severalAccountsAreNamed() {
    fake.account().another("other-team");
    try (FireworksClient client = FireworksClient.create(FakeConnection.to(fake).build())) {
      assertThatExceptionOfType(ConfigurationException.class)
          .isThrownBy(() -> client.files().list().firstPage())
          .withMessageContaining("my-team, other-team")
          .withMessageContaining("FIREWORKS_ACCOUNT_ID");
    }
  }

  @Test
  void noAccountIsAnErrorOfItsOwn() {
    fake.account().none();
    try (FireworksClient client = FireworksClient.create(FakeConnection.to(fake).build())) {
      assertThatExceptionOfType(ConfigurationException.class)
          .isThrownBy(() -> client.files().list().firstPage())
          .withMessageContaining("sees no account");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"other-team", "accounts/other-team"})
  void oneOfSeveralAccountsCanBeChosen(String account) {
    fake.account().another("other-team");
    ClientConfig config = FakeConnection.to(fake).putSettings("account", account).build();
    try (FireworksClient client = FireworksClient.create(config)) {
      assertThat(client.files().list().toList()).isEmpty();
    }
    assertThat(fake.journal().count("GET /v1/accounts/other-team/datasets")).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    ",, https://api.fireworks.ai, https://api.fireworks.ai/inference/v1",
    "https://api.fireworks.ai/,, https://api.fireworks.ai, https://api.fireworks.ai/inference/v1",
    "https://api.fireworks.ai/v1,, https://api.fireworks.ai,"
        + " https://api.fireworks.ai/inference/v1",
    "http://127.0.0.1:80/inference/v1/,, http://127.0.0.1:80, http://127.0.0.1:80/inference/v1",
    "https://proxy.example.com/f,, https://proxy.example.com/f,"
        + " https://proxy.example.com/f/inference/v1",
    ", https://i.example.com/v1, https://api.fireworks.ai, https://i.example.com/v1"
  })
  void eachPlaneHasItsAddress(String base, String setting, String root, String inference) {
    ClientConfig.Builder config = ClientConfig.builder();
    if (base != null) {
      config.baseUrl(URI.create(base));
    }
    if (setting != null) {
      config.putSettings("inference_url", setting);
    }

    Bases bases = Bases.of(config.build());

    assertThat(bases).isEqualTo(new Bases(URI.create(root), URI.create(inference)));
    assertThat(bases.origins())
        .containsOnly(BaseUrls.origin(URI.create(root)), BaseUrls.origin(URI.create(inference)));
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
  @CsvSource({
    "acount, x, unknown setting",
    "upload, fast, auto or signed",
    "account, a/b, my-team",
    "account, ../x, my-team",
    "inference_url, x y, inference_url"
  })
  void aWrongSettingIsRefused(String name, String value, String why) {
    ClientConfig config = ClientConfig.builder().apiKey("k").putSettings(name, value).build();
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> FireworksClient.create(config).close())
        .withMessageContaining(why);
  }

  @Test
  void theBuilderSetsWhatItsMethodsSay() {
    try (FireworksClient client =
        FireworksClient.builder()
            .apiKey(fake.apiKey())
            .account(fake.accountId())
            .baseUrl(fake.baseUrl())
            .inferenceUrl(fake.baseUrl() + "/inference/v1")
            .asOf(fake.asOf())
            .config(config -> config.userAgentSuffix("my-app"))
            .build()) {
      assertThat(client.models().list().firstPage().items()).isEmpty();
      assertThat(client.capabilities().asOf()).isEqualTo(fake.asOf());
    }
    assertThat(fake.journal().calls())
        .singleElement()
        .satisfies(
            call -> {
              assertThat(call.path()).isEqualTo("/v1/accounts/my-team/models");
              assertThat(call.header("User-Agent")).contains("my-app");
            });
  }

  @Test
  void theServiceLoaderFindsIt() {
    try (var client = Providers.open("fireworks", FakeConnection.to(fake).build())) {
      assertThat(client).isInstanceOf(FireworksClient.class);
      assertThat(client.provider()).isEqualTo("fireworks");
    }
  }

  @Test
  void aBare404BelowAnotherPathThanTheProvidersTellsOfThePath() {
    try (FakeFireworks fake = FakeFireworks.start()) {
      URI base = URI.create(BaseUrls.origin(URI.create(fake.baseUrl())) + "/gate");
      fake.faults()
          .on("POST /gate/inference/v1/chat/completions")
          .always(Fault.status(404).body("text/plain", "404 page not found"));
      ClientConfig config = FakeConnection.to(fake).baseUrl(base).build();
      try (FireworksClient client = FireworksClient.create(config)) {
        String hint =
            "the path of the base address "
                + base
                + "/inference/v1"
                + " may be wrong: the provider's own is https://api.fireworks.ai/inference/v1; check baseUrl";
        assertThatExceptionOfType(NotFoundException.class)
            .isThrownBy(() -> client.chat().complete("m", "Hi"))
            .withMessageContaining(hint);
      }
    }
  }
}
