package dev.loraport.together.internal.batch;

import dev.loraport.Page;
import dev.loraport.RequestOptions;
import dev.loraport.batch.BatchId;
import dev.loraport.batch.BatchJob;
import dev.loraport.batch.BatchService;
import dev.loraport.batch.BatchSpec;
import dev.loraport.file.FileId;
import dev.loraport.json.Json;
import dev.loraport.spi.Answer;
import dev.loraport.spi.BatchLines;
import dev.loraport.spi.Call;
import dev.loraport.spi.ChatDialect;
import dev.loraport.spi.Fields;
import dev.loraport.spi.Operation;
import dev.loraport.together.internal.wire.Api;
import dev.loraport.together.internal.wire.Settings;
import dev.loraport.tuning.WaitOptions;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Calls for batches. */
public final class BatchCalls implements BatchService.Async {
  private static final Operation CREATE = Operation.create("batches.create");
  private static final Duration DEFAULT_WINDOW = Duration.ofHours(24);

  private final Api api;

  // documentation of 2026 and guidance of 2026-08-18
  private static final long MOST_REQUESTS = 50_000;
  private static final long MOST_BYTES = 100_000_000;
  private static final int MOST_ID_CHARS = 64;

  /**
   * How a file of requests is written.
   *
   * @param dialect how chats are
   */
  public static BatchLines lines(ChatDialect dialect) {
    return new BatchLines(
        Settings.PROVIDER, dialect, false, true, false, MOST_REQUESTS, MOST_BYTES, MOST_ID_CHARS);
  }

  /**
   * Makes them.
   *
   * @param api the way
   */
  public BatchCalls(Api api) {
    this.api = api;
  }

  @Override
  public CompletableFuture<BatchJob> create(BatchSpec spec, RequestOptions options) {
    Json.ObjectBuilder body =
        Json.object()
            .put("endpoint", spec.endpoint())
            .put("input_file_id", spec.inputFile().value())
            .put(
                "completion_window",
                spec.completionWindow().orElse(DEFAULT_WINDOW).toHours() + "h");
    spec.model().ifPresent(model -> body.put("model_id", model));
    Call.Builder call =
        Call.post(CREATE, api.v1("/batches")).json(body.putAll(spec.extra()).build());
    Instant begun = api.caller().clock().instant();
    return api.once(
        CREATE,
        "input file " + spec.inputFile(),
        () -> api.send(call, options, BatchCalls::read),
        () -> find(spec, begun, options));
  }

  // A batch carries no mark of ours: a file has one batch a minute, unless somebody runs it twice.
  private CompletableFuture<Optional<BatchJob>> find(
      BatchSpec spec, Instant begun, RequestOptions options) {
    Instant earliest = begun.minus(Duration.ofMinutes(1));
    RequestOptions plain = RequestOptions.builder().from(options).extraBody(Map.of()).build();
    return list(plain)
        .thenApply(
            page ->
                page.items().stream()
                    .filter(batch -> batch.inputFile().equals(Optional.of(spec.inputFile())))
                    .filter(
                        batch -> batch.createdAt().map(at -> !at.isBefore(earliest)).orElse(false))
                    .findFirst());
  }

  @Override
  public CompletableFuture<BatchJob> get(BatchId id, RequestOptions options) {
    return api.get("batches.get", uri(id), options, BatchCalls::read);
  }

  @Override
  public CompletableFuture<Page<BatchJob>> list(RequestOptions options) {
    return api.list("batches.list", api.v1("/batches"), "data", options, BatchCalls::read);
  }

  @Override
  public CompletableFuture<BatchJob> cancel(BatchId id, RequestOptions options) {
    Call.Builder call =
        Call.post(Operation.write("batches.cancel"), URI.create(uri(id) + "/cancel"));
    return api.send(call, options, BatchCalls::read);
  }

  @Override
  public CompletableFuture<BatchJob> await(BatchId id, Duration timeout, RequestOptions options) {
    WaitOptions wait = WaitOptions.of(timeout);
    return api.poll(
        "batches.await",
        "batch " + id,
        wait,
        Duration.ofMinutes(1),
        () -> get(id, options),
        batch -> batch.state().isTerminal(),
        (batch, elapsed, next) -> {});
  }

  private URI uri(BatchId id) {
    return api.v1("/batches/" + Api.path(id));
  }

  static BatchJob read(Answer answer, Json json) {
    boolean wrapped = json.get("job").kind() == Json.Kind.OBJECT;
    Fields fields = Fields.of(wrapped ? json.get("job") : json);
    String status = fields.text("status").orElse("");
    return BatchJob.builder()
        .id(BatchId.of(fields.requireText(answer, "id")))
        .status(status)
        .state(BatchStates.of(status))
        .inputFile(fields.text("input_file_id").map(FileId::of))
        .outputFile(fields.text("output_file_id").map(FileId::of))
        .errorFile(fields.text("error_file_id").map(FileId::of))
        .endpoint(fields.text("endpoint"))
        .percent(
            fields.number("progress").stream().mapToDouble(BigDecimal::doubleValue).findFirst())
        .failure(fields.message("error"))
        .warning(wrapped ? Fields.of(json).message("warning") : Optional.empty())
        .createdAt(fields.instant("created_at"))
        .finishedAt(fields.instant("completed_at"))
        .putAllExtra(fields.rest())
        .build();
  }
}
