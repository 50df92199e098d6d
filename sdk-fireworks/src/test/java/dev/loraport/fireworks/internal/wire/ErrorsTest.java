package dev.loraport.fireworks.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loraport.error.ErrorAnswer;
import dev.loraport.spi.Operation;
import dev.loraport.spi.Operation.Kind;
import dev.loraport.spi.RetryRules.Decision;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrorsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "499 | 1 | CANCELLED",
        "500 | 2 | UNKNOWN",
        "400 | 3 | INVALID_ARGUMENT",
        "504 | 4 | DEADLINE_EXCEEDED",
        "404 | 5 | NOT_FOUND",
        "409 | 6 | ALREADY_EXISTS",
        "403 | 7 | PERMISSION_DENIED",
        "429 | 8 | RESOURCE_EXHAUSTED",
        "400 | 9 | FAILED_PRECONDITION",
        "409 | 10 | ABORTED",
        "400 | 11 | OUT_OF_RANGE",
        "501 | 12 | UNIMPLEMENTED",
        "500 | 13 | INTERNAL",
        "503 | 14 | UNAVAILABLE",
        "500 | 15 | DATA_LOSS",
        "401 | 16 | UNAUTHENTICATED",
        "500 | 99 | 99"
      })
  void theNumberOfTheControlPlaneBecomesItsName(int status, int number, String name) {
    ErrorAnswer answer =
        read(status, "files.get", "{'code':" + number + ",'message':'no','details':[]}");
    assertThat(answer.code()).contains(name);
    assertThat(answer.message()).isEqualTo("no");
  }

  @Test
  void theReasonOfTheDetailsIsTheCodeAndTheNameTheType() {
    ErrorAnswer answer =
        read(
            400,
            "files.upload",
            "{'code':3,'message':'row 2','details':[{'@type':'x'},{'@type':"
                + "'type.googleapis.com/google.rpc.ErrorInfo','reason':'DATASET_INVALID'}]}");
    assertThat(answer.code()).contains("DATASET_INVALID");
    assertThat(answer.type()).contains("INVALID_ARGUMENT");
    assertThat(Errors.is(answer, "INVALID_ARGUMENT")).isTrue();
    assertThat(answer.hint()).hasValueSatisfying(hint -> assertThat(hint).contains("correct"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "none",
      value = {
        "{'error':{'message':'Model not found','param':'model','code':'NOT_FOUND','type':'error'}} | NOT_FOUND | Model not found",
        "{'error':'Too Many Requests','message':'You have exceeded'} | none | You have exceeded",
        "{'detail':[{'loc':['body','messages'],'msg':'field required','type':'missing'}]} | none | body.messages: field required",
        "{'message':'only this'} | none | only this",
        "{'code':7,'message':''} | PERMISSION_DENIED | ''",
        "Error listing deployed models | none | Error listing deployed models",
        "'' | none | ''"
      })
  void eachShapeIsRead(String body, String code, String message) {
    ErrorAnswer answer = read(500, "chat.complete", body);
    assertThat(answer.code().orElse(null)).isEqualTo(code);
    assertThat(answer.message()).isEqualTo(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "401 | jobs.list | {'code':16,'message':'bad'} | FIREWORKS_API_KEY",
        "402 | chat.complete | {'error':{'message':'x'}} | payment method",
        "403 | files.get | {'code':7,'message':''} | FIREWORKS_ACCOUNT_ID",
        "403 | chat.complete | {'error':{'code':'FORBIDDEN','message':'Fire Pass API keys are not authorized'}} | fw_",
        "412 | files.list | {'message':'Account my-team is suspended (CREDIT_DEPLETED).'} | add credit",
        "412 | chat.complete | {'error':{'message':'account suspended'}} | add credit",
        "412 | chat.complete | {'error':{'message':'LoRA weights could not be loaded'}} | rank, target modules",
        "412 | chat.complete | {'error':{'message':'precondition failed'}} | either",
        "412 | jobs.create | {'message':'training shape is not enabled'} | not open",
        "501 | jobs.estimate | {'code':12,'message':'Not Implemented'} | does not offer",
        "404 | chat.stream | {'error':{'code':'NOT_FOUND','message':'Model not found'}} | serving().serve",
        "404 | files.get | {'code':5,'message':'dataset not found'} | none",
        "503 | chat.complete | {'error':{'code':'DEPLOYMENT_SCALING_UP','message':'waking'}} | longer timeout",
        "429 | jobs.create | {'code':8,'message':'quota'} | quota of GPUs",
        "429 | chat.complete | {'error':'Too Many Requests','message':'slow down'} | none",
        "409 | files.upload | {'code':6,'message':'exists'} | choose another",
        "500 | files.get | boom | none"
      })
  void aKnownErrorSaysWhatToDo(int status, String operation, String body, String hint) {
    ErrorAnswer answer = read(status, operation, body);
    if (hint.equals("none")) {
      assertThat(answer.hint()).isEmpty();
    } else {
      assertThat(answer.hint()).hasValueSatisfying(text -> assertThat(text).contains(hint));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "INFERENCE, 503, DEPLOYMENT_SCALING_UP, false, WAIT",
    "STREAM, 503, DEPLOYMENT_SCALING_UP, false, WAIT",
    "READ, 503, DEPLOYMENT_SCALING_UP, false, DEFAULT",
    "INFERENCE, 503, UNAVAILABLE, false, DEFAULT",
    "CREATE, 409, ALREADY_EXISTS, false, FAIL",
    "WRITE, 409, ALREADY_EXISTS, false, FAIL",
    "CREATE, 409, ABORTED, false, FAIL",
    "WRITE, 409, ABORTED, false, RETRY",
    "CREATE, 429, RESOURCE_EXHAUSTED, false, FAIL",
    "CREATE, 429, RESOURCE_EXHAUSTED, true, DEFAULT",
    "INFERENCE, 429, RESOURCE_EXHAUSTED, false, DEFAULT",
    "WRITE, 412, x, false, DEFAULT",
    "READ, 500, INTERNAL, false, DEFAULT"
  })
  void repeatingFollowsTheContract(
      Kind kind, int status, String code, boolean toldToWait, Decision decision) {
    ErrorAnswer.Builder answer =
        ErrorAnswer.builder().provider("fireworks").operation("x").status(status).code(code);
    if (toldToWait) {
      answer.retryAfter(Duration.ofSeconds(1));
    }
    assertThat(new Retries().decide(new Operation("x", kind), answer.build())).isEqualTo(decision);
  }

  private static ErrorAnswer read(int status, String operation, String body) {
    ErrorAnswer known =
        ErrorAnswer.builder()
            .provider("fireworks")
            .operation(operation)
            .status(status)
            .rawBody(body.replace('\'', '"'))
            .build();
    ErrorAnswer.Builder into = ErrorAnswer.builder().from(known);
    new Errors(Bases.DEFAULT).read(known, into);
    return into.build();
  }
}
