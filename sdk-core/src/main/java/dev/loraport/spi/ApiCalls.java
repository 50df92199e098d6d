package dev.loraport.spi;

import dev.loraport.Page;
import dev.loraport.RequestOptions;
import dev.loraport.error.ConflictException;
import dev.loraport.json.Json;
import dev.loraport.tuning.WaitOptions;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the services of a provider call with. A provider module extends it with its addresses and
 * the shapes of its lists.
 */
public abstract class ApiCalls {
  private final Caller caller;

  /**
   * Makes it.
   *
   * @param caller the way of a call
   */
  protected ApiCalls(Caller caller) {
    this.caller = caller;
  }

  /** The way of a call. */
  public final Caller caller() {
    return caller;
  }

  /** A future of several steps that follows the given one. */
  public final <T extends @Nullable Object> LinkedFuture<T> follow(CompletableFuture<T> source) {
    return LinkedFuture.of(caller.executor(), source);
  }

  /** A future of several steps that begins with this one; what it throws becomes its failure. */
  public final <T extends @Nullable Object> LinkedFuture<T> begin(
      Supplier<? extends CompletableFuture<T>> first) {
    return LinkedFuture.begin(caller.executor(), first);
  }

  /** A future that has ended. */
  public final <T extends @Nullable Object> LinkedFuture<T> done(T value) {
    return LinkedFuture.done(caller.executor(), value);
  }

  /** Sends a call whose answer may have nothing to read. */
  public CompletableFuture<Answer> send(Call.Builder call, RequestOptions options) {
    return follow(caller.send(call.build(), options));
  }

  /** Sends a call and reads its answer. */
  public final <T> CompletableFuture<T> send(
      Call.Builder call, RequestOptions options, Reader<T> reader) {
    return send(call, options).thenApply(answer -> reader.read(answer, answer.json()));
  }

  /** Gets one thing. */
  public final <T> CompletableFuture<T> get(
      String operation, URI uri, RequestOptions options, Reader<T> reader) {
    return send(Call.get(Operation.read(operation), uri), options, reader);
  }

  /**
   * Creates something once. After an answer that was lost it is looked for; a conflict is no such
   * answer here, since it says that a name belongs to something else.
   *
   * @param operation the operation
   * @param mark the name or mark that it gets, for errors
   * @param create creates it
   * @param find looks for it
   */
  public final <T> CompletableFuture<T> once(
      Operation operation,
      String mark,
      Supplier<CompletableFuture<T>> create,
      Supplier<CompletableFuture<Optional<T>>> find) {
    return once(
        operation,
        mark,
        failure -> !(failure instanceof ConflictException) && SafeCreate.isAmbiguous(failure),
        create,
        find);
  }

  /**
   * Creates something once: after an answer that was lost it is looked for, and returned if it is
   * there.
   *
   * @param operation the operation
   * @param mark the name or mark that it gets, for errors
   * @param mayExist whether it may exist after that failure
   * @param create creates it
   * @param find looks for it
   */
  protected final <T> CompletableFuture<T> once(
      Operation operation,
      String mark,
      Predicate<Throwable> mayExist,
      Supplier<CompletableFuture<T>> create,
      Supplier<CompletableFuture<Optional<T>>> find) {
    return follow(SafeCreate.once(caller, operation, mark, mayExist, create, find));
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
  public final <T> CompletableFuture<T> poll(
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

  /**
   * Gets the first page of a list.
   *
   * @param operation the operation
   * @param call makes the call for a page from its cursor, null for the first
   * @param slice reads a page and the cursor of the next one
   */
  protected final <T> CompletableFuture<Page<T>> pages(
      String operation,
      Function<@Nullable String, Call.Builder> call,
      RequestOptions options,
      Reader<LazyPages.Slice<T>> slice) {
    return follow(
        LazyPages.firstPage(
            caller, Operation.read(operation), cursor -> send(call.apply(cursor), options, slice)));
  }

  /** Goes on to the end of a list that is known to be short. */
  public final <T> CompletableFuture<List<T>> all(CompletableFuture<Page<T>> first) {
    return LazyPages.all(caller, first);
  }

  /**
   * The elements of a list, one that is absent being empty.
   *
   * @param answer the answer, for errors
   * @param list the list
   * @param name its name, for errors
   * @throws dev.loraport.error.DecodeException if it is no list
   */
  protected static List<Json> elements(Answer answer, Json list, String name) {
    if (list.kind() != Json.Kind.ARRAY && !list.isAbsent()) {
      throw answer.unreadable("\"" + name + "\" is no list", null);
    }
    return list.elements();
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
