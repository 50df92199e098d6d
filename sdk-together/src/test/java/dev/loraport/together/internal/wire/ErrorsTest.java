package dev.loraport.together.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loraport.error.ErrorAnswer;
import dev.loraport.spi.Operation;
import dev.loraport.spi.Operation.Kind;
import dev.loraport.spi.RetryRules.Decision;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrorsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "401 | jobs.list    | {'error':{'message':'bad','code':'invalid_api_key'}} | TOGETHER_API_KEY",
        "401 | files.upload | {'error':{'message':'bad','code':'invalid_api_key'}} | trial credit",
        "402 | jobs.create  | {'error':{'message':'need $5','code':'insufficient_balance'}} | credit",
        "403 | serving.x    | {'error':{'message':'no','code':'endpoints_v1_create_access_disabled'}} | 2026-07-16",
        "404 | chat         | {'error':{'message':'no','code':'model_not_available'}} | ServingOptions.dedicated()",
        "400 | chat         | {'error':{'message':'no','code':'model_not_available'}} | ServingOptions.dedicated()",
        "403 | chat         | {'error':{'message':'tokens exceed the context length'}} | maxTokens",
        "503 | chat         | {'error':{'message':'no route','type':'routing_error'}} | traffic weight",
        "400 | adapters     | {'error':{'message':'No lora_model specified'}} | -Reference",
        "400 | adapters     | {'error':{'message':'Model name already exists'}} | another name",
        "400 | chat         | {'error':{'message':'32 tokens exceed the context length'}} | maxTokens",
        "400 | chat         | {'error':{'message':'unknown field context_length_x'}} | none",
        "400 | adapters.publish | {'error':{'message':'adapter_config.json is missing'}} | at its root",
        "400 | adapters.publish | {'error':{'message':'Adapter incompatible'}} | trained on",
        "403 | adapters.publish | {'error':{'message':'Forbidden'}} | Hugging Face token",
        "400 | serving.load | {'error':{'message':'LoRA is not enabled'}} | adapters enabled",
        "429 | chat         | {'error':{'message':'slow','type':'dynamic_request_limited'}} | limit of requests",
        "429 | chat         | {'error':{'message':'slow','type':'dynamic_token_limited'}} | limit of tokens",
        "404 | jobs.limits  | {'message':'no such model'} | none",
        "400 | clusters     | {'code':400,'message':'bad'} | none",
        "502 | chat         | Bad gateway | none",
        "403 | files.get    | {'error':{'message':'forbidden'}} | none",
        "500 | batches.get  | {'error':'boom'} | none"
      })
  void aKnownErrorSaysWhatToDo(int status, String operation, String body, String hint) {
    ErrorAnswer answer = read(status, operation, body.replace('\'', '"'));
    if (hint.equals("none")) {
      assertThat(answer.hint()).isEmpty();
    } else {
      assertThat(answer.hint()).hasValueSatisfying(text -> assertThat(text).contains(hint));
    }
    assertThat(answer.message()).isNotBlank().doesNotContain("{");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"id\":\"oy-1\",\"error\":{\"message\":\"x\"}} | oy-1",
        "{\"error\":\"text\"} | none",
        "<html><title>502</title></html> | none",
        "{broken | none"
      })
  void theIdOfABodyStandsInForTheHeader(String body, String id) {
    assertThat(read(400, "chat", body).requestId().orElse("none")).isEqualTo(id);
  }

  @ParameterizedTest
  @CsvSource({
    "READ, 500, '', RETRY",
    "INFERENCE, 500, '', RETRY",
    "STREAM, 500, '', RETRY",
    "CREATE, 500, '', DEFAULT",
    "UPLOAD, 500, '', DEFAULT",
    "UPLOAD, 409, '', FAIL",
    "WRITE, 409, '', FAIL",
    "CREATE, 429, '', DEFAULT",
    "INFERENCE, 503, routing_error, WAIT",
    "STREAM, 503, routing_error, WAIT",
    "CREATE, 503, routing_error, DEFAULT",
    "INFERENCE, 503, overloaded, DEFAULT"
  })
  void repeatingFollowsTheContract(Kind kind, int status, String type, Decision decision) {
    ErrorAnswer.Builder answer =
        ErrorAnswer.builder().provider("together").operation("x").status(status);
    if (!type.isEmpty()) {
      answer.type(type);
    }
    assertThat(new Retries().decide(new Operation("x", kind), answer.build())).isEqualTo(decision);
  }

  private static ErrorAnswer read(int status, String operation, String body) {
    ErrorAnswer known =
        ErrorAnswer.builder()
            .provider("together")
            .operation(operation)
            .status(status)
            .rawBody(body)
            .build();
    ErrorAnswer.Builder into = ErrorAnswer.builder().from(known);
    new Errors(Bases.DEFAULT).read(known, into);
    return into.build();
  }
}
