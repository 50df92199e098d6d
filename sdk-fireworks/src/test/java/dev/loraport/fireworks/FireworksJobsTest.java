package dev.loraport.fireworks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.loraport.Capability;
import dev.loraport.Money;
import dev.loraport.RequestOptions;
import dev.loraport.error.ApiException;
import dev.loraport.error.BadRequestException;
import dev.loraport.error.ConflictException;
import dev.loraport.error.DecodeException;
import dev.loraport.error.DownloadException;
import dev.loraport.error.JobFailedException;
import dev.loraport.error.NotFoundException;
import dev.loraport.error.RateLimitedException;
import dev.loraport.error.ServerErrorException;
import dev.loraport.error.UnsupportedCapabilityException;
import dev.loraport.file.FileId;
import dev.loraport.json.Json;
import dev.loraport.testkit.Fault;
import dev.loraport.testkit.JobScript;
import dev.loraport.testkit.RecordedCall;
import dev.loraport.tuning.JobId;
import dev.loraport.tuning.JobState;
import dev.loraport.tuning.Lora;
import dev.loraport.tuning.MetricPoint;
import dev.loraport.tuning.TuningJob;
import dev.loraport.tuning.TuningMethod;
import dev.loraport.tuning.TuningResult;
import dev.loraport.tuning.TuningSpec;
import dev.loraport.tuning.WaitOptions;
import dev.loraport.tuning.Wandb;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FireworksJobsTest {
  private static final String SFT = "/v1/accounts/{account}/supervisedFineTuningJobs";
  private static final JobId SOME = JobId.of("supervisedFineTuningJobs/some-job");

  private final TuningRig rig = new TuningRig();

  @AfterEach
  void close() {
    rig.close();
  }

  private void answer(String route, int status, String json) {
    rig.fake
        .faults()
        .on(route)
        .next(Fault.status(status).body("application/json", json.replace('\'', '"')));
  }

  private TuningSpec.Builder pairs(TuningMethod method) {
    FileId pairs = rig.file(TuningRig.pairsFile("pairs.jsonl"));
    return TuningSpec.builder().model(TuningRig.BASE).trainingFile(pairs).method(method);
  }

  @Test
  void aJobIsTrainedToAModelUnderItsFullName() {
    TuningJob job = rig.client.jobs().create(rig.spec().suffix("support-v1").build());
    assertThat(job.id().value()).matches("supervisedFineTuningJobs/support-v1-[a-z2-7]{8}");
    assertThat(job.suffix()).contains("support-v1");

    TuningResult result = rig.client.jobs().await(job.id(), TuningRig.HOURS).result();

    assertThat(result.modelName())
        .contains("accounts/" + rig.fake.accountId() + "/models/" + job.id().segments().get(1));
    RecordedCall create = rig.calls("POST", "/supervisedFineTuningJobs").get(0);
    assertThat(create.query())
        .extracting(Object::toString)
        .contains("supervisedFineTuningJobId=" + job.id().segments().get(1));
    rig.fake.assertNoViolations();
  }

  @Test
  void eachKindHasItsOwnCollection() {
    TuningJob dpo = rig.client.jobs().create(pairs(TuningMethod.DPO).beta(0.1).build());
    TuningJob orpo = rig.client.jobs().create(pairs(TuningMethod.ORPO).build());
    TuningJob rft =
        rig.client
            .jobs()
            .create(
                rig.spec()
                    .method(TuningMethod.RFT)
                    .putAllExtra(FireworksTuning.fields().evaluator("maths").extra())
                    .build());
    TuningJob sft = rig.client.jobs().create(rig.spec().build());

    assertThat(dpo.id().value()).startsWith("dpoJobs/");
    assertThat(dpo.method()).contains(TuningMethod.DPO);
    assertThat(orpo.id().value()).startsWith("dpoJobs/");
    assertThat(orpo.method()).contains(TuningMethod.ORPO);
    assertThat(rft.id().value()).startsWith("reinforcementFineTuningJobs/");
    assertThat(rft.method()).contains(TuningMethod.RFT);
    assertThat(rig.client.jobs().list())
        .extracting(TuningJob::id)
        .containsExactlyInAnyOrder(sft.id(), dpo.id(), orpo.id(), rft.id());
    assertThat(rig.client.jobs().get(dpo.id()).id()).isEqualTo(dpo.id());
    rig.fake.assertNoViolations();
  }

  @Test
  void aRefusedJobDoesNotRepeatTheKeyOfAnotherService() {
    TuningSpec spec =
        rig.spec().wandb(Wandb.builder().apiKey("wandb-geheim").entity("me").build()).build();
    answer("POST " + SFT, 400, "{'error':{'message':'wandb-geheim is not good'}}");

    assertThatExceptionOfType(ApiException.class)
        .isThrownBy(() -> rig.client.jobs().create(spec))
        .withMessageContaining("*** is not good")
        .satisfies(e -> assertThat(e.rawBody()).doesNotContain("geheim"));
  }

  @Test
  void aLostAnswerEndsWithTheOneJob() {
    TuningSpec spec = rig.spec().build();
    rig.fake.faults().on("POST " + SFT).next(Fault.lostAnswer());
    TuningJob job = rig.client.jobs().create(spec);
    assertThat(rig.client.jobs().list()).extracting(TuningJob::id).containsExactly(job.id());
    assertThat(rig.calls("POST", "/supervisedFineTuningJobs")).hasSize(1);
  }

  @Test
  void anIdOfYourOwnMakesASecondCreateEndWithTheFirstJob() {
    TuningSpec spec =
        rig.spec().putAllExtra(FireworksTuning.fields().jobId("my-run").extra()).build();
    TuningJob first = rig.client.jobs().create(spec);
    TuningJob second = rig.client.jobs().create(spec);
    assertThat(first.id()).isEqualTo(JobId.of("supervisedFineTuningJobs/my-run"));
    assertThat(second.id()).isEqualTo(first.id());
    assertThat(rig.client.jobs().list()).hasSize(1);
  }

  @Test
  void anIdOfAnotherJobIsAConflictThatSaysSo() {
    FireworksTuning mine = FireworksTuning.fields().jobId("my-run");
    rig.client.jobs().create(rig.spec().putAllExtra(mine.extra()).build());
    FileId other = rig.file(TuningRig.chatFile("other.jsonl"));
    TuningSpec spec =
        TuningSpec.builder()
            .model(TuningRig.BASE)
            .trainingFile(other)
            .putAllExtra(mine.extra())
            .build();
    assertThatExceptionOfType(ConflictException.class)
        .isThrownBy(() -> rig.client.jobs().create(spec))
        .withMessageContaining("my-run is another job")
        .withMessageContaining("choose another jobId");
  }

  @ParameterizedTest
  @CsvSource({"3, 16", "2, 32"})
  void anIdOfAJobWithOtherSettingsIsAConflictThatSaysSo(int epochs, int rank) {
    TuningSpec first =
        rig.spec()
            .epochs(2)
            .lora(Lora.rank(16))
            .putAllExtra(FireworksTuning.fields().jobId("my-run").extra())
            .build();
    rig.client.jobs().create(first);
    TuningSpec other =
        TuningSpec.builder().from(first).epochs(epochs).lora(Lora.rank(rank)).build();
    assertThatExceptionOfType(ConflictException.class)
        .isThrownBy(() -> rig.client.jobs().create(other))
        .withMessageContaining("my-run is another job")
        .withMessageContaining("2 epochs, rank 16");
  }

  @Test
  void afterALostAnswerAJobWithOtherSettingsIsNotTakenForTheOneAskedFor() {
    TuningSpec spec =
        rig.spec().putAllExtra(FireworksTuning.fields().jobId("my-run").extra()).build();
    rig.client.jobs().create(spec);
    answer("POST " + SFT, 500, "{'code':13,'message':'internal'}");
    TuningSpec other = TuningSpec.builder().from(spec).epochs(spec.epochs() + 1).build();
    assertThatExceptionOfType(ServerErrorException.class)
        .isThrownBy(() -> rig.client.jobs().create(other))
        .withMessageContaining("supervisedFineTuningJobs/my-run");
  }

  @Test
  void anIdOfAJobOfAnotherMethodIsAConflict() {
    FireworksTuning mine = FireworksTuning.fields().jobId("my-run");
    TuningSpec dpo = pairs(TuningMethod.DPO).putAllExtra(mine.extra()).build();
    rig.client.jobs().create(dpo);
    TuningSpec orpo = TuningSpec.builder().from(dpo).method(TuningMethod.ORPO).build();
    assertThatExceptionOfType(ConflictException.class)
        .isThrownBy(() -> rig.client.jobs().create(orpo))
        .withMessageContaining("by dpo");
  }

  @Test
  void aModelThatCanNotBeTunedIsRefusedBeforeAJobIsCreated() {
    answer(
        "GET /v1/accounts/{account}/models/{id}",
        200,
        "{'name':'accounts/fireworks/models/qwen3-8b','supervisedLoraTunable':false,"
            + "'tunable':false}");
    TuningSpec spec = rig.spec().build();
    assertThatExceptionOfType(UnsupportedCapabilityException.class)
        .isThrownBy(() -> rig.client.jobs().create(spec))
        .withMessageContaining("supervisedLoraTunable is false");
    assertThat(rig.calls("POST", "/supervisedFineTuningJobs")).isEmpty();
  }

  @Test
  void aModelOfTheOlderTrainerOrWithoutFlagsIsLeftToTheProvider() {
    answer(
        "GET /v1/accounts/{account}/models/{id}",
        200,
        "{'name':'accounts/fireworks/models/qwen3-8b','supervisedLoraTunable':false,"
            + "'tunable':true}");
    rig.client.jobs().create(rig.spec().build());
    answer("GET /v1/accounts/{account}/models/{id}", 200, "{}");
    rig.client.jobs().create(rig.spec().build());
    assertThat(rig.client.jobs().list()).hasSize(2);
  }

  @Test
  void aBareNameOfAPublicModelIsAnsweredWithItsFullOne() {
    TuningSpec spec = rig.spec().model("qwen3-8b").build();
    assertThatExceptionOfType(NotFoundException.class)
        .isThrownBy(() -> rig.client.jobs().create(spec))
        .withMessageContaining("accounts/fireworks/models/qwen3-8b");
    assertThat(rig.calls("POST", "/supervisedFineTuningJobs")).isEmpty();
  }

  @Test
  void anUnknownPublicModelIsAnsweredWithTheNearestKnownOne() {
    TuningSpec spec = rig.spec().model("accounts/fireworks/models/qwen3-235b-a22B").build();
    assertThatExceptionOfType(NotFoundException.class)
        .isThrownBy(() -> rig.client.jobs().create(spec))
        .withMessageContaining("did you mean accounts/fireworks/models/qwen3-235b-a22b?");
  }

  @Test
  void aFileThatIsNotThereIsNamedAndNoJobIsCreated() {
    TuningSpec spec = rig.spec().trainingFile(FileId.of("typo")).build();

    assertThatExceptionOfType(NotFoundException.class)
        .isThrownBy(() -> rig.client.jobs().create(spec))
        .withMessageContaining("the training file typo is not there")
        .withMessageContaining("files().list()");
    assertThat(rig.client.jobs().list()).isEmpty();
  }

  @Test
  void aNameOfNoModelIsLeftToTheProvider() {
    TuningSpec spec = rig.spec().model("nobody/no-model").build();
    assertThatExceptionOfType(ApiException.class)
        .isThrownBy(() -> rig.client.jobs().create(spec))
        .satisfies(e -> assertThat(e.status()).isBetween(400, 404));
    assertThat(rig.client.jobs().list()).isEmpty();
  }

  @Test
  void anExtraBodyOfACallReachesTheJobAndNothingElse() {
    TuningSpec spec = rig.spec().build();
    RequestOptions options =
        RequestOptions.builder().putExtraBody("earlyStop", Json.of(true)).build();
    rig.client.jobs().create(spec, options);
    assertThat(rig.lastBody("POST", "/supervisedFineTuningJobs").get("earlyStop"))
        .isEqualTo(Json.of(true));
    rig.fake.assertNoViolations();
  }

  @Test
  void aQuotaThatIsUsedUpIsNotTriedAgain() {
    TuningSpec spec = rig.spec().build();
    answer("POST " + SFT, 429, "{'code':8,'message':'GPU quota exceeded','details':[]}");
    assertThatExceptionOfType(RateLimitedException.class)
        .isThrownBy(() -> rig.client.jobs().create(spec))
        .withMessageContaining("GPU quota exceeded");
    assertThat(rig.calls("POST", "/supervisedFineTuningJobs")).hasSize(1);
  }

  @Test
  void statesMayMoveBackwards() {
    rig.fake
        .jobs()
        .next(
            JobScript.passes(
                "JOB_STATE_CREATING",
                "JOB_STATE_RUNNING",
                "JOB_STATE_CREATING",
                "JOB_STATE_RUNNING",
                "JOB_STATE_WRITING_RESULTS",
                "JOB_STATE_COMPLETED"));
    assertThat(rig.finished(rig.spec().build()).state()).isEqualTo(JobState.SUCCEEDED);
  }

  @ParameterizedTest
  @CsvSource({"200, SUCCEEDED", "404, FAILED"})
  void aJobThatStoppedEarlyHasSucceededIfItsModelIsThere(int status, JobState state) {
    answer(
        "GET " + SFT + "/{id}",
        200,
        "{'name':'accounts/a/supervisedFineTuningJobs/some-job',"
            + "'state':'JOB_STATE_EARLY_STOPPED','loraRank':8,"
            + "'outputModel':'accounts/a/models/some-model'}");
    answer("GET /v1/accounts/{account}/models/{id}", status, "{'code':5,'message':'not found'}");
    TuningJob job = rig.client.jobs().get(SOME);
    assertThat(job.state()).isEqualTo(state);
    assertThat(job.output().isPresent()).isEqualTo(state == JobState.SUCCEEDED);
  }

  @Test
  void aFailureIsTheStatusOfTheJob() {
    answer(
        "GET " + SFT + "/{id}",
        200,
        "{'name':'accounts/a/supervisedFineTuningJobs/some-job','state':'JOB_STATE_FAILED',"
            + "'status':{'code':'INVALID_ARGUMENT',"
            + "'message':'dataset row 12: messages[0].role is missing'}}");
    assertThatExceptionOfType(JobFailedException.class)
        .isThrownBy(() -> rig.client.jobs().await(SOME, TuningRig.HOURS))
        .withMessageContaining("dataset row 12: messages[0].role is missing")
        .satisfies(
            e ->
                assertThat(e.job().failure())
                    .hasValueSatisfying(f -> assertThat(f.causedByInput()).isTrue()));
  }

  @Test
  void aCancelledJobLeavesNoModel() {
    rig.fake.jobs().next(JobScript.passes("JOB_STATE_CREATING", "JOB_STATE_RUNNING"));
    JobId id = rig.client.jobs().create(rig.spec().build()).id();
    assertThat(rig.client.jobs().cancel(id).id()).isEqualTo(id);
    assertThatExceptionOfType(JobFailedException.class)
        .isThrownBy(() -> rig.client.jobs().await(id, TuningRig.HOURS))
        .satisfies(e -> assertThat(e.job().state()).isEqualTo(JobState.CANCELLED));
    assertThat(rig.client.adapters().list()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"404, 5", "501, 12", "400, 3"})
  void aServerWithoutCancellationIsToldFromAJobThatIsNotThere(int status, int code) {
    rig.fake.jobs().next(JobScript.passes("JOB_STATE_CREATING", "JOB_STATE_RUNNING"));
    JobId id = rig.client.jobs().create(rig.spec().build()).id();
    answer("POST " + SFT + "/{id}:cancel", status, "{'code':" + code + ",'message':'no'}");
    assertThatExceptionOfType(UnsupportedCapabilityException.class)
        .isThrownBy(() -> rig.client.jobs().cancel(id))
        .withMessageContaining("job_cancellation");
    assertThatExceptionOfType(NotFoundException.class)
        .isThrownBy(() -> rig.client.jobs().cancel(SOME));
  }

  @Test
  void aRefusedCancelOfAJobThatHasEndedIsNoLackOfTheCall() {
    JobId id = rig.finished(rig.spec().build()).id();
    answer("POST " + SFT + "/{id}:cancel", 400, "{'code':3,'message':'it has ended'}");
    assertThatExceptionOfType(BadRequestException.class)
        .isThrownBy(() -> rig.client.jobs().cancel(id))
        .withMessageContaining("it has ended");
  }

  @Test
  void aPausedJobGoesOn() {
    answer(
        "POST " + SFT + "/{id}:resume",
        200,
        "{'name':'accounts/a/supervisedFineTuningJobs/some-job','state':'JOB_STATE_PENDING'}");
    assertThat(rig.client.resumeJob(SOME).state()).isEqualTo(JobState.QUEUED);
    assertThat(rig.lastBody("POST", ":resume")).isEqualTo(Json.object().build());
  }

  @Test
  void aDeletedJobIsGone() {
    JobId id = rig.finished(rig.spec().build()).id();
    rig.client.jobs().delete(id);
    assertThatExceptionOfType(NotFoundException.class).isThrownBy(() -> rig.client.jobs().get(id));
  }

  @Test
  void aPriceIsUnitsAndBillionths() {
    TuningSpec spec = rig.spec().build();
    answer(
        "POST " + SFT + ":estimateCost",
        200,
        "{'estimatedCost':{'currencyCode':'USD','units':'11','nanos':160000000}}");
    assertThat(rig.client.jobs().estimate(spec).total()).contains(Money.usd("11.16"));
    assertThat(rig.client.jobs().list()).isEmpty();
    assertThat(rig.lastBody("POST", ":estimateCost").get("loraRank")).isEqualTo(Json.of(16));
  }

  @ParameterizedTest
  @CsvSource({"404, 5", "501, 12", "400, 3"})
  void aServerWithoutPricesIsALackOfIt(int status, int code) {
    TuningSpec spec = rig.spec().build();
    answer(
        "POST " + SFT + ":estimateCost",
        status,
        "{'code':" + code + ",'message':'invalid id :estimateCost'}");
    assertThatExceptionOfType(UnsupportedCapabilityException.class)
        .isThrownBy(() -> rig.client.jobs().estimate(spec))
        .satisfies(e -> assertThat(e.capability()).isEqualTo(Capability.PRICE_ESTIMATE));
  }

  @Test
  void aPriceIsAskedWithoutTheKeyOfAnotherService() {
    rig.client
        .jobs()
        .estimate(rig.spec().wandb(Wandb.builder().apiKey("wk").entity("me").build()).build());
    assertThat(rig.calls("POST", ":estimateCost").get(0).body()).doesNotContain("wk");
  }

  @Test
  void aPreferenceJobHasNoPrice() {
    TuningSpec spec = pairs(TuningMethod.DPO).build();
    assertThatExceptionOfType(UnsupportedCapabilityException.class)
        .isThrownBy(() -> rig.client.jobs().estimate(spec))
        .withMessageContaining("it prices sft jobs alone");
  }

  @Test
  void metricsAreReadFromTheSignedFileWithoutTheKey() {
    JobId sft = rig.finished(rig.spec().build()).id();
    List<MetricPoint> points = rig.client.jobs().metrics(sft).toList();
    assertThat(points).isNotEmpty().allSatisfy(p -> assertThat(p.trainLoss()).isPresent());

    JobId dpo = rig.finished(pairs(TuningMethod.DPO).build()).id();
    assertThat(rig.client.jobs().metrics(dpo)).isNotEmpty();
    assertThat(rig.calls("GET", ":getMetricsFileEndpoint")).hasSize(1);
    rig.fake.assertNoViolations();
  }

  @Test
  void aYoungJobHasNoMetricsYet() {
    answer(
        "GET " + SFT + "/{id}",
        200,
        "{'name':'accounts/a/supervisedFineTuningJobs/some-job','state':'JOB_STATE_RUNNING'}");
    assertThat(rig.client.jobs().metrics(SOME)).isEmpty();
  }

  @Test
  void aYoungPreferenceJobHasNoMetricsYetAndAMissingOneIsMissing() {
    rig.fake.jobs().next(JobScript.staysIn("pending"));
    JobId young = rig.client.jobs().create(pairs(TuningMethod.DPO).build()).id();
    assertThat(rig.client.jobs().metrics(young)).isEmpty();
    assertThatExceptionOfType(NotFoundException.class)
        .isThrownBy(() -> rig.client.jobs().metrics(JobId.of("dpoJobs/nowhere")).toList());
  }

  @Test
  void metricsOfAnOldPreferenceJobAreGone() {
    JobId old = rig.finished(pairs(TuningMethod.DPO).build()).id();
    answer(
        "GET /v1/accounts/{account}/dpoJobs/{id}:getMetricsFileEndpoint",
        404,
        "{'code':5,'message':'no file'}");
    assertThatExceptionOfType(DownloadException.class)
        .isThrownBy(() -> rig.client.jobs().metrics(old).toList())
        .withMessageContaining("kept for about 7 days");
  }

  @Test
  void metricsAreReadFromNoOtherSchemeThanTheApiHas() {
    answer(
        "GET " + SFT + "/{id}",
        200,
        "{'name':'accounts/a/supervisedFineTuningJobs/some-job','state':'JOB_STATE_RUNNING',"
            + "'metricsFileSignedUrl':'ftp://s.example.net/m?X-Goog-Signature=geheim'}");
    assertThatExceptionOfType(DecodeException.class)
        .isThrownBy(() -> rig.client.jobs().metrics(SOME).toList())
        .withMessageContaining("no https address")
        .satisfies(e -> assertThat(e.getMessage() + e.rawBody()).doesNotContain("geheim"));
  }

  @Test
  void progressIsThatOfTheWholeJobAndNeverFallsBack() {
    rig.fake.jobs().next(JobScript.completes());
    JobId id = rig.client.jobs().create(rig.spec().epochs(2).build()).id();
    List<Double> seen = new ArrayList<>();
    WaitOptions wait =
        WaitOptions.builder()
            .timeout(TuningRig.HOURS)
            .listener(
                (job, elapsed, next) ->
                    job.progress().ifPresent(p -> p.percent().ifPresent(seen::add)))
            .build();
    rig.client.jobs().await(id, wait);
    assertThat(seen).isSorted().endsWith(100.0).anyMatch(percent -> percent > 0 && percent < 100);
  }

  @Test
  void metricsThatAreGoneAreAClearFailureWithoutTheAddress() {
    answer(
        "GET " + SFT + "/{id}",
        200,
        "{'name':'accounts/a/supervisedFineTuningJobs/some-job','state':'JOB_STATE_COMPLETED',"
            + "'metricsFileSignedUrl':'"
            + rig.fake.baseUrl()
            + "/gone.jsonl?X-Goog-Signature=geheim'}");
    assertThatExceptionOfType(DownloadException.class)
        .isThrownBy(() -> rig.client.jobs().metrics(SOME).toList())
        .withMessageContaining("kept for about 7 days")
        .satisfies(e -> assertThat(String.valueOf(e.getCause())).doesNotContain("geheim"));
  }

  @Test
  void whatNoJobHasIsALack() {
    assertThatExceptionOfType(UnsupportedCapabilityException.class)
        .isThrownBy(() -> rig.client.jobs().events(SOME).toList())
        .withMessageContaining("its jobs keep no events");
    assertThatExceptionOfType(UnsupportedCapabilityException.class)
        .isThrownBy(() -> rig.client.jobs().checkpoints(SOME).toList())
        .withMessageContaining("its managed jobs");
  }

  @Test
  void anIdOfAnotherShapeIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> rig.client.jobs().get(JobId.of("fineTuningJobs/x")))
        .withMessageContaining("<kind>/<id>");
  }
}
