package dev.loraport.nebius.internal.batch;

import dev.loraport.Page;
import dev.loraport.Pages;
import dev.loraport.RequestOptions;
import dev.loraport.json.Json;
import dev.loraport.nebius.DataOperation;
import dev.loraport.nebius.DataOperationId;
import dev.loraport.nebius.DataOperationSpec;
import dev.loraport.nebius.DataOperations;
import dev.loraport.nebius.internal.wire.Api;
import dev.loraport.spi.Answer;
import dev.loraport.spi.Call;
import dev.loraport.spi.Caller;
import dev.loraport.spi.Fields;
import dev.loraport.spi.LazyPages;
import dev.loraport.spi.Operation;
import dev.loraport.tuning.JobState;
import dev.loraport.tuning.WaitOptions;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Calls for operations of Data Lab. */
public final class OperationCalls implements DataOperations.Async {
  private static final Map<String, JobState> STATES =
      Map.of(
          "queued", JobState.QUEUED,
          "running", JobState.RUNNING,
          "succeeded", JobState.SUCCEEDED,
          "failed", JobState.FAILED,
          "cancelled", JobState.CANCELLED);

  private final Api api;

  /**
   * Makes them.
   *
   * @param api the way
   */
  public OperationCalls(Api api) {
    this.api = api;
  }

  @Override
  public CompletableFuture<DataOperation> create(DataOperationSpec spec, RequestOptions options) {
    Json.ObjectBuilder body =
        api.scoped(Json.object())
            .put("type", spec.type())
            .put("params", spec.params())
            .put("src", Json.array(spec.sources()));
    if (!spec.destinations().isEmpty()) {
      body.put("dst", Json.array(spec.destinations()));
    }
    Call.Builder call =
        Call.post(Operation.create("operations.create"), api.v1("/operations"))
            .json(body.putAll(spec.extra()).build());
    return api.send(call, options, OperationCalls::read);
  }

  @Override
  public CompletableFuture<DataOperation> get(DataOperationId id, RequestOptions options) {
    return api.get("operations.get", uri(id, ""), options, OperationCalls::read);
  }

  @Override
  public CompletableFuture<Page<DataOperation>> list(RequestOptions options) {
    return api.list(
        Call.get(Operation.read("operations.list"), api.v1("/operations")),
        options,
        OperationCalls::read,
        "data",
        "operations");
  }

  @Override
  public CompletableFuture<DataOperation> cancel(DataOperationId id, RequestOptions options) {
    return api.send(
        Call.post(Operation.write("operations.cancel"), uri(id, "/cancel")),
        options,
        OperationCalls::read);
  }

  @Override
  public CompletableFuture<Json> results(DataOperationId id, RequestOptions options) {
    return api.get("operations.results", uri(id, "/results"), options, (answer, json) -> json);
  }

  @Override
  public CompletableFuture<Json> errors(DataOperationId id, RequestOptions options) {
    return api.get("operations.errors", uri(id, "/errors"), options, (answer, json) -> json);
  }

  @Override
  public CompletableFuture<DataOperation> await(
      DataOperationId id, Duration timeout, RequestOptions options) {
    return api.poll(
        "operations.await",
        "operation " + id,
        WaitOptions.of(timeout),
        Duration.ofMinutes(1),
        () -> get(id, options),
        operation -> operation.state().isTerminal(),
        (operation, elapsed, next) -> {});
  }

  private URI uri(DataOperationId id, String rest) {
    return api.v1("/operations/" + Api.path(id) + rest);
  }

  private static DataOperation read(Answer answer, Json json) {
    Fields fields = Fields.of(json);
    String status = fields.text("status").orElse("");
    return new DataOperation(
        DataOperationId.of(fields.requireText(answer, "id")),
        fields.text("type"),
        STATES.getOrDefault(status.toLowerCase(Locale.ROOT), JobState.UNKNOWN),
        status,
        fields.instant("created_at"),
        fields.instant("finished_at"),
        fields.rest());
  }

  /**
   * The same, blocking.
   *
   * @param caller waits for the futures
   * @param async the calls
   */
  public record Waiting(Caller caller, DataOperations.Async async) implements DataOperations {
    @Override
    public DataOperation create(DataOperationSpec spec, RequestOptions options) {
      return caller.await("operations.create", () -> async.create(spec, options));
    }

    @Override
    public DataOperation get(DataOperationId id, RequestOptions options) {
      return caller.await("operations.get", () -> async.get(id, options));
    }

    @Override
    public Pages<DataOperation> list(RequestOptions options) {
      return new LazyPages<>(caller, Operation.read("operations.list"), () -> async.list(options));
    }

    @Override
    public DataOperation cancel(DataOperationId id, RequestOptions options) {
      return caller.await("operations.cancel", () -> async.cancel(id, options));
    }

    @Override
    public Json results(DataOperationId id, RequestOptions options) {
      return caller.await("operations.results", () -> async.results(id, options));
    }

    @Override
    public Json errors(DataOperationId id, RequestOptions options) {
      return caller.await("operations.errors", () -> async.errors(id, options));
    }

    @Override
    public DataOperation await(DataOperationId id, Duration timeout, RequestOptions options) {
      return caller.await("operations.await", () -> async.await(id, timeout, options));
    }
  }
}
