package dev.loraport.nebius.internal.batch;

import dev.loraport.Capability;
import dev.loraport.Page;
import dev.loraport.RequestOptions;
import dev.loraport.batch.BatchId;
import dev.loraport.batch.BatchJob;
import dev.loraport.batch.BatchService;
import dev.loraport.batch.BatchSpec;
import dev.loraport.error.UnsupportedCapabilityException;
import dev.loraport.file.FileId;
import dev.loraport.json.Json;
import dev.loraport.nebius.internal.wire.Api;
import dev.loraport.nebius.internal.wire.Door;
import dev.loraport.nebius.internal.wire.Settings;
import dev.loraport.spi.Answer;
import dev.loraport.spi.BatchLines;
import dev.loraport.spi.Call;
import dev.loraport.spi.ChatDialect;
import dev.loraport.spi.Fields;
import dev.loraport.spi.Operation;
import dev.loraport.tuning.WaitOptions;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Calls for batches of files, a service of 2024 to 2026. */
public final class BatchCalls implements BatchService.Async {
  private static final Operation CREATE = Operation.create("batches.create");
  private static final Duration WINDOW = Duration.ofHours(24);

  private final Api api;
  private final Door door;

  // documentation of 2025; none limits ids
  private static final long MOST_REQUESTS = 5_000_000;
  private static final long MOST_BYTES = 10_000_000_000L;
  private static final int MOST_ID_CHARS = 512;

  /**
   * How a file of requests is written.
   *
   * @param dialect how chats are
   */
  public static BatchLines lines(ChatDialect dialect) {
    return new BatchLines(
        Settings.PROVIDER, dialect, true, true, true, MOST_REQUESTS, MOST_BYTES, MOST_ID_CHARS);
  }

  /**
   * Makes them.
   *
   * @param api the way
   * @param door what every call goes through
   */
  public BatchCalls(Api api, Door door) {
    this.api = api;
    this.door = door;
  }

  private <T> CompletableFuture<T> offered(
      RequestOptions options, Supplier<CompletableFuture<T>> call) {
    return door.call(Capability.BATCHES, options, call);
  }

  @Override
  public CompletableFuture<BatchJob> create(BatchSpec spec, RequestOptions options) {
    return offered(
        options,
        () -> {
          Duration window = spec.completionWindow().orElse(WINDOW);
          if (!window.equals(WINDOW)) {
            throw new UnsupportedCapabilityException(
                Settings.PROVIDER,
                Capability.of("completion_window"),
                "its batches take 24 hours at the most and no other limit; leave it out");
          }
          Json.ObjectBuilder body =
              Json.object()
                  .put("input_file_id", spec.inputFile().value())
                  .put("endpoint", spec.endpoint())
                  .put("completion_window", "24h");
          spec.model()
              .ifPresent(
                  model ->
                      body.put("override_settings", Json.object().put("model", model).build()));
          Call.Builder call =
              Call.post(CREATE, api.v1("/batches")).json(body.putAll(spec.extra()).build());
          Instant earliest = api.caller().clock().instant().minus(Duration.ofMinutes(1));
          return api.once(
              CREATE,
              "input file " + spec.inputFile(),
              () -> api.send(call, options, BatchCalls::read),
              () -> find(spec.inputFile(), earliest, options));
        });
  }

  // A batch carries no mark of ours: a file has one batch a minute, unless somebody runs it twice.
  // It is in the project of the key, since a creation takes no other.
  private CompletableFuture<Optional<BatchJob>> find(
      FileId file, Instant earliest, RequestOptions options) {
    RequestOptions ofFile =
        RequestOptions.builder()
            .from(Api.withoutBody(options))
            .putQuery("input_file_id", file.value())
            .build();
    return api.pages("batches.list", api.v1("/batches"), false, ofFile, BatchCalls::read)
        .thenApply(
            page ->
                page.items().stream()
                    .filter(batch -> batch.inputFile().equals(Optional.of(file)))
                    .filter(
                        batch -> batch.createdAt().map(at -> !at.isBefore(earliest)).orElse(false))
                    .findFirst());
  }

  @Override
  public CompletableFuture<BatchJob> get(BatchId id, RequestOptions options) {
    return offered(options, () -> api.get("batches.get", uri(id, ""), options, BatchCalls::read));
  }

  @Override
  public CompletableFuture<Page<BatchJob>> list(RequestOptions options) {
    return offered(
        options,
        () -> api.pages("batches.list", api.v1("/batches"), true, options, BatchCalls::read));
  }

  @Override
  public CompletableFuture<BatchJob> cancel(BatchId id, RequestOptions options) {
    Call.Builder call = Call.post(Operation.write("batches.cancel"), uri(id, "/cancel"));
    return door.ending(
        Capability.BATCH_CANCELLATION, () -> api.send(call, options, BatchCalls::read));
  }

  @Override
  public CompletableFuture<BatchJob> await(BatchId id, Duration timeout, RequestOptions options) {
    return api.begin(
        () -> {
          door.check(Capability.BATCHES);
          return api.poll(
              "batches.await",
              "batch " + id,
              WaitOptions.of(timeout),
              Duration.ofMinutes(1),
              () -> get(id, options),
              batch -> batch.state().isTerminal(),
              (batch, elapsed, next) -> {});
        });
  }

  private URI uri(BatchId id, String rest) {
    return api.v1("/batches/" + Api.path(id) + rest);
  }

  static BatchJob read(Answer answer, Json json) {
    Fields fields = Fields.of(json);
    String status = fields.text("status").orElse("");
    return BatchJob.builder()
        .id(BatchId.of(fields.requireText(answer, "id")))
        .status(status)
        .state(BatchStates.of(status))
        .inputFile(fields.text("input_file_id").map(FileId::of))
        .outputFile(fields.text("output_file_id").map(FileId::of))
        .errorFile(fields.text("error_file_id").map(FileId::of))
        .endpoint(fields.text("endpoint"))
        .percent(percent(Fields.of(json.get("request_counts"))))
        .failure(failure(json))
        .createdAt(fields.instant("created_at"))
        .finishedAt(fields.instant("completed_at", "failed_at", "expired_at", "cancelled_at"))
        .putAllExtra(fields.rest())
        .build();
  }

  // the counts are empty at first
  private static OptionalDouble percent(Fields counts) {
    BigDecimal total = counts.number("total").orElse(BigDecimal.ZERO);
    if (total.signum() <= 0) {
      return OptionalDouble.empty();
    }
    double done =
        counts.number("completed").orElse(BigDecimal.ZERO).doubleValue()
            + counts.number("failed").orElse(BigDecimal.ZERO).doubleValue();
    return OptionalDouble.of(Math.min(100.0, 100.0 * done / total.doubleValue()));
  }

  private static Optional<String> failure(Json batch) {
    Json errors = batch.get("errors");
    return Fields.of(batch)
        .message("errors")
        .or(() -> Fields.of(errors).message("message"))
        .or(() -> Fields.of(errors.get("data").at(0)).message("message"))
        .filter(text -> !text.isBlank());
  }
}
