package dev.loraport.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.loraport.adapter.AdapterId;
import dev.loraport.chat.ModelRef;
import dev.loraport.error.ServingFailedException;
import dev.loraport.error.WaitTimeoutException;
import dev.loraport.serving.ServedModel;
import dev.loraport.serving.ServingMode;
import dev.loraport.serving.ServingOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServingRunTest {
  private static final AdapterId ID = AdapterId.of("tuned-1");
  private static final ModelRef MODEL = ModelRef.of("tuned-1");

  private final FakeCaller caller = new FakeCaller();
  private final ServingGuards guards = new ServingGuards("acme");
  private final AtomicInteger deletions = new AtomicInteger();

  @Test
  void anAdapterIsDeletedOnceWhenItsModelIsClosed() {
    ServedModel served = run(ServingOptions.serverlessOrDedicated());

    assertThat(served.mode()).isEqualTo(ServingMode.SERVERLESS);
    assertThat(deletions).hasValue(0);
    served.close();
    served.close();
    assertThat(deletions).hasValue(1);
  }

  @Test
  void anAdapterThatNobodyGetsIsDeleted() {
    ServingRun run = new ServingRun(caller, guards, ServingOptions.serverlessOrDedicated());
    CompletableFuture<ServedModel> future = run.handOver(new CompletableFuture<>());
    future.cancel(true);

    run.adapter(MODEL, ID, this::deleted);

    assertThat(deletions).hasValue(1);
  }

  @Test
  void anAdapterThatCanNotBeDeletedIsNamedAndNoCostIsFeared() {
    ServingRun run = new ServingRun(caller, guards, ServingOptions.serverlessOrDedicated());
    ServedModel served =
        run.adapter(
            MODEL,
            ID,
            () ->
                CompletableFuture.failedFuture(
                    new ServingFailedException(
                        "acme", "adapters.delete", "refused", List.of(), null)));

    assertThatExceptionOfType(ServingFailedException.class)
        .isThrownBy(served::close)
        .withMessageContaining("adapter tuned-1 may still be there: refused")
        .satisfies(e -> assertThat(e.leftovers()).containsExactly("adapter tuned-1"));
  }

  @Test
  void whoGivesUpIsToldWhatIsDeletedAndWhatMayBeLeft() {
    List<String> steps = new ArrayList<>();
    ServingRun run =
        new ServingRun(
            caller,
            guards,
            ServingOptions.builder()
                .from(ServingOptions.serverlessOrDedicated())
                .listener(steps::add)
                .build());
    CompletableFuture<Boolean> deletion = new CompletableFuture<>();
    CompletableFuture<ServedModel> served =
        run.guardedAdapter(new CompletableFuture<>(), ID, () -> deletion);
    assertThat(Unfinished.of(served))
        .startsWith("adapter tuned-1, as far as it was made, is being deleted in the background")
        .contains("close() of the client waits for that", "adapters().delete(id)")
        .doesNotContain("money");

    served.cancel(true);
    assertThat(steps).containsExactly("deleting adapter tuned-1");

    CompletableFuture<ServedModel> failing =
        run.guarded(
            CompletableFuture.failedFuture(new IllegalStateException("no capacity")),
            "endpoint tuned-2",
            () -> deletion);
    assertThat(Unfinished.of(failing))
        .startsWith("endpoint tuned-2, as far as it was made, is being deleted in the background")
        .contains("may be left and may cost money: look for it", "serving().delete(id)");

    deletion.complete(true);
    assertThat(failing).failsWithin(Duration.ZERO);
    assertThat(Unfinished.of(failing)).isNull();
  }

  @Test
  void aWaitLastsAsLongAsThereIsTimeAndNotAMomentLonger() {
    Duration second = Duration.ofSeconds(1);
    ServingRun run =
        new ServingRun(caller, guards, ServingOptions.builder().timeout(second).build());

    assertThat(run.rest().timeout()).isEqualTo(second);
    caller.now = caller.now.plus(second);
    assertThatExceptionOfType(WaitTimeoutException.class)
        .isThrownBy(run::rest)
        .withMessage(
            "acme serving.serve: the timeout of the ServingOptions, PT1S, is over before the model"
                + " answers; give it a longer one")
        .satisfies(e -> assertThat(e.timeout()).isEqualTo(second));
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0S", "PT-5S"})
  void aTimeoutThatIsNoTimeIsRefused(Duration timeout) {
    ServingOptions.Builder options = ServingOptions.builder().timeout(timeout);

    assertThatIllegalArgumentException()
        .isThrownBy(options::build)
        .withMessage("timeout must be over 0, not " + timeout);
  }

  private ServedModel run(ServingOptions options) {
    return new ServingRun(caller, guards, options).adapter(MODEL, ID, this::deleted);
  }

  private CompletableFuture<?> deleted() {
    deletions.incrementAndGet();
    return CompletableFuture.completedFuture(true);
  }
}
