package dev.loraport.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loraport.Capability;
import dev.loraport.Money;
import dev.loraport.ProviderClient;
import dev.loraport.RequestOptions;
import dev.loraport.adapter.AdapterId;
import dev.loraport.error.AuthenticationException;
import dev.loraport.error.CallInterruptedException;
import dev.loraport.error.ClientClosedException;
import dev.loraport.error.ServingRefusedException;
import dev.loraport.serving.AdapterLoadState;
import dev.loraport.serving.Deployment;
import dev.loraport.serving.DeploymentId;
import dev.loraport.serving.DeploymentState;
import dev.loraport.serving.LoadedAdapter;
import dev.loraport.serving.ServedModel;
import dev.loraport.serving.ServingMode;
import dev.loraport.serving.ServingOptions;
import dev.loraport.serving.ServingPlan;
import dev.loraport.serving.ServingService;
import dev.loraport.testkit.Fault;
import dev.loraport.tuning.JobId;
import dev.loraport.tuning.TuningResult;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
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
  default void whatAnotherProviderHasTunedIsRefusedBeforeAnyCall() {
    Assumptions.assumeTrue(
        Stream.of(Capability.SERVERLESS_LORA, Capability.DEDICATED_SERVING)
            .anyMatch(run().client().capabilities()::has),
        "serves no adapters in any way");
    TuningResult foreign =
        new TuningResult(
            "elsewhere",
            JobId.of("ft-1"),
            run().setup().tunableModel(),
            Optional.empty(),
            Optional.empty(),
            true,
            List.of());
    ServingOptions options = ServingOptions.serverlessOrDedicated();
    ServingService serving = run().client().serving();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> serving.plan(foreign, options))
        .withMessageContaining("is of elsewhere")
        .withMessageContaining("Adapters.copy");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> serving.serve(foreign, options).close())
        .withMessageContaining("is of elsewhere");
    assertThat(run().changingCalls()).isEmpty();
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

  @Test
  default void whatIsCancelledWhileItIsServedIsDeletedAgain() throws InterruptedException {
    run().inOneFormOnly();
    run().needs(Capability.LORA_TUNING, Capability.DEDICATED_SERVING, Capability.CHAT);
    TuningResult result = run().finishedJob().result();
    run().on(ContractRoute.CHAT).always(Fault.stallBeforeHeaders());
    try (ProviderClient other = run().openUnkept()) {
      CompletableFuture<ServedModel> served =
          other.serving().async().serve(result, ServingOptions.dedicated(), RequestOptions.none());
      run().awaitFault(ContractRoute.CHAT);
      assertThat(served.cancel(true)).isTrue();
    }
    assertThat(run().calls(ContractRoute.DEPLOYMENT_CREATE)).isNotEmpty();
    assertThat(living()).isEmpty();
  }

  @Test
  default void anInterruptWhileItIsServedNamesWhatIsDeleted() throws InterruptedException {
    run().inOneFormOnly();
    run().needs(Capability.LORA_TUNING, Capability.DEDICATED_SERVING, Capability.CHAT);
    TuningResult result = run().finishedJob().result();
    ServingOptions named =
        ServingOptions.builder().from(ServingOptions.dedicated()).name("given-up").build();
    run().on(ContractRoute.CHAT).always(Fault.stallBeforeHeaders());
    try (ProviderClient other = run().openUnkept()) {
      FutureTask<ServedModel> serving =
          new FutureTask<>(() -> other.serving().serve(result, named));
      Thread thread = new Thread(serving, "server");
      thread.setDaemon(true);
      thread.start();
      run().awaitFault(ContractRoute.CHAT);
      thread.interrupt();
      assertThatThrownBy(serving::get)
          .cause()
          .isInstanceOf(CallInterruptedException.class)
          .hasMessageContainingAll("given-up", "deleted", "may cost money");
    }
    assertThat(living()).isEmpty();
  }

  @Test
  default void whatIsServedWhileTheClientIsClosedIsDeletedAgain() throws InterruptedException {
    run().inOneFormOnly();
    run().needs(Capability.LORA_TUNING, Capability.DEDICATED_SERVING, Capability.CHAT);
    TuningResult result = run().finishedJob().result();
    run().on(ContractRoute.CHAT).always(Fault.stallBeforeHeaders());
    ProviderClient other = run().openUnkept();
    CompletableFuture<ServedModel> served =
        other.serving().async().serve(result, ServingOptions.dedicated(), RequestOptions.none());
    run().awaitFault(ContractRoute.CHAT);
    other.close();
    assertThatThrownBy(served::join)
        .cause()
        .isInstanceOf(ClientClosedException.class)
        .hasMessageContaining("serving.serve: the client was closed during the call");
    assertThat(living()).isEmpty();
  }

  @Test
  default void closingTheClientDeletesWhatItServesAndNobodyKeeps() {
    run().inOneFormOnly();
    run().needs(Capability.LORA_TUNING, Capability.DEDICATED_SERVING);
    TuningResult result = run().finishedJob().result();
    ProviderClient other = run().openUnkept();
    ServedModel kept = other.serving().serve(result, ServingOptions.dedicated());
    kept.keep();
    ServedModel open = other.serving().serve(result, ServingOptions.dedicated());
    assertThat(living()).hasSize(2);
    other.close();
    assertThat(living())
        .extracting(Deployment::id)
        .containsExactly(kept.deployment().orElseThrow().id());
    open.close();
  }

  @Test
  default void aLoadedAdapterIsListedTakenOffAndLoadedAgain() {
    run().needs(Capability.LORA_TUNING, Capability.ADAPTER_HOT_LOAD);
    TuningResult result = run().finishedJob().result();
    ServingOptions loading =
        ServingOptions.builder().from(ServingOptions.dedicated()).hotLoad(true).build();
    ServingService serving = run().client().serving();
    ServingPlan plan = serving.plan(result, loading);
    Assumptions.assumeTrue(plan.mode() == ServingMode.DEDICATED, plan.reason());
    run().reply("Served");
    try (ServedModel served = serving.serve(result, loading)) {
      assertThat(run().client().chat().complete(served.model(), "Hi").text()).isEqualTo("Served");
      DeploymentId id = served.deployment().orElseThrow().id();
      List<LoadedAdapter> loaded = serving.loaded(id).toList();
      assertThat(loaded).extracting(LoadedAdapter::deployment).containsExactly(id);
      AdapterId adapter = loaded.get(0).adapter();
      serving.unload(id, adapter);
      assertThat(serving.loaded(id).toList()).isEmpty();
      LoadedAdapter again = serving.load(id, adapter);
      assertThat(again.state()).isEqualTo(AdapterLoadState.READY);
      assertThat(again.adapter()).isEqualTo(adapter);
      assertThat(serving.loaded(id)).extracting(LoadedAdapter::adapter).containsExactly(adapter);
    }
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
