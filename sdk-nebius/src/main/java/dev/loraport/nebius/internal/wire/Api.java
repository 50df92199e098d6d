package dev.loraport.nebius.internal.wire;

import dev.loraport.Page;
import dev.loraport.RequestOptions;
import dev.loraport.ResourceId;
import dev.loraport.error.ConflictException;
import dev.loraport.json.Json;
import dev.loraport.spi.Answer;
import dev.loraport.spi.Call;
import dev.loraport.spi.Caller;
import dev.loraport.spi.LazyPages;
import dev.loraport.spi.LinkedFuture;
import dev.loraport.spi.Operation;
import dev.loraport.spi.PathSegments;
import dev.loraport.spi.Polling;
import dev.loraport.spi.SafeCreate;
import dev.loraport.tuning.WaitOptions;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What all services call with: the way, the addresses, the project, and lists. */
public final class Api {
  private static final String PROJECT = "ai_project_id";
  private static final int PAGE = 100;

  private final Caller caller;
  private final Bases bases;
  private final Optional<String> project;

  /**
   * Makes it.
   *
   * @param caller the way of a call
   * @param bases the addresses
   * @param project the project, if one was set
   */
  public Api(Caller caller, Bases bases, Optional<String> project) {
    this.caller = caller;
    this.bases = bases;
    this.project = project;
  }

  /** The way of a call. */
  public Caller caller() {
    return caller;
  }

  /** The addresses. */
  public Bases bases() {
    return bases;
  }

  /** An address below {@code /v1}. */
  public URI v1(String path) {
    return URI.create(bases.root() + "/v1" + path);
  }

  /** An address below {@code /v0}. */
  public URI v0(String path) {
    return URI.create(bases.root() + "/v0" + path);
  }

  /** An id as a part of a path. */
  public static String path(ResourceId id) {
    return PathSegments.encode(id);
  }

  /** Adds the project to a call that takes one. */
  public Call.Builder scoped(Call.Builder call) {
    project.ifPresent(id -> call.query(PROJECT, id));
    return call;
  }

  /** Adds the project to the body of a call that takes one there. */
  public Json.ObjectBuilder scoped(Json.ObjectBuilder body) {
    project.ifPresent(id -> body.put(PROJECT, id));
    return body;
  }

  /** The project as options of calls that take one. */
  public RequestOptions scope() {
    return project
        .map(id -> RequestOptions.builder().putQuery(PROJECT, id).build())
        .orElse(RequestOptions.none());
  }

  /** The options of a call for a further one without a body. */
  public static RequestOptions withoutBody(RequestOptions options) {
    return RequestOptions.builder().from(options).extraBody(Map.of()).build();
  }

  /** A future of several steps that follows the given one. */
  public <T extends @Nullable Object> LinkedFuture<T> follow(CompletableFuture<T> source) {
    return LinkedFuture.of(caller.executor(), source);
  }

  /** A future of several steps that begins with this one; what it throws becomes its failure. */
  public <T extends @Nullable Object> LinkedFuture<T> begin(
      Supplier<? extends CompletableFuture<T>> first) {
    return LinkedFuture.begin(caller.executor(), first);
  }

  /** A future that has ended. */
  public <T extends @Nullable Object> LinkedFuture<T> done(T value) {
    return LinkedFuture.done(caller.executor(), value);
  }

  /** Sends a call and reads its answer. */
  public <T> CompletableFuture<T> send(
      Call.Builder call, RequestOptions options, Reader<T> reader) {
    return send(call, options).thenApply(answer -> reader.read(answer, answer.json()));
  }

  /** Sends a call whose answer may have nothing to read. */
  public CompletableFuture<Answer> send(Call.Builder call, RequestOptions options) {
    return found(caller.send(call.build(), options));
  }

  /** A call whose 403 may say that there is no such thing, which is a 404 for its caller. */
  public <T> CompletableFuture<T> found(CompletableFuture<T> call) {
    return follow(call)
        .exceptionallyCompose(failure -> CompletableFuture.failedFuture(Errors.missing(failure)));
  }

  /** Gets one thing. */
  public <T> CompletableFuture<T> get(
      String operation, URI uri, RequestOptions options, Reader<T> reader) {
    return send(Call.get(Operation.read(operation), uri), options, reader);
  }

  /**
   * Creates something once. After an answer that was lost it is looked for; a conflict is no such
   * answer here.
   */
  public <T> CompletableFuture<T> once(
      Operation operation,
      String mark,
      Supplier<CompletableFuture<T>> create,
      Supplier<CompletableFuture<Optional<T>>> find) {
    return follow(
        SafeCreate.once(
            caller,
            operation,
            mark,
            failure -> !(failure instanceof ConflictException) && SafeCreate.isAmbiguous(failure),
            create,
            find));
  }

  /**
   * Waits until a look shows what is wanted.
   *
   * @param operation the operation, for errors
   * @param what what is waited for, such as {@code job ftjob-1}
   * @param wait how long and how often
   * @param grace how long after the beginning a 404 counts as "not there yet"
   * @param look looks once
   * @param done whether that is what is waited for
   * @param listener told after each look
   */
  public <T> CompletableFuture<T> poll(
      String operation,
      String what,
      WaitOptions wait,
      Duration grace,
      Supplier<CompletableFuture<T>> look,
      Predicate<T> done,
      Polling.Listener<T> listener) {
    return follow(
        Polling.poll(caller, Operation.read(operation), what, wait, grace, look, done, listener));
  }

  /** Gets a list that has one page: a bare array, or an array below one of the given members. */
  public <T> CompletableFuture<Page<T>> list(
      Call.Builder call, RequestOptions options, Reader<T> reader, String... members) {
    return send(call, options, (answer, json) -> Page.last(items(answer, json, reader, members)));
  }

  /** Gets the first page of a list that is gone through by {@code after} and {@code has_more}. */
  public <T> CompletableFuture<Page<T>> pages(
      String operation, URI uri, boolean scoped, RequestOptions options, Reader<T> reader) {
    return follow(
        LazyPages.firstPage(
            caller,
            Operation.read(operation),
            after -> {
              Call.Builder call = Call.get(Operation.read(operation), uri);
              call.query("limit", Integer.toString(PAGE));
              if (after != null) {
                call.query("after", after);
              }
              return send(
                  scoped ? scoped(call) : call, options, (a, json) -> slice(a, json, reader));
            }));
  }

  private static <T> LazyPages.Slice<T> slice(Answer answer, Json json, Reader<T> reader) {
    List<T> items = items(answer, json, reader, "data");
    boolean more = json.get("has_more").bool().orElse(false) && !items.isEmpty();
    List<Json> elements = json.get("data").elements();
    Optional<String> last =
        more ? elements.get(elements.size() - 1).get("id").string() : Optional.empty();
    return new LazyPages.Slice<>(
        items, more ? json.get("last_id").string().or(() -> last).orElse(null) : null);
  }

  /** Goes on to the end of a list. */
  public <T> CompletableFuture<List<T>> all(CompletableFuture<Page<T>> first) {
    return follow(first).thenCompose(page -> rest(page, new ArrayList<>()));
  }

  private <T> CompletableFuture<List<T>> rest(Page<T> page, List<T> into) {
    into.addAll(page.items());
    return page.next()
        .map(next -> follow(next).thenCompose(following -> rest(following, into)))
        .orElseGet(() -> done(into));
  }

  private static <T> List<T> items(Answer answer, Json json, Reader<T> reader, String... members) {
    Json list = json;
    if (json.kind() == Json.Kind.OBJECT) {
      list = Json.missing();
      for (String member : members) {
        list = list.isAbsent() ? json.get(member) : list;
      }
    }
    if (list.kind() != Json.Kind.ARRAY && !list.isAbsent()) {
      throw answer.unreadable("\"" + members[0] + "\" is no list", null);
    }
    return list.elements().stream().map(element -> reader.read(answer, element)).toList();
  }

  /**
   * Reads a value from a part of an answer.
   *
   * @param <T> the value
   */
  @FunctionalInterface
  public interface Reader<T> {
    /**
     * Reads the value.
     *
     * @param answer the whole answer, for errors
     * @param json the part
     */
    T read(Answer answer, Json json);
  }
}
