package dev.loraport.fireworks.internal.batch;

import dev.loraport.Capability;
import dev.loraport.Page;
import dev.loraport.RequestOptions;
import dev.loraport.batch.BatchId;
import dev.loraport.batch.BatchJob;
import dev.loraport.batch.BatchService;
import dev.loraport.batch.BatchSpec;
import dev.loraport.error.NotFoundException;
import dev.loraport.error.UnsupportedCapabilityException;
import dev.loraport.file.FileId;
import dev.loraport.fireworks.internal.tuning.JobStates;
import dev.loraport.fireworks.internal.wire.Account;
import dev.loraport.fireworks.internal.wire.Api;
import dev.loraport.fireworks.internal.wire.Collection;
import dev.loraport.fireworks.internal.wire.ResourceName;
import dev.loraport.fireworks.internal.wire.Settings;
import dev.loraport.json.Json;
import dev.loraport.spi.Answer;
import dev.loraport.spi.BatchLines;
import dev.loraport.spi.Call;
import dev.loraport.spi.ChatDialect;
import dev.loraport.spi.Fields;
import dev.loraport.spi.Operation;
import dev.loraport.tuning.JobState;
import dev.loraport.tuning.WaitOptions;
import java.math.BigDecimal;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Calls for batches. */
public final class BatchCalls implements BatchService.Async {
  /** Why a batch can't be cancelled. */
  public static final String NO_CANCELLATION =
      "its API has no call that ends a batch (as of August 2026); wait until it has ended, or delete"
          + " its record with FireworksClient.deleteBatch(...)";

  private static final Operation CREATE = Operation.create("batches.create");
  private static final String CHAT = "/v1/chat/completions";
  private static final String EXPIRED = "JOB_STATE_EXPIRED";
  private static final String PARAMETERS = "inferenceParameters";
  private static final String EXTRA_BODY = "extraBody";
  private static final String TOO_LONG = "context_length_exceeded_behavior";
  private static final Duration WINDOW = Duration.ofHours(24);

  private final Api api;
  private final SecureRandom random = new SecureRandom();

  // documentation of 2026; an older page says 500 MB, and none limits lines or ids
  private static final long MOST_BYTES = 1_000_000_000;
  private static final int MOST_ID_CHARS = 512;

  /**
   * How a file of requests is written: the batch names the model, and its lines do not.
   *
   * @param dialect how chats are
   */
  public static BatchLines lines(ChatDialect dialect) {
    return new BatchLines(
        Settings.PROVIDER, dialect, false, false, true, Long.MAX_VALUE, MOST_BYTES, MOST_ID_CHARS);
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
    return api.begin(
        () -> {
          check(spec);
          String model = spec.model().orElseThrow(BatchCalls::withoutModel);
          return api.within(
              options,
              own ->
                  create(
                      own,
                      Json.object()
                          .put("model", own.name(Collection.MODELS, model).value())
                          .put(
                              "inputDatasetId",
                              own.name(Collection.DATASETS, spec.inputFile().value()).value()),
                      refusingLongPrompts(spec.extra()),
                      options));
        });
  }

  // left out, a prompt that is too long is cut without a word
  private static Map<String, Json> refusingLongPrompts(Map<String, Json> extra) {
    Json parameters = extra.getOrDefault(PARAMETERS, Json.object().build());
    if (parameters.kind() != Json.Kind.OBJECT) {
      return extra;
    }
    Json body = extraBody(parameters);
    if (body.kind() != Json.Kind.OBJECT || body.members().containsKey(TOO_LONG)) {
      return extra;
    }
    String whole = Json.object().putAll(body.members()).put(TOO_LONG, "error").build().toString();
    Map<String, Json> completed = new LinkedHashMap<>(extra);
    completed.put(
        PARAMETERS, Json.object().putAll(parameters.members()).put(EXTRA_BODY, whole).build());
    return completed;
  }

  /** The JSON that the user's text is; missing if it is none, which the provider may judge. */
  private static Json extraBody(Json parameters) {
    String text = Fields.of(parameters).text(EXTRA_BODY).orElse("{}");
    try {
      return Json.parse(text);
    } catch (IllegalArgumentException e) {
      return Json.missing();
    }
  }

  private static void check(BatchSpec spec) {
    if (!spec.endpoint().equals(CHAT)) {
      throw unsupported(
          "batch_endpoint", "its batches are chat completions; the endpoint must be " + CHAT);
    }
    if (spec.completionWindow().filter(window -> !window.equals(WINDOW)).isPresent()) {
      throw unsupported(
          "batch_window",
          "no field of its API sets how long a batch may take, which is 24 hours (as of August"
              + " 2026); leave completionWindow out");
    }
  }

  private static IllegalArgumentException withoutModel() {
    return new IllegalArgumentException(
        "a batch at Fireworks has one model for all of its lines: set model");
  }

  private static UnsupportedCapabilityException unsupported(String what, String why) {
    return new UnsupportedCapabilityException(Settings.PROVIDER, Capability.of(what), why);
  }

  /**
   * Goes on with a batch that has expired: what it has answered is kept.
   *
   * @param expired the batch
   */
  public CompletableFuture<BatchJob> resume(BatchId expired, RequestOptions options) {
    return api.within(
        options,
        own ->
            create(
                own,
                Json.object()
                    .put(
                        "continuedFromJobName",
                        own.name(Collection.BATCH_JOBS, expired.value()).value()),
                Map.of(),
                options));
  }

  // both ids are ours: the one finds a batch whose answer was lost, the other its answers
  private CompletableFuture<BatchJob> create(
      Account own, Json.ObjectBuilder body, Map<String, Json> extra, RequestOptions options) {
    String id = "batch-" + Integer.toString(random.nextInt(1 << 30) | 1 << 30, 36);
    ResourceName name = own.name(Collection.BATCH_JOBS, id);
    body.put("outputDatasetId", own.name(Collection.DATASETS, id + "-out").value());
    Call.Builder call =
        Call.post(CREATE, api.uri(own, Collection.BATCH_JOBS))
            .query("batchInferenceJobId", id)
            .json(body.putAll(extra).build());
    return api.once(
        CREATE,
        name,
        () -> api.send(call, options, BatchCalls::read),
        () -> find(name, Api.beside(options)));
  }

  private CompletableFuture<Optional<BatchJob>> find(ResourceName name, RequestOptions options) {
    return api.follow(api.get("batches.create", api.uri(name), options, BatchCalls::read))
        .thenApply(Optional::of)
        .exceptionallyCompose(
            failure ->
                failure instanceof NotFoundException
                    ? api.done(Optional.empty())
                    : CompletableFuture.failedFuture(failure));
  }

  @Override
  public CompletableFuture<BatchJob> get(BatchId id, RequestOptions options) {
    return api.within(
        options,
        own ->
            api.get(
                "batches.get",
                api.uri(own.name(Collection.BATCH_JOBS, id.value())),
                options,
                BatchCalls::read));
  }

  @Override
  public CompletableFuture<Page<BatchJob>> list(RequestOptions options) {
    return api.within(
        options,
        own ->
            api.list(
                "batches.list",
                api.uri(own, Collection.BATCH_JOBS),
                Collection.BATCH_JOBS,
                Map.of(),
                options,
                BatchCalls::read));
  }

  @Override
  public CompletableFuture<BatchJob> cancel(BatchId id, RequestOptions options) {
    return api.begin(
        () -> {
          throw new UnsupportedCapabilityException(
              Settings.PROVIDER, Capability.BATCH_CANCELLATION, NO_CANCELLATION);
        });
  }

  /** Deletes the record of a batch. */
  public CompletableFuture<@Nullable Void> delete(BatchId id, RequestOptions options) {
    return api.within(
        options,
        own ->
            api.delete(
                "batches.delete", api.uri(own.name(Collection.BATCH_JOBS, id.value())), options));
  }

  @Override
  public CompletableFuture<BatchJob> await(BatchId id, Duration timeout, RequestOptions options) {
    return api.poll(
        "batches.await",
        "batch " + id,
        WaitOptions.of(timeout),
        Duration.ofMinutes(1),
        () -> get(id, options),
        batch -> batch.state().isTerminal(),
        (batch, elapsed, next) -> {});
  }

  static BatchJob read(Answer answer, Json json) {
    Fields fields = Fields.of(json);
    String status = fields.text("state").orElse("");
    JobState state = JobStates.of(status);
    // the answers are there at the end; an expired batch keeps those that it has
    boolean answers = state == JobState.SUCCEEDED || status.equals(EXPIRED);
    Optional<FileId> output = answers ? file(fields, "outputDatasetId") : Optional.empty();
    Fields problem = Fields.of(json.get("status"));
    return BatchJob.builder()
        .id(BatchId.of(ResourceName.id(fields.requireText(answer, "name"))))
        .status(status)
        .state(state)
        .inputFile(file(fields, "inputDatasetId"))
        .outputFile(output)
        .errorFile(output)
        .endpoint(CHAT)
        .percent(
            Fields.of(json.get("jobProgress")).number("percent").stream()
                .mapToDouble(BigDecimal::doubleValue)
                .findFirst())
        .failure(state == JobState.FAILED ? problem.message("message", "code") : Optional.empty())
        .createdAt(fields.instant("createTime"))
        .finishedAt(state.isTerminal() ? fields.instant("updateTime") : Optional.empty())
        .putAllExtra(fields.rest())
        .build();
  }

  // one odd name is no reason to lose the whole batch, or the list that it is in
  private static Optional<FileId> file(Fields fields, String name) {
    try {
      return fields.text(name).map(ResourceName::id).map(FileId::of);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
