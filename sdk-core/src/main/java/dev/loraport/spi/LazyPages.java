package dev.loraport.spi;

import dev.loraport.Page;
import dev.loraport.Pages;
import dev.loraport.error.DecodeException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A list whose pages are fetched as they are gone through, by the thread that goes through them.
 * Each iteration starts anew.
 *
 * @param <T> what the list is of
 */
public final class LazyPages<T> implements Pages<T> {
  private final Caller caller;
  private final Operation operation;
  private final Supplier<CompletableFuture<Page<T>>> first;

  /**
   * Makes a list.
   *
   * @param caller waits for the pages
   * @param operation the operation, for errors
   * @param first asks for the first page; use {@link #firstPage(Caller, Operation, Fetch)} where a
   *     list is gone through by cursors, so that a cursor that repeats is found
   */
  public LazyPages(Caller caller, Operation operation, Supplier<CompletableFuture<Page<T>>> first) {
    this.caller = caller;
    this.operation = operation;
    this.first = first;
  }

  /** A list that is gone through by cursors. */
  public static <T> LazyPages<T> byCursor(Caller caller, Operation operation, Fetch<T> fetch) {
    return new LazyPages<>(caller, operation, () -> firstPage(caller, operation, fetch));
  }

  /**
   * Asks for the first page of a list that is gone through by cursors. A cursor that comes a second
   * time fails the page that it leads to with a {@link DecodeException}, rather than going round
   * for ever.
   */
  public static <T> CompletableFuture<Page<T>> firstPage(
      Caller caller, Operation operation, Fetch<T> fetch) {
    return page(caller, operation, fetch, null);
  }

  private static <T> CompletableFuture<Page<T>> page(
      Caller caller, Operation operation, Fetch<T> fetch, @Nullable Trail trail) {
    return fetch
        .fetch(trail == null ? null : trail.cursor)
        .thenApply(
            slice -> {
              String next = slice.next();
              if (next == null || next.isEmpty()) {
                return Page.last(slice.items());
              }
              if (Trail.holds(trail, next)) {
                throw repeated(caller, operation);
              }
              return Page.of(
                  slice.items(), () -> page(caller, operation, fetch, new Trail(next, trail)));
            });
  }

  /**
   * All of a list, page after page; for lists that are known to be short.
   *
   * @param caller where dependent stages run
   * @param first the first page
   */
  public static <T> CompletableFuture<List<T>> all(
      Caller caller, CompletableFuture<Page<T>> first) {
    return LinkedFuture.of(caller.executor(), first)
        .thenCompose(page -> rest(caller, page, new ArrayList<>()));
  }

  private static <T> CompletableFuture<List<T>> rest(Caller caller, Page<T> page, List<T> into) {
    into.addAll(page.items());
    return page.next()
        .map(
            next ->
                LinkedFuture.of(caller.executor(), next)
                    .thenCompose(following -> rest(caller, following, into)))
        .orElseGet(() -> LinkedFuture.done(caller.executor(), into));
  }

  private static DecodeException repeated(Caller caller, Operation operation) {
    return new DecodeException(
        caller.provider(),
        operation.name(),
        caller.provider()
            + " "
            + operation
            + ": the list does not end: its cursor for the next page came a second time; what was"
            + " read so far may be incomplete",
        "",
        null);
  }

  @Override
  public Page<T> firstPage() {
    return caller.await(operation.name(), first);
  }

  @Override
  public Iterator<T> iterator() {
    return new PageIterator();
  }

  /**
   * Fetches one page.
   *
   * @param <T> what the list is of
   */
  @FunctionalInterface
  public interface Fetch<T> {
    /**
     * Asks for the page that a cursor leads to.
     *
     * @param cursor the cursor; null for the first page
     */
    CompletableFuture<Slice<T>> fetch(@Nullable String cursor);
  }

  /**
   * What is on a page, and the cursor that leads to the next.
   *
   * @param items what is on the page
   * @param next the cursor; null or empty on the last page
   * @param <T> what the list is of
   */
  public record Slice<T>(List<T> items, @Nullable String next) {}

  /** The cursors that led to a page, the newest first. */
  private static final class Trail {
    private final String cursor;
    private final @Nullable Trail before;

    Trail(String cursor, @Nullable Trail before) {
      this.cursor = cursor;
      this.before = before;
    }

    static boolean holds(@Nullable Trail trail, String cursor) {
      for (Trail t = trail; t != null; t = t.before) {
        if (t.cursor.equals(cursor)) {
          return true;
        }
      }
      return false;
    }
  }

  private final class PageIterator implements Iterator<T> {
    private @Nullable Page<T> page;
    private int next;

    @Override
    public boolean hasNext() {
      Page<T> current = page == null ? firstPage() : page;
      page = current;
      while (next >= current.items().size()) {
        if (!current.hasNext()) {
          return false;
        }
        Page<T> last = current;
        current = caller.await(operation.name(), () -> last.next().orElseThrow());
        page = current;
        next = 0;
      }
      return true;
    }

    @Override
    public T next() {
      if (!hasNext() || page == null) {
        throw new NoSuchElementException();
      }
      return page.items().get(next++);
    }
  }
}
