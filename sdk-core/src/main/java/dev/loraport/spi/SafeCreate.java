package dev.loraport.spi;

import dev.loraport.error.ApiException;
import dev.loraport.error.CallTimeoutException;
import dev.loraport.error.ClientClosedException;
import dev.loraport.error.DecodeException;
import dev.loraport.error.ErrorAnswer;
import dev.loraport.error.TransportException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Creates what costs money, and never twice. When it is unknown whether the server has acted, it
 * looks for what may have been created, instead of creating it again.
 */
public final class SafeCreate {
  /** The pause before each look: what was just created may not be listed at once. */
  private static final List<Duration> PAUSES =
      List.of(Duration.ZERO, Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(4));

  private static final String MAYBE = "it may have been created all the same";

  private SafeCreate() {}

  /**
   * Creates it, with the default of what is ambiguous.
   *
   * @see #once(Caller, Operation, String, Predicate, Supplier, Supplier)
   */
  public static <T> CompletableFuture<T> once(
      Caller caller,
      Operation operation,
      String mark,
      Supplier<CompletableFuture<T>> create,
      Supplier<CompletableFuture<Optional<T>>> find) {
    return once(caller, operation, mark, SafeCreate::isAmbiguous, create, find);
  }

  /**
   * Creates it. After an ambiguous failure it looks up to four times, over 7 seconds, for what may
   * have been created. If nothing is found the future fails with the failure, whose message then
   * says what to look for.
   *
   * @param caller the way to the provider
   * @param operation the operation, for errors
   * @param mark by what it can be found, for people, such as {@code suffix "a1b2"}
   * @param ambiguous whether the server may have acted although the call failed
   * @param create creates it; called once
   * @param find looks for it
   * @param <T> what is created
   */
  public static <T> CompletableFuture<T> once(
      Caller caller,
      Operation operation,
      String mark,
      Predicate<Throwable> ambiguous,
      Supplier<CompletableFuture<T>> create,
      Supplier<CompletableFuture<Optional<T>>> find) {
    Search<T> search = new Search<>(caller, operation, mark, find);
    boolean begins = !caller.isClosed();
    search.result.then(
        start(create),
        (value, failure) -> {
          if (failure == null) {
            search.result.complete(value);
          } else if (begins && failure instanceof ClientClosedException) {
            search.result.fail(Search.withAdvice(failure, search.unknown()));
          } else if (search.result.isDone() || !ambiguous.test(failure)) {
            search.result.fail(failure);
          } else {
            search.begin(failure);
          }
        });
    return search.result.future();
  }

  /**
   * Whether the server may have acted although the call failed: the connection broke after the
   * request was sent, the answer can't be read, or the status is 408, 409, 425, 500, 502, 504, 520
   * to 527 or 529. A provider where 409 says that such a name is taken, by someone else's thing
   * too, leaves that status out.
   */
  public static boolean isAmbiguous(Throwable failure) {
    if (failure instanceof ApiException refused) {
      int status = refused.status();
      return switch (status) {
        case 408, 409, 425, 500, 502, 504, 529 -> true;
        default -> status >= 520 && status <= 527;
      };
    }
    return failure instanceof DecodeException
        || (failure instanceof TransportException broken && broken.requestMayHaveBeenProcessed());
  }

  private static <T> CompletableFuture<T> start(Supplier<CompletableFuture<T>> call) {
    try {
      return call.get();
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private static final class Search<T> {
    private final Caller caller;
    private final Operation operation;
    private final String mark;
    private final Supplier<CompletableFuture<Optional<T>>> find;
    private final Task<T> result;
    private final List<Throwable> failedLooks = new ArrayList<>();
    private Throwable original = new IllegalStateException("nothing failed yet");

    Search(
        Caller caller,
        Operation operation,
        String mark,
        Supplier<CompletableFuture<Optional<T>>> find) {
      this.caller = caller;
      this.operation = operation;
      this.mark = mark;
      this.find = find;
      this.result = new Task<>(caller.executor(), () -> {});
      this.result.leaves(unknown());
    }

    /** For who gives up in the middle, and never hears of the outcome. */
    private String unknown() {
      return MAYBE + advice();
    }

    private String advice() {
      return "; look for " + mark + " at the provider before you call " + operation + " again";
    }

    void begin(Throwable failure) {
      original = failure;
      look(0);
    }

    private void look(int index) {
      if (result.isDone()) {
        return;
      }
      result.then(
          start(find),
          (found, failure) -> {
            if (failure != null) {
              failedLooks.add(failure);
            }
            if (failure == null && found.isPresent()) {
              result.complete(found.get());
            } else if (index + 1 == PAUSES.size()) {
              giveUp(index + 1);
            } else {
              pause(index + 1);
            }
          });
    }

    private void pause(int nextIndex) {
      result.then(
          caller.delayer().delay(PAUSES.get(nextIndex)),
          (none, failure) -> {
            if (failure != null || caller.isClosed()) {
              giveUp(nextIndex);
            } else {
              caller.executor().execute(() -> look(nextIndex));
            }
          });
    }

    private void giveUp(int looks) {
      if (result.isDone()) {
        return;
      }
      String advice =
          MAYBE
              + ": nothing was found in "
              + looks
              + (looks == 1 ? " look" : " looks")
              + (failedLooks.isEmpty() ? "" : ", of which " + failedLooks.size() + " failed")
              + advice();
      Throwable failure = withAdvice(original, advice);
      failedLooks.stream().filter(look -> look != failure).forEach(failure::addSuppressed);
      result.fail(failure);
    }

    private static Throwable withAdvice(Throwable failure, String advice) {
      if (failure instanceof ApiException refused) {
        ErrorAnswer answer = refused.answer();
        String hint = answer.hint().map(known -> known + "; " + advice).orElse(advice);
        ApiException advised = ApiException.of(answer.withHint(hint));
        advised.addSuppressed(failure);
        return advised;
      }
      String message = failure.getMessage() + "; " + advice;
      if (failure instanceof ClientClosedException closed) {
        return new ClientClosedException(
            closed.provider().orElse(""), closed.operation().orElse(""), message);
      }
      if (failure instanceof CallTimeoutException late) {
        return new CallTimeoutException(
            late.provider().orElse(""),
            late.operation().orElse(""),
            message,
            late.phase(),
            late.limit(),
            late.requestMayHaveBeenProcessed(),
            late.attempts(),
            failure);
      }
      if (failure instanceof TransportException broken) {
        return new TransportException(
            broken.provider().orElse(""),
            broken.operation().orElse(""),
            message,
            broken.requestMayHaveBeenProcessed(),
            broken.attempts(),
            failure);
      }
      if (failure instanceof DecodeException unreadable) {
        return new DecodeException(
            unreadable.provider().orElse(null),
            unreadable.operation().orElse(null),
            message,
            unreadable.rawBody(),
            failure);
      }
      return failure;
    }
  }
}
