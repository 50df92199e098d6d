package dev.loraport.nebius;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.loraport.ClientConfig;
import dev.loraport.Providers;
import dev.loraport.error.ConfigurationException;
import dev.loraport.nebius.internal.wire.Bases;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NebiusBuilderTest {
  @Test
  void theProviderIsFoundByItsName() {
    ClientConfig config =
        ClientConfig.builder().apiKey("k").baseUrl(URI.create("http://localhost:1/v1")).build();
    try (dev.loraport.ProviderClient client = Providers.open("nebius", config)) {
      assertThat(client).isInstanceOf(NebiusClient.class);
      assertThat(client.toString()).isEqualTo("Nebius at http://localhost:1");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "legacy, maybe, 'auto, try or off'",
    "colour, blue, colour",
    "region, the-moon, the-moon",
    "inference_url, ftp://x, inference_url"
  })
  void aSettingThatMakesNoSenseIsRefused(String name, String value, String said) {
    ClientConfig config = ClientConfig.builder().apiKey("k").putSettings(name, value).build();
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> NebiusClient.create(config).close())
        .withMessageContaining(said);
  }

  @Test
  void regionAndInferenceAddressExcludeEachOther() {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(
            () ->
                NebiusClient.builder()
                    .apiKey("k")
                    .region("eu-west1")
                    .inferenceUrl("https://example.com/v1")
                    .build()
                    .close())
        .withMessageContaining("exclude each other");
  }

  @Test
  void regionsHaveHostsOfTheirOwnAndEuNorth1TheMainOne() {
    Bases bases = Bases.of(ClientConfig.builder().build());

    assertThat(bases.inference()).isEqualTo(URI.create("https://api.tokenfactory.nebius.com/v1"));
    assertThat(bases.region("eu-north1")).contains(bases.inference());
    assertThat(bases.region("us-central1"))
        .contains(URI.create("https://api.tokenfactory.us-central1.nebius.com/v1"));
    assertThat(bases.region("the-moon")).isEmpty();
    assertThat(bases.origins())
        .contains(URI.create("https://api.tokenfactory.eu-west1.nebius.com"));
  }

  @Test
  void anotherBaseAddressIsTheOnlyOriginThatSeesTheKey() {
    URI legacy = URI.create("https://api.studio.nebius.com/v1/");
    Bases bases = Bases.of(ClientConfig.builder().baseUrl(legacy).build());

    assertThat(bases.root()).isEqualTo(URI.create("https://api.studio.nebius.com"));
    assertThat(bases.origins()).containsExactly(URI.create("https://api.studio.nebius.com"));
    assertThat(bases.region("us-central1")).contains(bases.inference());
  }
}
