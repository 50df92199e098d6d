package dev.loraport.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.loraport.Capability;
import dev.loraport.adapter.AdapterId;
import dev.loraport.adapter.AdapterService;
import dev.loraport.batch.BatchId;
import dev.loraport.batch.BatchService;
import dev.loraport.error.ServingRefusedException;
import dev.loraport.error.UnsupportedCapabilityException;
import dev.loraport.serving.DeploymentId;
import dev.loraport.serving.ServingMode;
import dev.loraport.serving.ServingOptions;
import dev.loraport.serving.ServingService;
import dev.loraport.tuning.JobId;
import dev.loraport.tuning.TuningResult;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class LackingTest {
  private static final ChatCaller CALLER = ChatCaller.silent();
  private static final AdapterService ADAPTERS = Lacking.adapters(CALLER, "too small");
  private static final BatchService BATCHES = Lacking.batches(CALLER, "too small");
  private static final ServingService SERVING =
      Lacking.serving(CALLER, "too small", List.of("go elsewhere"));

  static Stream<Arguments> calls() {
    AdapterId adapter = AdapterId.of("a-1");
    BatchId batch = BatchId.of("b-1");
    DeploymentId deployment = DeploymentId.of("d-1");
    Duration minute = Duration.ofMinutes(1);
    return Stream.of(
        call(Capability.ADAPTER_UPLOAD, () -> ADAPTERS.get(adapter)),
        call(Capability.ADAPTER_UPLOAD, () -> ADAPTERS.list().toList()),
        call(Capability.ADAPTER_UPLOAD, () -> ADAPTERS.delete(adapter)),
        call(Capability.ADAPTER_UPLOAD, () -> ADAPTERS.awaitReady(adapter, minute)),
        call(Capability.ADAPTER_DOWNLOAD, () -> ADAPTERS.download(adapter, Path.of("x"))),
        call(Capability.BATCHES, () -> BATCHES.get(batch)),
        call(Capability.BATCHES, () -> BATCHES.list().toList()),
        call(Capability.BATCH_CANCELLATION, () -> BATCHES.cancel(batch)),
        call(Capability.BATCHES, () -> BATCHES.await(batch, minute)),
        call(Capability.DEDICATED_SERVING, () -> SERVING.hardware().toList()),
        call(Capability.DEDICATED_SERVING, () -> SERVING.deployments().toList()),
        call(Capability.DEDICATED_SERVING, () -> SERVING.deployment(deployment)),
        call(Capability.DEDICATED_SERVING, () -> SERVING.delete(deployment)),
        call(Capability.ADAPTER_HOT_LOAD, () -> SERVING.load(deployment, adapter)),
        call(Capability.ADAPTER_HOT_LOAD, () -> SERVING.loaded(deployment).toList()),
        call(Capability.ADAPTER_HOT_LOAD, () -> SERVING.unload(deployment, adapter)));
  }

  private static Arguments call(Capability capability, ThrowingCallable call) {
    return Arguments.of(capability, call);
  }

  @ParameterizedTest
  @MethodSource("calls")
  void aCallIsRefusedForTheCapabilityThatItNeeds(Capability capability, ThrowingCallable call) {
    assertThatExceptionOfType(UnsupportedCapabilityException.class)
        .isThrownBy(call)
        .withMessageContaining("too small")
        .satisfies(e -> assertThat(e.capability()).isEqualTo(capability));
    assertThat(CALLER.wasCalled()).isFalse();
  }

  @Test
  void aPlanSaysWhyAndServingIsRefusedWithIt() {
    TuningResult result =
        new TuningResult(
            "acme", JobId.of("j-1"), "base", Optional.empty(), Optional.empty(), true, List.of());
    ServingOptions options = ServingOptions.dedicated();

    assertThat(SERVING.plan("base", options).mode()).isEqualTo(ServingMode.NONE);
    assertThat(SERVING.plan(result, options).reason()).isEqualTo("too small");
    assertThatExceptionOfType(ServingRefusedException.class)
        .isThrownBy(() -> SERVING.serve(result, options))
        .withMessageContaining("go elsewhere")
        .satisfies(e -> assertThat(e.plan().alternatives()).containsExactly("go elsewhere"));
  }
}
