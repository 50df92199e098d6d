package dev.loraport.together.internal.wire;

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
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What all services call with: the way, the addresses, and lists in the shapes of both APIs. */
public final class Api {
  private static final OptionalInt PAGE = OptionalInt.of(500);

  private final Caller caller;
  private final Bases bases;

  /**
   * Makes it.
   *
   * @param caller the way of a call
   * @param bases the addresses
   */
  public Api(Caller caller, Bases bases) {
    this.caller = caller;
    this.bases = bases;
  }

  /** The way of a call. */
  public Caller caller() {
    return caller;
  }

  /** The addresses. */
  public Bases bases() {
    return bases;
  }

  /** An address of the first API. */
  public URI v1(String path) {
    return URI.create(bases.v1() + path);
  }

  /** An address of the second API. */
  public URI v2(String path) {
    return URI.create(bases.v2() + path);
  }

  /** An id as a part of a path. */
  public static String path(ResourceId id) {
    return PathSegments.encode(id);
  }

  /** An id that came as text, as a part of a path. */
  public static String path(String id) {
    return PathSegments.encode(new Segment(id));
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
    return follow(caller.send(call.build(), options))
        .thenApply(answer -> reader.read(answer, answer.json()));
  }

  /** Sends a call whose answer has nothing to read. */
  public CompletableFuture<Answer> send(Call.Builder call, RequestOptions options) {
    return follow(caller.send(call.build(), options));
  }

  /**
   * Creates something once. After an answer that was lost it is looked for; a conflict is no such
   * answer here, since it says that a name belongs to something else.
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

  /** Gets one thing. */
  public <T> CompletableFuture<T> get(
      String operation, URI uri, RequestOptions options, Reader<T> reader) {
    return send(Call.get(Operation.read(operation), uri), options, reader);
  }

  /** Gets a list that has one page: a bare array, or an array below the given member. */
  public <T> CompletableFuture<Page<T>> list(
      String operation, URI uri, String member, RequestOptions options, Reader<T> reader) {
    return get(
        operation, uri, options, (answer, json) -> Page.last(items(answer, json, member, reader)));
  }

  /**
   * Waits until a look shows what is wanted; what is waited for is named if the time is over.
   *
   * @param operation the operation, for errors
   * @param what what is waited for, such as {@code job ft-1}
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

  /** Gets the first page of a list of the second API. */
  public <T> CompletableFuture<Page<T>> pages(
      String operation, URI uri, RequestOptions options, Reader<T> reader) {
    return pages(operation, uri, PAGE, options, reader);
  }

  /** Gets the first page of a list, where a list that takes no page size is given none. */
  public <T> CompletableFuture<Page<T>> pages(
      String operation, URI uri, OptionalInt size, RequestOptions options, Reader<T> reader) {
    return follow(
        LazyPages.firstPage(
            caller,
            Operation.read(operation),
            cursor -> slice(operation, uri, size, cursor, options, reader)));
  }

  /** Gets all of a list of the second API. */
  public <T> CompletableFuture<List<T>> all(
      String operation, URI uri, RequestOptions options, Reader<T> reader) {
    return all(pages(operation, uri, options, reader));
  }

  private <T> CompletableFuture<LazyPages.Slice<T>> slice(
      String operation,
      URI uri,
      OptionalInt size,
      @Nullable String after,
      RequestOptions options,
      Reader<T> reader) {
    Call.Builder call = Call.get(Operation.read(operation), uri);
    size.ifPresent(limit -> call.query("limit", Integer.toString(limit)));
    if (after != null) {
      call.query("after", after);
    }
    return send(
        call,
        options,
        (answer, json) -> {
          List<T> items = items(answer, json, "data", reader);
          Optional<String> next =
              json.get("next_cursor").string().or(json.get("nextCursor")::string);
          // an empty page ends a list, whatever its cursor says
          return new LazyPages.Slice<>(items, items.isEmpty() ? null : next.orElse(null));
        });
  }

  /** Goes on to the end of a list. */
  public <T> CompletableFuture<List<T>> all(CompletableFuture<Page<T>> first) {
    return LazyPages.all(caller, first);
  }

  private static <T> List<T> items(Answer answer, Json json, String member, Reader<T> reader) {
    Json list = json.kind() == Json.Kind.OBJECT ? json.get(member) : json;
    if (list.kind() != Json.Kind.ARRAY && !list.isAbsent()) {
      throw answer.unreadable("\"" + member + "\" is no list", null);
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

  private static final class Segment extends ResourceId {
    Segment(String value) {
      super(value, false);
    }
  }
}
