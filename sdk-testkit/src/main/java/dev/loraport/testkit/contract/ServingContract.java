package dev.loraport.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.loraport.Capability;
import dev.loraport.Money;
import dev.loraport.error.AuthenticationException;
import dev.loraport.error.ServingRefusedException;
import dev.loraport.serving.Deployment;
import dev.loraport.serving.DeploymentState;
import dev.loraport.serving.ServedModel;
import dev.loraport.serving.ServingMode;
import dev.loraport.serving.ServingOptions;
import dev.loraport.serving.ServingPlan;
import dev.loraport.testkit.Fault;
import dev.loraport.tuning.TuningResult;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Serving what was tuned. */
interface ServingContract extends ContractPart {
  @Test
  default void aPlanChangesNothing() {
    run().needs(Capability.LORA_TUNING);
    ServingPlan plan =
        run()
            .client()
            .serving()
            .plan(run().setup().tunableModel(), ServingOptions.serverlessOrDedicated());
    assertThat(plan.reason()).isNotBlank();
    boolean served =
        run().client().capabilities().has(Capability.SERVERLESS_LORA)
            || run().client().capabilities().has(Capability.DEDICATED_SERVING);
    assertThat(plan.mode() != ServingMode.NONE).as("a way to serve").isEqualTo(served);
    assertThat(run().changingCalls()).isEmpty();
  }

  @Test
  default void aDedicatedModelAnswersAndIsDeletedOnClose() {
    run().needs(Capability.LORA_TUNING, Capability.DEDICATED_SERVING);
    TuningResult result = run().finishedJob().result();
    run().reply("Served");
    try (ServedModel served = run().client().serving().serve(result, ServingOptions.dedicated())) {
      assertThat(served.mode()).isEqualTo(ServingMode.DEDICATED);
      assertThat(served.deployment()).isPresent();
      assertThat(run().client().chat().complete(served.model(), "Hi").text()).isEqualTo("Served");
      assertThat(living()).hasSize(1);
    }
    assertThat(living()).isEmpty();
  }

  @Test
  default void aKeptModelStaysUntilItIsDeleted() {
    run().needs(Capability.LORA_TUNING, Capability.DEDICATED_SERVING);
    TuningResult result = run().finishedJob().result();
    try (ServedModel served = run().client().serving().serve(result, ServingOptions.dedicated())) {
      served.keep();
    }
    List<Deployment> kept = living();
    assertThat(kept).hasSize(1);
    run().client().serving().delete(kept.get(0).id());
    assertThat(living()).isEmpty();
  }

  @Test
  default void whatIsTooDearIsRefusedBeforeAnythingIsCreated() {
    run().needs(Capability.LORA_TUNING, Capability.DEDICATED_SERVING);
    TuningResult result = run().finishedJob().result();
    ServingOptions cheap =
        ServingOptions.builder()
            .from(ServingOptions.dedicated())
            .maxHourlyCost(Money.usd("0.01"))
            .build();
    refuses(result, cheap);
    assertThat(run().calls(ContractRoute.DEPLOYMENT_CREATE)).isEmpty();
  }

  @Test
  default void whatIsNotServedServerlessIsRefusedWithAlternatives() {
    run().needs(Capability.LORA_TUNING);
    Assumptions.assumeFalse(
        run().client().capabilities().has(Capability.SERVERLESS_LORA),
        "adapters are served serverless");
    TuningResult result = run().finishedJob().result();
    refuses(result, ServingOptions.serverlessOnly());
    assertThat(living()).isEmpty();
  }

  @Test
  default void whatIsNotServedOnADeploymentIsRefusedWithAlternatives() {
    run().needs(Capability.LORA_TUNING);
    Assumptions.assumeFalse(
        run().client().capabilities().has(Capability.DEDICATED_SERVING),
        "tuned models are served on deployments");
    TuningResult result = run().finishedJob().result();
    int before = run().changingCalls().size();
    refuses(result, ServingOptions.dedicated());
    assertThat(run().changingCalls()).hasSize(before);
  }

  @Test
  default void aServerlessModelAnswersWithoutADeployment() {
    run().needs(Capability.LORA_TUNING, Capability.SERVERLESS_LORA);
    TuningResult result = run().finishedJob().result();
    run().reply("Served");
    try (ServedModel served =
        run().client().serving().serve(result, ServingOptions.serverlessOnly())) {
      assertThat(served.mode()).isEqualTo(ServingMode.SERVERLESS);
      assertThat(served.deployment()).isEmpty();
      assertThat(run().client().chat().complete(served.model(), "Hi").text()).isEqualTo("Served");
    }
  }

  @Test
  default void whatWasCreatedIsDeletedAgainWhenServingFails() {
    run().needs(Capability.LORA_TUNING, Capability.DEDICATED_SERVING, Capability.CHAT);
    TuningResult result = run().finishedJob().result();
    run().on(ContractRoute.CHAT).always(Fault.status(401));
    assertThatExceptionOfType(AuthenticationException.class)
        .isThrownBy(
            () -> run().client().serving().serve(result, ServingOptions.dedicated()).keep());
    assertThat(run().calls(ContractRoute.DEPLOYMENT_CREATE)).isNotEmpty();
    assertThat(living()).isEmpty();
  }

  private List<Deployment> living() {
    if (!run().client().capabilities().has(Capability.DEDICATED_SERVING)) {
      return List.of();
    }
    return run().client().serving().deployments().stream()
        .filter(deployment -> deployment.state() != DeploymentState.DELETED)
        .toList();
  }

  private void refuses(TuningResult result, ServingOptions options) {
    assertThatExceptionOfType(ServingRefusedException.class)
        .isThrownBy(() -> run().client().serving().serve(result, options).close())
        .satisfies(e -> assertThat(e.plan().reason()).isNotBlank())
        .satisfies(e -> assertThat(e.plan().alternatives()).isNotEmpty());
  }
}
