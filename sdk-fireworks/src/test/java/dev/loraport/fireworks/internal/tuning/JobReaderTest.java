package dev.loraport.fireworks.internal.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import dev.loraport.Money;
import dev.loraport.error.DecodeException;
import dev.loraport.file.FileId;
import dev.loraport.fireworks.internal.wire.Account;
import dev.loraport.json.Json;
import dev.loraport.spi.Answer;
import dev.loraport.spi.Operation;
import dev.loraport.tuning.ArtifactKind;
import dev.loraport.tuning.JobId;
import dev.loraport.tuning.JobState;
import dev.loraport.tuning.TuningArtifact;
import dev.loraport.tuning.TuningJob;
import dev.loraport.tuning.TuningMethod;
import dev.loraport.tuning.TuningResult;
import java.net.http.HttpHeaders;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JobReaderTest {
  private static final Account ACCOUNT = Account.of("my-team");

  private static TuningJob read(JobKind kind, String text) {
    Json json = Json.parse(text.replace('\'', '"'));
    Answer answer =
        new Answer(
            "fireworks",
            Operation.read("jobs.get"),
            200,
            HttpHeaders.of(Map.of(), (name, value) -> true),
            new byte[0],
            null);
    return new JobReader(ACCOUNT, kind).read(answer, json);
  }

  private static TuningJob supervised(String members) {
    return read(
        JobKind.SUPERVISED,
        "{'name':'accounts/my-team/supervisedFineTuningJobs/q7w2m9xk'," + members + "}");
  }

  @Test
  void aRunningJobSaysWhatItWasAskedForAndHowFarItIs() {
    TuningJob job =
        supervised(
            "'displayName':'Support bot v1','createTime':'2026-07-21T16:10:52.104233123Z',"
                + "'updateTime':'2026-07-21T16:37:02.551002Z','completedTime':null,"
                + "'state':'JOB_STATE_RUNNING','status':{'code':'OK','message':''},"
                + "'dataset':'accounts/my-team/datasets/train','evaluationDataset':'eval',"
                + "'baseModel':'accounts/fireworks/models/qwen3-8b','epochs':2,'loraRank':8,"
                + "'jobProgress':{'percent':57,'epoch':1,'totalInputRequests':0},"
                + "'estimatedCost':{'currencyCode':'USD','units':'11','nanos':160000000},"
                + "'isTurbo':false");

    assertThat(job.id()).isEqualTo(JobId.of("supervisedFineTuningJobs/q7w2m9xk"));
    assertThat(job.state()).isEqualTo(JobState.RUNNING);
    assertThat(job.status()).isEqualTo("JOB_STATE_RUNNING");
    assertThat(job.method()).contains(TuningMethod.SFT);
    assertThat(job.model()).contains("accounts/fireworks/models/qwen3-8b");
    assertThat(job.trainingFile()).contains(FileId.of("train"));
    assertThat(job.validationFile()).contains(FileId.of("eval"));
    assertThat(job.suffix()).contains("Support bot v1");
    assertThat(job.epochs()).hasValue(2);
    assertThat(job.lora()).hasValueSatisfying(lora -> assertThat(lora.rank()).isEqualTo(8));
    assertThat(job.createdAt()).contains(Instant.parse("2026-07-21T16:10:52.104233123Z"));
    assertThat(job.finishedAt()).isEmpty();
    assertThat(job.progress())
        .hasValueSatisfying(
            progress -> {
              assertThat(progress.percent()).hasValue(78.5);
              assertThat(progress.epoch().orElseThrow())
                  .as("one is done, and 57 % of the next")
                  .isCloseTo(1.57, within(1e-9));
            });
    assertThat(job.cost()).contains(Money.usd("11.16"));
    assertThat(job.failure()).isEmpty();
    assertThat(job.output()).isEmpty();
    assertThat(job.extra()).containsEntry("isTurbo", Json.of(false));
  }

  @Test
  void aFinishedJobLeavesAnAdapterUnderItsFullName() {
    TuningResult result =
        supervised(
                "'state':'JOB_STATE_COMPLETED','baseModel':'accounts/fireworks/models/qwen3-8b',"
                    + "'outputModel':'support-bot','loraRank':8,"
                    + "'createTime':'2026-07-21T16:10:52Z','completedTime':'2026-07-21T17:00:00Z'")
            .result();

    assertThat(result.provider()).isEqualTo("fireworks");
    assertThat(result.baseModel()).isEqualTo("accounts/fireworks/models/qwen3-8b");
    assertThat(result.modelName()).contains("accounts/my-team/models/support-bot");
    assertThat(result.adapter()).isTrue();
    assertThat(result.artifact(ArtifactKind.ADAPTER).map(TuningArtifact::id))
        .contains("accounts/my-team/models/support-bot");
    assertThat(result.trainedAt()).contains(Instant.parse("2026-07-21T16:10:52Z"));
  }

  @Test
  void rankZeroLeavesAWholeModel() {
    TuningResult result =
        supervised("'state':'JOB_STATE_COMPLETED','outputModel':'m','loraRank':0").result();
    assertThat(result.adapter()).isFalse();
    assertThat(result.artifact(ArtifactKind.MODEL)).isPresent();
  }

  @ParameterizedTest
  @CsvSource({
    "FAILED, INVALID_ARGUMENT, dataset row 12, FAILED, true",
    "FAILED, INTERNAL, node lost, FAILED, false",
    "EXPIRED, DEADLINE_EXCEEDED, too late, FAILED, false",
    "CANCELLED, CANCELLED, by the user, CANCELLED, false"
  })
  void theStatusSaysWhyItEnded(
      String word, String code, String message, JobState state, boolean input) {
    TuningJob job =
        supervised(
            "'state':'JOB_STATE_"
                + word
                + "','status':{'code':'"
                + code
                + "','message':'"
                + message
                + "'}");
    assertThat(job.state()).isEqualTo(state);
    assertThat(job.failure())
        .hasValueSatisfying(
            failure -> {
              assertThat(failure.code()).contains(code);
              assertThat(failure.message()).isEqualTo(message);
              assertThat(failure.causedByInput()).isEqualTo(input);
            });
  }

  @Test
  void aFailureWithoutAReasonSaysSo() {
    assertThat(
            supervised("'state':'JOB_STATE_FAILED','status':{'code':'OK','message':''}").failure())
        .hasValueSatisfying(
            failure -> {
              assertThat(failure.code()).contains("JOB_STATE_FAILED");
              assertThat(failure.message()).contains("gives no reason");
            });
  }

  @Test
  void aPreferenceJobIsReadFromItsConfiguration() {
    TuningJob job =
        read(
            JobKind.PREFERENCE,
            "{'name':'accounts/my-team/dpoJobs/h7c2','state':'JOB_STATE_CREATING',"
                + "'dataset':'accounts/my-team/datasets/pairs','trainingConfig':{"
                + "'baseModel':'accounts/fireworks/models/qwen3-8b','loraRank':8,'epochs':1,"
                + "'learningRate':0.00001},'lossConfig':{'method':'ORPO'}}");

    assertThat(job.id()).isEqualTo(JobId.of("dpoJobs/h7c2"));
    assertThat(job.state()).isEqualTo(JobState.QUEUED);
    assertThat(job.method()).contains(TuningMethod.ORPO);
    assertThat(job.model()).contains("accounts/fireworks/models/qwen3-8b");
    assertThat(job.epochs()).hasValue(1);
    assertThat(job.extra().get("trainingConfig"))
        .isEqualTo(Json.object().put("learningRate", 0.00001).build());
  }

  @Test
  void whatIsUnknownOrStrangeNeverFails() {
    TuningJob job =
        supervised(
            "'state':'JOB_STATE_DREAMING','loraRank':'8','epochs':'2','status':null,"
                + "'jobProgress':null,'estimatedCost':{'currencyCode':'EUR','units':'1'},"
                + "'dataset':'','createTime':'soon','lossConfig':7,'newField':[1]");
    assertThat(job.state()).isEqualTo(JobState.UNKNOWN);
    assertThat(job.epochs()).hasValue(2);
    assertThat(job.lora()).isPresent();
    assertThat(job.cost()).isEmpty();
    assertThat(job.extra()).containsKey("newField");
  }

  @Test
  void secretsAreNotKept() {
    TuningJob job =
        supervised(
            "'state':'JOB_STATE_RUNNING',"
                + "'metricsFileSignedUrl':'https://s.example.net/m?X-Goog-Signature=abc',"
                + "'trainerLogsSignedUrl':'https://s.example.net/l?X-Goog-Signature=abc',"
                + "'wandbConfig':{'enabled':true,'apiKey':'wk','url':'https://w.test/r'},"
                + "'logs':['https://s.example.net/l?a=b&X-Amz-Signature=abc','kept'],"
                + "'report':{'page':'https://s.example.net/p?sig=abc'}");
    assertThat(job.toString() + Json.write(job)).doesNotContain("Signature", "wk", "sig=");
    assertThat(job.extra().get("logs")).isEqualTo(Json.parse("[\"kept\"]"));
    assertThat(job.extra().get("wandbConfig"))
        .isEqualTo(Json.parse("{\"enabled\":true,\"url\":\"https://w.test/r\"}"));
  }

  @Test
  void aJobWithoutANameIsUnreadable() {
    assertThatExceptionOfType(DecodeException.class)
        .isThrownBy(() -> read(JobKind.SUPERVISED, "{'state':'JOB_STATE_RUNNING'}"))
        .withMessageContaining("\"name\"");
  }
}
