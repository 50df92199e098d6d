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
                        "acme", "adapters.delete", "refused", java.util.List.of(), null)));

    assertThatExceptionOfType(ServingFailedException.class)
        .isThrownBy(served::close)
        .withMessageContaining("adapter tuned-1 may still be there: refused")
        .satisfies(e -> assertThat(e.leftovers()).containsExactly("adapter tuned-1"));
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
