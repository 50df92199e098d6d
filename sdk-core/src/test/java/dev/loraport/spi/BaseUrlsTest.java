package dev.loraport.spi;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loraport.error.ConfigurationException;
import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BaseUrlsTest {
  @ParameterizedTest
  @CsvSource({
    "nonsense, a text without a scheme or a host",
    "http://, characters that no address has",
    "http:/v1, a text without a scheme or a host",
    "ftp://host/v1, ftp://host",
    "https://host/v1?key=secret, https://host",
    "https://user:secret@host/v1, https://host",
  })
  void saysWhatIsWrongWithoutWhatMayBeASecret(String text, String shown) {
    URI example = URI.create("https://api.example.com/v1");

    assertThatThrownBy(() -> BaseUrls.checked("acme", "baseUrl", text, example))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContainingAll("baseUrl", "such as https://api.example.com/v1", shown)
        .message()
        .doesNotContain("null", "secret");
  }
}
