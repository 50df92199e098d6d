package dev.loraport.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loraport.error.ConfigurationException;
import dev.loraport.error.ErrorAnswer;
import java.net.URI;
import java.util.Optional;
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

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "true  | {'detail':'Not Found'}",
        "true  | {'code':5,'message':'Not Found','details':[]}",
        "true  | {'timestamp':'2026-01-01','status':404,'error':'Not Found','path':'/files'}",
        "true  | {'error':{'message':'Invalid URL (GET /files)','type':'invalid_request_error','param':null,'code':null}}",
        "true  | {'error':{'message':'Unknown path: /files'}}",
        "true  | {'error':{'message':'Not found: /files','type':'invalid_request_error','code':null}}",
        "true  | {'error':{'message':'Path not found: /files','code':'NOT_FOUND'}}",
        "false | {'error':{'message':'Not found: acme/llama'}}",
        "false | {'error':{'message':'Not found: /files','param':'model'}}",
        "false | {'error':{'message':'Not found: job ft-1'}}",
        "false | {'error':{'message':'Not found: /data/a.jsonl of the job'}}",
        "true  | {'message':'no Route matched with those values'}",
        "true  | {'message':'Route GET:/files not found','error':'Not Found','statusCode':404}",
        "true  | {'message':'Cannot GET /files'}",
        "true  | {'error':'The requested URL was not found on the server.'}",
        "false | {'detail':'Path /data/a.jsonl does not exist'}",
        "false | {'error':{'message':'Not Found','code':'model_not_found'}}",
        "false | {'error':{'message':'Not Found','param':'model','code':'NOT_FOUND'}}",
        "false | {'error':{'message':'Model not found, inaccessible, and/or not deployed'}}",
        "false | {'code':5,'message':'dataset accounts/a/datasets/nope not found','details':[]}",
        "false | {'detail':'Job not found'}",
        "false | {'message':'Unknown endpoint: endpoint-1'}",
        "false | {'message':'The file route.jsonl was not found'}",
        "false | {'message':'Invalid URL of the model: https://host/x'}",
        "false | {'detail':'There is no such path in the model: not found'}"
      })
  void anErrorTellsOfThePathWhereItSaysThatThePathIsUnknown(boolean told, String json) {
    ErrorAnswer.Builder answer =
        ErrorAnswer.builder()
            .provider("acme")
            .operation("x")
            .status(404)
            .rawBody(json.replace('\'', '"'));
    new OpenAiErrors().read(answer.build(), answer);

    Optional<String> hint =
        BaseUrls.pathHint(
            answer.build(),
            URI.create("http://127.0.0.1:8080"),
            URI.create("https://api.example.com/v1"));

    assertThat(hint.isPresent()).isEqualTo(told);
  }

  @ParameterizedTest
  @CsvSource({
    "404, /gate, <html><title>404 Not Found</title></html>, true",
    "404, '', '', true",
    "404, /gate, 404 page not found, true",
    "404, /gate, '{\"error\":{\"message\":\"no such model\"}}', false",
    "404, /gate, <Error><Code>NoSuchKey</Code></Error>, false",
    "404, /v1, <html><title>404 Not Found</title></html>, false",
    "502, /gate, <html><title>Bad Gateway</title></html>, false"
  })
  void aBare404BelowAnotherPathThanTheProvidersTellsOfThePath(
      int status, String path, String body, boolean told) {
    ErrorAnswer answer =
        ErrorAnswer.builder().provider("acme").operation("x").status(status).rawBody(body).build();
    URI base = URI.create("http://127.0.0.1:8080" + path);
    URI own = URI.create("https://api.example.com/v1");

    Optional<String> hint = BaseUrls.pathHint(answer, base, own);

    assertThat(hint.isPresent()).isEqualTo(told);
    hint.ifPresent(
        text -> assertThat(text).contains("base address " + base + " may", own.toString()));
  }
}
