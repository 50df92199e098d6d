package dev.loraport.billing;

import dev.loraport.Capability;
import dev.loraport.ProviderClient;
import dev.loraport.adapter.Adapter;
import dev.loraport.adapter.AdapterId;
import dev.loraport.batch.BatchId;
import dev.loraport.batch.BatchJob;
import dev.loraport.file.FileId;
import dev.loraport.file.RemoteFile;
import dev.loraport.serving.DeploymentId;
import dev.loraport.serving.DeploymentState;
import dev.loraport.spi.BillableSource;
import dev.loraport.tuning.JobId;
import dev.loraport.tuning.JobState;
import dev.loraport.tuning.TuningJob;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What every client can list and end. */
record Neutral(ProviderClient client) {
  private static final BillableEnd DEPLOYMENT =
      BillableEnd.delete(
          "the deployment with what is loaded onto it: requests to it fail from then on; the model"
              + " or adapter that it serves stays with the provider");
  private static final BillableEnd JOB =
      BillableEnd.cancel("the training so far, which is billed all the same");
  private static final BillableEnd BATCH =
      BillableEnd.cancel("the requests that are not answered yet; answers that are there stay");
  private static final BillableEnd FILE =
      BillableEnd.delete("the file at the provider; a job that still reads it may fail");
  private static final BillableEnd ADAPTER =
      BillableEnd.delete(
          "the adapter at the provider, with its weights where no job keeps them; what serves it"
              + " stops answering");

  List<BillableSource> sources() {
    return List.of(
        new BillableSource(BillableKind.DEPLOYMENT, this::deployments, this::deleteDeployment),
        new BillableSource(BillableKind.JOB, this::jobs, this::cancelJob),
        new BillableSource(BillableKind.BATCH, this::batches, this::cancelBatch),
        new BillableSource(BillableKind.FILE, this::files, this::deleteFile),
        new BillableSource(BillableKind.ADAPTER, this::adapters, this::deleteAdapter));
  }

  private Stream<Billable> deployments() {
    return client.serving().deployments().stream()
        .filter(deployment -> deployment.state() != DeploymentState.DELETED)
        .map(each -> Billable.of(client.provider(), BillableKind.DEPLOYMENT, each, DEPLOYMENT));
  }

  private String deleteDeployment(Billable item) {
    client.serving().delete(DeploymentId.of(item.id()));
    return "deleted, and gone";
  }

  private Stream<Billable> jobs() {
    return client.jobs().list().stream().filter(job -> !job.state().isTerminal()).map(this::job);
  }

  private Billable job(TuningJob job) {
    Optional<BillablePrice> price =
        job.cost()
            .map(
                cost ->
                    new BillablePrice(
                        cost,
                        BillablePrice.Per.TOTAL,
                        "the job, by "
                            + client.provider()
                            + " on "
                            + client.capabilities().asOf()));
    return item(
        BillableKind.JOB,
        job.id().value(),
        job.suffix().or(job::model),
        job.state().name(),
        job.createdAt(),
        price,
        job.state() == JobState.CANCELLING ? BillableEnd.none("it is being cancelled") : JOB);
  }

  private String cancelJob(Billable item) {
    return ended(client.jobs().cancel(JobId.of(item.id())).state());
  }

  private Stream<Billable> batches() {
    Optional<String> noWay =
        client.capabilities().has(Capability.BATCH_CANCELLATION)
            ? Optional.empty()
            : client.capabilities().reasonAgainst(Capability.BATCH_CANCELLATION);
    BillableEnd end = noWay.map(BillableEnd::none).orElse(BATCH);
    return client.batches().list().stream()
        .filter(batch -> !batch.state().isTerminal())
        .map(batch -> batch(batch, end));
  }

  private Billable batch(BatchJob batch, BillableEnd end) {
    return item(
        BillableKind.BATCH,
        batch.id().value(),
        Optional.empty(),
        batch.state().name(),
        batch.createdAt(),
        Optional.empty(),
        batch.state() == JobState.CANCELLING ? BillableEnd.none("it is being cancelled") : end);
  }

  private String cancelBatch(Billable item) {
    return ended(client.batches().cancel(BatchId.of(item.id())).state());
  }

  private static String ended(JobState state) {
    return state.isTerminal()
        ? "ended as " + state
        : "asked to end; it is " + state + " and may be billed until it has ended";
  }

  private Stream<Billable> files() {
    return client.files().list().stream().map(this::file);
  }

  private Billable file(RemoteFile file) {
    return item(
        BillableKind.FILE,
        file.id().value(),
        file.name(),
        file.state().name(),
        file.createdAt(),
        Optional.empty(),
        FILE);
  }

  private String deleteFile(Billable item) {
    client.files().delete(FileId.of(item.id()));
    return "deleted";
  }

  private Stream<Billable> adapters() {
    return client.adapters().list().stream().map(this::adapter);
  }

  private Billable adapter(Adapter adapter) {
    return item(
        BillableKind.ADAPTER,
        adapter.id().value(),
        adapter.name(),
        adapter.state().name(),
        adapter.createdAt(),
        Optional.empty(),
        ADAPTER);
  }

  private String deleteAdapter(Billable item) {
    client.adapters().delete(AdapterId.of(item.id()));
    return "deleted";
  }

  private Billable item(
      BillableKind kind,
      String id,
      Optional<String> name,
      String state,
      Optional<Instant> createdAt,
      Optional<BillablePrice> price,
      BillableEnd end) {
    return new Billable(client.provider(), kind, id, name, state, createdAt, price, end);
  }
}
