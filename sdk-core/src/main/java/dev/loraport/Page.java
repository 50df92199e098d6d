package dev.loraport;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list, and the way to the next.
 *
 * @param <T> what the list is of
 */
public final class Page<T> {
  private final List<T> items;
  private final @Nullable Supplier<CompletableFuture<Page<T>>> next;

  private Page(List<T> items, @Nullable Supplier<CompletableFuture<Page<T>>> next) {
    this.items = List.copyOf(items);
    this.next = next;
  }

  /** A last page. */
  public static <T> Page<T> last(List<T> items) {
    return new Page<>(items, null);
  }

  /** A page that another follows. */
  public static <T> Page<T> of(List<T> items, Supplier<CompletableFuture<Page<T>>> next) {
    return new Page<>(items, next);
  }

  /** What is on this page. */
  public List<T> items() {
    return items;
  }

  /** Whether another page follows. */
  public boolean hasNext() {
    return next != null;
  }

  /** Asks for the next page; empty if this is the last. */
  public Optional<CompletableFuture<Page<T>>> next() {
    return next == null ? Optional.empty() : Optional.of(next.get());
  }
}
