package dev.loraport.nebius;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.loraport.Capability;
import dev.loraport.error.JobFailedException;
import dev.loraport.error.NotFoundException;
import dev.loraport.error.UnsupportedCapabilityException;
import dev.loraport.tuning.Checkpoint;
import dev.loraport.tuning.EventLevel;
import dev.loraport.tuning.JobId;
import dev.loraport.tuning.JobState;
import dev.loraport.tuning.MetricPoint;
import dev.loraport.tuning.TuningArtifact;
import dev.loraport.tuning.TuningEvent;
import dev.loraport.tuning.TuningJob;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Jobs that run, and what they leave. */
class NebiusJobsTest extends JobStub {
  @Test
  void aJobThatTellsNoParametersCountsAsOneForAnAdapter() {
    stub.on("GET " + JOBS + "/ftjob-1", "{'id':'ftjob-1','status':'succeeded','model':'m'}");

    assertThat(client.jobs().get(ID).result().adapter()).isTrue();
  }

  @Test
  void aLostAnswerLeadsToTheJobThatWasCreated() {
    stub.on("POST " + JOBS, 502, "<html>bad gateway</html>");
    stub.on("GET " + JOBS, "{'object':'list','data':[],'has_more':false}");

    assertThatExceptionOfType(dev.loraport.error.ServerErrorException.class)
        .isThrownBy(() -> client.jobs().create(spec(s -> {})))
        .withMessageContaining("look for suffix");
    assertThat(stub.lines()).filteredOn(("POST " + JOBS)::equals).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"403, You don`t have access to the resource or it does not exist", "404, no file"})
  void aFileThatIsNotThereIsNamed(int status, String detail) {
    stub.on("POST " + JOBS, status, "{'detail':'" + detail + "'}");

    assertThatExceptionOfType(NotFoundException.class)
        .isThrownBy(() -> client.jobs().create(spec(s -> {})))
        .withMessageContaining("the training file file-1 or the project is not there")
        .withMessageContaining("files().list()");
  }

  @ParameterizedTest
  @CsvSource({
    "validating_files, QUEUED",
    "queued, QUEUED",
    "running, RUNNING",
    "succeeded, SUCCEEDED",
    "failed, FAILED",
    "cancelled, CANCELLED",
    "SUCCEEDED, SUCCEEDED",
    "paused_by_moon, UNKNOWN"
  })
  void eachWordIsAState(String word, JobState state) {
    stub.on("GET " + JOBS + "/ftjob-1", job(word));

    assertThat(client.jobs().get(ID).state()).isEqualTo(state);
    assertThat(client.jobs().get(ID).status()).isEqualTo(word);
  }

  @Test
  void aJobTellsWhatItHasDone() {
    stub.on(
        "GET " + JOBS + "/ftjob-1",
        job("running").replace("'trained_steps':0", "'trained_steps':9"));

    TuningJob job = client.jobs().get(ID);

    assertThat(job.trainedTokens()).hasValue(763_650);
    assertThat(job.progress().orElseThrow().percent()).hasValue(50.0);
    assertThat(job.lora().orElseThrow().rank()).isEqualTo(16);
    assertThat(job.suffix()).isEmpty();
    assertThat(job.extra()).containsKey("result_files");
  }

  @Test
  void aSucceededJobIsAwaitedWithItsCheckpointsNewestFirst() {
    stub.on("GET " + JOBS + "/ftjob-1", 404, "{'detail':'not yet'}");
    stub.on("GET " + JOBS + "/ftjob-1", job("running"));
    stub.on("GET " + JOBS + "/ftjob-1", job("succeeded"));
    checkpoints();

    TuningJob job = client.jobs().await(ID, Duration.ofHours(1));

    assertThat(job.result().adapter()).isTrue();
    assertThat(job.result().modelName()).isEmpty();
    assertThat(job.result().artifacts())
        .extracting(TuningArtifact::id)
        .containsExactly("ftjob-1:ftckpt_b", "ftjob-1:ftckpt_a");
  }

  @Test
  void aFailedJobSaysWhichFieldIsToBlame() {
    stub.on(
        "GET " + JOBS + "/ftjob-1",
        job("failed")
            .replace(
                "'error':null",
                "'error':{'code':'invalid_training_file','message':'Line 17: no messages',"
                    + "'param':'training_file'}"));

    assertThatExceptionOfType(JobFailedException.class)
        .isThrownBy(() -> client.jobs().await(ID, Duration.ofHours(1)))
        .withMessageContaining("training_file: Line 17")
        .satisfies(e -> assertThat(e.job().failure().orElseThrow().causedByInput()).isTrue());
  }

  @Test
  void listsAreGoneThroughByTheLastId() {
    String one = job("running");
    stub.on("GET " + JOBS, "{'object':'list','data':[" + one + "],'has_more':true}");
    stub.on(
        "GET " + JOBS,
        "{'object':'list','data':[" + one.replace("ftjob-1", "ftjob-2") + "],'has_more':false}");

    assertThat(client.jobs().list())
        .extracting(TuningJob::id)
        .containsExactly(ID, JobId.of("ftjob-2"));
    assertThat(stub.seen().get(1).uri().getQuery()).contains("after=ftjob-1");
  }

  @Test
  void eventsComeOldestFirstWhateverTheOrderOfTheService() {
    stub.on(
        "GET " + JOBS + "/ftjob-1/events",
        "{'data':[{'id':'e2','created_at':20,'level':'warn','message':'b','type':'message'}],"
            + "'has_more':true}");
    stub.on(
        "GET " + JOBS + "/ftjob-1/events",
        "{'data':[{'id':'e1','created_at':10,'level':'info','message':'a'}],'has_more':false}");

    List<TuningEvent> events = client.jobs().events(ID).toList();

    assertThat(events).extracting(TuningEvent::message).containsExactly("a", "b");
    assertThat(events.get(1).level()).contains(EventLevel.WARNING);
  }

  @Test
  void checkpointsHoldTheMetrics() {
    checkpoints();

    List<Checkpoint> checkpoints = client.jobs().checkpoints(ID).toList();
    List<MetricPoint> metrics = client.jobs().metrics(ID).toList();

    assertThat(checkpoints)
        .extracting(Checkpoint::resumeFrom)
        .containsExactly("ftjob-1:ftckpt_a", "ftjob-1:ftckpt_b");
    assertThat(metrics.get(1).trainLoss()).hasValue(3.147);
    assertThat(metrics.get(1).evalLoss()).hasValue(2.252);
    assertThat(metrics.get(1).value("train_loss")).hasValue(3.147);
    assertThat(metrics.get(1).step()).hasValue(45);
  }

  @Test
  void theWeightsOfTheLastCheckpointAreDownloadedUnderSafeNames(@TempDir Path folder) {
    stub.on("GET " + JOBS + "/ftjob-1", job("succeeded"));
    checkpoints();
    file("file-c", "ftckpt_b/adapter_config.json", "{}");
    file("file-w", "ftckpt_b/../../../adapter_model.safetensors", "weights");

    TuningJob job = client.jobs().get(ID);
    List<Path> files = client.jobs().download(job.result(), folder);

    assertThat(files)
        .containsExactly(
            folder.resolve("adapter_config.json"), folder.resolve("adapter_model.safetensors"));
    assertThat(folder.resolve("adapter_model.safetensors")).hasContent("weights");
  }

  @Test
  void theWeightsOfAnEarlierCheckpointAreDownloadedToo(@TempDir Path folder) {
    stub.on("GET " + JOBS + "/ftjob-1", job("succeeded"));
    checkpoints();
    file("file-a", "ftckpt_a/adapter_config.json", "early");

    Checkpoint first = client.jobs().checkpoints(ID).toList().get(0);
    client.jobs().download(client.jobs().get(ID).result(), first, folder);

    assertThat(folder.resolve("adapter_config.json")).hasContent("early");
  }

  @Test
  void jobsCanNotBeDeletedNorEstimated() {
    assertThatExceptionOfType(UnsupportedCapabilityException.class)
        .isThrownBy(() -> client.jobs().delete(ID))
        .satisfies(e -> assertThat(e.capability()).isEqualTo(Capability.JOB_DELETION));
    assertThatExceptionOfType(UnsupportedCapabilityException.class)
        .isThrownBy(() -> client.jobs().estimate(spec(s -> {})))
        .satisfies(e -> assertThat(e.capability()).isEqualTo(Capability.PRICE_ESTIMATE));
    assertThat(stub.seen()).isEmpty();
  }

  private void file(String id, String name, String content) {
    stub.on(
        "GET /v1/files/" + id,
        "{'id':'" + id + "','bytes':1,'created_at':1,'filename':'" + name + "','purpose':'x'}");
    stub.text("GET /v1/files/" + id + "/content", content);
  }

  private void checkpoints() {
    stub.on(
        "GET " + JOBS + "/ftjob-1/checkpoints",
        "{'object':'list','data':["
            + "{'id':'ftckpt_b','created_at':30,'fine_tuning_job_id':'ftjob-1','step_number':45,"
            + "'fine_tuned_model_checkpoint':'ft:x','metrics':{'step':45,'train_loss':3.147,"
            + "'valid_loss':2.252,'full_valid_loss':null},'result_files':['file-c','file-w']},"
            + "{'id':'ftckpt_a','created_at':20,'fine_tuning_job_id':'ftjob-1','step_number':9,"
            + "'metrics':{'step':9,'train_loss':4.0},'result_files':['file-a']}],"
            + "'first_id':'ftckpt_b','last_id':'ftckpt_a','has_more':false}");
  }
}
