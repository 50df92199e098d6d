package dev.loraport.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.loraport.Capability;
import dev.loraport.adapter.Adapter;
import dev.loraport.adapter.AdapterId;
import dev.loraport.adapter.AdapterService;
import dev.loraport.adapter.AdapterSource;
import dev.loraport.adapter.AdapterSpec;
import dev.loraport.adapter.AdapterState;
import dev.loraport.error.NotFoundException;
import dev.loraport.error.UnsupportedCapabilityException;
import dev.loraport.tuning.ArtifactKind;
import dev.loraport.tuning.TuningResult;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Adapters at the provider. */
interface AdaptersContract extends ContractPart {
  @Test
  default void theAdapterOfAJobCanBePublished() {
    run().needs(Capability.LORA_TUNING, Capability.ADAPTER_UPLOAD);
    TuningResult result = run().finishedJob().result();
    Assumptions.assumeTrue(
        result.artifact(ArtifactKind.ADAPTER).isPresent(), "jobs leave no adapter on this day");
    AdapterSpec spec =
        AdapterSpec.builder().source(AdapterSource.job(result)).name("contract-adapter").build();
    becomesReady(spec);
  }

  @Test
  default void anAdapterFromOutsideCanBePublished() {
    run().needs(Capability.ADAPTER_UPLOAD);
    Assumptions.assumeTrue(
        run().setup().outsideAdapter().isPresent(), "the set-up names no adapter from outside");
    becomesReady(run().setup().outsideAdapter().orElseThrow());
  }

  @Test
  default void anAdapterThatIsDeletedIsNotFoundAnyMore() {
    run().needs(Capability.ADAPTER_UPLOAD);
    Assumptions.assumeTrue(
        run().setup().outsideAdapter().isPresent(), "the set-up names no adapter from outside");
    AdapterService adapters = run().client().adapters();
    AdapterId id = adapters.publish(run().setup().outsideAdapter().orElseThrow()).id();
    adapters.awaitReady(id, ContractRun.HOURS);
    try {
      adapters.delete(id);
    } catch (UnsupportedCapabilityException e) {
      Assumptions.abort(e.getMessage());
    }
    assertThatExceptionOfType(NotFoundException.class).isThrownBy(() -> adapters.get(id));
    assertThat(adapters.list()).extracting(Adapter::id).doesNotContain(id);
  }

  @Test
  default void anUnknownAdapterIsNotFound() {
    run().needs(Capability.ADAPTER_UPLOAD);
    assertThatExceptionOfType(NotFoundException.class)
        .isThrownBy(() -> run().client().adapters().get(AdapterId.of("job-that-never-was")));
  }

  private void becomesReady(AdapterSpec spec) {
    Adapter published = run().client().adapters().publish(spec);
    Adapter ready = run().client().adapters().awaitReady(published.id(), ContractRun.HOURS);
    assertThat(ready.state()).isEqualTo(AdapterState.READY);
    assertThat(ready.id()).isEqualTo(published.id());
    assertThat(run().client().adapters().get(published.id()).state()).isEqualTo(AdapterState.READY);
    assertThat(run().client().adapters().list()).extracting(Adapter::id).contains(published.id());
  }
}
