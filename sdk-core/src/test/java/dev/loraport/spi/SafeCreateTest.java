package dev.loraport.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loraport.error.ApiException;
import dev.loraport.error.CallTimeoutException;
import dev.loraport.error.DecodeException;
import dev.loraport.error.ErrorAnswer;
import dev.loraport.error.LoraportException;
import dev.loraport.error.TransportException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SafeCreateTest {
  private static final Operation CREATE = Operation.create("jobs.create");
  private static final String MARK = "the suffix \"lp-7f3a\"";

  private final FakeCaller caller = new FakeCaller();
  private final Deque<Object> finds = new ArrayDeque<>();
  private int creates;
  private int looks;

  private CompletableFuture<String> once(Object outcome) {
    return SafeCreate.once(
        caller,
        CREATE,
        MARK,
        () -> {
          creates++;
          return future(outcome);
        },
        () -> {
          looks++;
          Object next = finds.isEmpty() ? Optional.empty() : finds.remove();
          return next instanceof Throwable failure
              ? CompletableFuture.failedFuture(failure)
              : CompletableFuture.completedFuture(
                  next instanceof String found ? Optional.of(found) : Optional.empty());
        });
  }

  private static CompletableFuture<String> future(Object outcome) {
    return outcome instanceof Throwable failure
        ? CompletableFuture.failedFuture(failure)
        : CompletableFuture.completedFuture((String) outcome);
  }

  private static ApiException status(int status) {
    return ApiException.of(
        ErrorAnswer.builder()
            .provider("acme")
            .operation("jobs.create")
            .status(status)
            .hint("known hint")
            .build());
  }

  private static TransportException broken(boolean processed) {
    return new TransportException("acme", "jobs.create", "it broke", processed, 1, null);
  }

  private static CallTimeoutException late() {
    return new CallTimeoutException(
        "acme",
        "jobs.create",
        "too late",
        CallTimeoutException.Phase.TOTAL,
        Duration.ofMinutes(5),
        true,
        2,
        null);
  }

  static Stream<LoraportException> ambiguous() {
    return Stream.concat(
        Stream.of(408, 409, 425, 500, 502, 504, 520, 524, 527, 529).map(SafeCreateTest::status),
        Stream.of(
            broken(true), late(), new DecodeException("acme", "jobs.create", "what?", "{", null)));
  }

  static Stream<LoraportException> clear() {
    return Stream.concat(
        Stream.of(400, 401, 402, 403, 404, 422, 429, 503).map(SafeCreateTest::status),
        Stream.of(broken(false)));
  }

  @Test
  void returnsWhatWasCreated() {
    assertThat(once("job").join()).isEqualTo("job");
    assertThat(looks).isZero();
  }

  @ParameterizedTest
  @MethodSource("ambiguous")
  void returnsWhatIsFoundAfterAnAmbiguousFailure(LoraportException failure) {
    finds.addAll(List.of(Optional.empty(), broken(false), "found"));
    assertThat(once(failure).join()).isEqualTo("found");
    assertThat(creates).isOne();
    assertThat(caller.pauses).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2));
  }

  @ParameterizedTest
  @MethodSource("ambiguous")
  void saysWhatToLookForWhenNothingIsFound(LoraportException failure) {
    finds.add(broken(false));
    assertThatThrownBy(() -> once(failure).join())
        .cause()
        .isExactlyInstanceOf(failure.getClass())
        .hasMessageContaining("nothing was found in 4 looks, of which 1 failed")
        .hasMessageContaining(MARK)
        .hasMessageContaining("before you call jobs.create again")
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n"));
    assertThat(creates).isOne();
    assertThat(looks).isEqualTo(4);
    assertThat(caller.pauses)
        .containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(4));
  }

  @ParameterizedTest
  @MethodSource("clear")
  void throwsAClearFailureAsItIs(LoraportException failure) {
    assertThatThrownBy(() -> once(failure).join()).cause().isSameAs(failure);
    assertThat(looks).isZero();
  }

  @Test
  void theProviderSaysWhatIsAmbiguous() {
    ApiException taken = status(409);
    CompletableFuture<String> created =
        SafeCreate.once(
            caller,
            CREATE,
            MARK,
            failure -> false,
            () -> CompletableFuture.failedFuture(taken),
            () -> CompletableFuture.completedFuture(Optional.of("someone else's")));
    assertThatThrownBy(created::join).cause().isSameAs(taken);
  }

  @Test
  void cancellingEndsTheLooksAndTheCreate() {
    CompletableFuture<@Nullable Void> pause = new CompletableFuture<>();
    caller.delay = any -> pause;
    CompletableFuture<String> searching = once(broken(true));
    searching.thenApply(String::length).cancel(true);
    assertThat(pause).isCancelled();
    assertThat(looks).isOne();

    CompletableFuture<String> create = new CompletableFuture<>();
    SafeCreate.once(
            caller, CREATE, MARK, () -> create, () -> new CompletableFuture<Optional<String>>())
        .cancel(true);
    assertThat(create).isCancelled();
  }

  @Test
  void closingTheClientEndsTheLooksWithTheFailure() {
    CompletableFuture<@Nullable Void> pause = new CompletableFuture<>();
    caller.delay = any -> pause;
    CompletableFuture<String> searching = once(broken(true));
    caller.close();
    pause.complete(null);
    assertThatThrownBy(searching::join)
        .hasCauseInstanceOf(TransportException.class)
        .hasMessageContaining("in 1 look;");
  }
}
