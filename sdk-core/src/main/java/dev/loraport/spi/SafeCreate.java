package dev.loraport.spi;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Creates what costs money once. */
public final class SafeCreate {
  private SafeCreate() {}

  /** Creates it, with the default idea of what is ambiguous. */
  public static <T> CompletableFuture<T> once(
      Caller caller,
      Operation operation,
      String mark,
      Supplier<CompletableFuture<T>> create,
      Supplier<CompletableFuture<Optional<T>>> find) {
    return once(caller, operation, mark, SafeCreate::isAmbiguous, create, find);
  }

  /** Creates it. */
  public static <T> CompletableFuture<T> once(
      Caller caller,
      Operation operation,
      String mark,
      Predicate<Throwable> ambiguous,
      Supplier<CompletableFuture<T>> create,
      Supplier<CompletableFuture<Optional<T>>> find) {
    throw new UnsupportedOperationException();
  }

  /** Whether the server may have acted although the call failed. */
  public static boolean isAmbiguous(Throwable failure) {
    throw new UnsupportedOperationException();
  }
}
