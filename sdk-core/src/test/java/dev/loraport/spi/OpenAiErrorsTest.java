package dev.loraport.spi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loraport.error.ApiException;
import dev.loraport.error.ErrorAnswer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpenAiErrorsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      nullValues = "-",
      value = {
        "{\"id\":\"o1\",\"error\":{\"message\":\"No model.\",\"type\":\"invalid\",\"param\":null,\"code\":\"gone\"}} | No model. | gone | invalid | -",
        "{\"error\":{\"message\":\"Bad.\",\"param\":\"model\",\"code\":7}} | Bad. | 7 | - | model",
        "{\"error\":\"text\"} | text | - | - | -",
        "{\"error\":\"Too Many Requests\",\"message\":\"You have exceeded it.\"} | You have exceeded it. | - | - | -",
        "{\"message\":\"top\"} | top | - | - | -",
        "{\"code\":5,\"message\":\"not found\",\"details\":[]} | not found | 5 | - | -",
        "{\"detail\":\"no access\"} | no access | - | - | -",
        "{\"detail\":[{\"loc\":[\"body\",\"messages\",0],\"msg\":\"missing\"},{\"msg\":\"late\"}]} | body.messages.0: missing; late | - | - | -",
        "{\"code\":7,\"message\":\"\"} | {\"code\":7,\"message\":\"\"} | 7 | - | -",
        "\"just text\" | just text | - | - | -",
        "Error listing   models | Error listing models | - | - | -",
        "<html><head><title>502 Bad Gateway</title></head><body>x</body></html> | 502 Bad Gateway | - | - | -",
        "<!DOCTYPE html><html><head><style>p{}</style></head><body><p>No <b>entry</b></p></body></html> | No entry | - | - | -",
        "<?xml version='1.0'?><Error><Code>SignatureDoesNotMatch</Code><Message>No match.</Message><StringToSign>PUT /k token=S</StringToSign></Error> | SignatureDoesNotMatch: No match. | - | - | -",
        "<Error><Code>AccessDenied</Code><Token>S</Token></Error> | AccessDenied | - | - | -",
        "\uFEFF<Error><Code>AuthenticationFailed</Code><Detail>S | AuthenticationFailed | - | - | -",
        "no <Code> in the text | no <Code> in the text | - | - | -",
        "<?xml version='1.0'?><html><head><title>502</title></head></html> | 502 | - | - | -",
        "<html><HEAD><title></title></head><script>x</script>Busy<script>y | Busy y | - | - | -",
        "[1,2] | [1,2] | - | - | -",
        "{\"broken | {\"broken | - | - | -",
      })
  void theShapesOfErrorsAreRead(
      String body, String message, String code, String type, String param) {
    ErrorAnswer answer = read(body);

    assertThat(answer.message()).isEqualTo(message);
    assertThat(answer.code().orElse(null)).isEqualTo(code);
    assertThat(answer.type().orElse(null)).isEqualTo(type);
    assertThat(answer.param().orElse(null)).isEqualTo(param);
  }

  @Test
  void anEmptyBodyHasNoMessage() {
    assertThat(read("").message()).isEmpty();
  }

  /** The thread that reads it serves connections, and would be held up for half a minute. */
  @ParameterizedTest
  @Timeout(10)
  @ValueSource(
      strings = {"<", "<title", "<title>", "<head ", "<script>", "<style ", "</head><head ", "<a>"})
  void aPageOfNothingButTagsHoldsNobodyUp(String tag) {
    String page = tag.repeat((64 << 10) / tag.length());

    assertThat(read(page).message()).hasSizeLessThan(600);
    assertThat(read("<html>" + page + "<p>Sorry").message()).hasSizeLessThan(600);
  }

  @Test
  void theMessageIsOneLineOfABoundedLength() {
    String message = ApiException.of(read("line\n".repeat(10_000))).getMessage();

    assertThat(message).doesNotContain("\n").hasSizeLessThan(700);
  }

  private static ErrorAnswer read(String body) {
    ErrorAnswer known =
        ErrorAnswer.builder().provider("acme").operation("x").status(400).rawBody(body).build();
    ErrorAnswer.Builder into = ErrorAnswer.builder();
    into.from(known);
    new OpenAiErrors().read(known, into);
    return into.build();
  }
}
