package dev.loraport.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.loraport.error.DecodeException;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an answer says of itself where it is not what was asked for. */
class AnswerTest {
  private static Answer answer(Map<String, List<String>> headers, String body) {
    return new Answer(
        "acme",
        Operation.read("models.list"),
        200,
        HttpHeaders.of(headers, (name, value) -> true),
        body.getBytes(StandardCharsets.UTF_8),
        null);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<html>Log in</html>",
        "\r\n\t <!DOCTYPE html>",
        "\uFEFF<html>Log in</html>",
        "\uFEFF\n  <html>",
        " \uFEFF<html>"
      })
  void aPageWithoutAContentTypeIsToldByItsBeginning(String page) {
    assertThatExceptionOfType(DecodeException.class)
        .isThrownBy(() -> answer(Map.of(), page).json())
        .withMessageContainingAll(
            "a page (no content type) and no JSON",
            "a proxy or a portal",
            "the base address may be")
        .satisfies(e -> assertThat(e.rawBody()).isEqualTo(page));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"a\":<", "no < page", "\uFEFF{\"a\":"})
  void whatBeginsOtherwiseIsNoPage(String body) {
    assertThatExceptionOfType(DecodeException.class)
        .isThrownBy(() -> answer(Map.of("content-type", List.of("application/json")), body).json())
        .withMessageNotContaining("a page");
  }
}
