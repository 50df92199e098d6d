package dev.loraport.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.loraport.Capability;
import dev.loraport.ProviderClient;
import dev.loraport.RequestOptions;
import dev.loraport.chat.ChatCompletion;
import dev.loraport.error.ClientClosedException;
import dev.loraport.error.UnsupportedCapabilityException;
import dev.loraport.json.Json;
import dev.loraport.model.ModelInfo;
import dev.loraport.testkit.Fault;
import dev.loraport.testkit.RecordedCall;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The client as a whole. */
interface ClientContract extends ContractPart {
  @Test
  default void theClientSaysWhoseItIsAndForWhichDay() {
    run().inOneFormOnly();
    ProviderClient client = run().client();
    assertThat(client.provider()).isEqualTo(run().fake().name());
    assertThat(client.capabilities().provider()).isEqualTo(client.provider());
    assertThat(client.capabilities().asOf()).isEqualTo(run().fake().asOf());
    assertThat(client.capabilities().available()).isNotEmpty();
    assertThat(client.catalog().provider()).isEqualTo(client.provider());
    assertThat(run().fake().journal().calls()).as("calls for what is known").isEmpty();
  }

  @Test
  default void theModelsAreListed() {
    run().needs(Capability.MODEL_LIST, Capability.CHAT);
    assertThat(run().client().models().list())
        .extracting(ModelInfo::id)
        .contains(run().setup().chatModel())
        .doesNotHaveDuplicates();
  }

  @Test
  default void optionsReachTheServer() {
    run().needs(Capability.CHAT);
    RequestOptions defaults =
        RequestOptions.builder().putHeaders("x-contract-view", "view").build();
    RequestOptions once =
        RequestOptions.builder()
            .putHeaders("x-contract-call", "call")
            .putExtraBody("temperature", Json.of(0.25))
            .build();
    run().client().withOptions(defaults).chat().complete(run().chat("Hi"), once);
    RecordedCall call = run().calls(ContractRoute.CHAT).get(0);
    assertThat(call.header("x-contract-view")).isEqualTo("view");
    assertThat(call.header("x-contract-call")).isEqualTo("call");
    assertThat(Json.parse(call.body()).get("temperature").number())
        .hasValueSatisfying(value -> assertThat(value.doubleValue()).isEqualTo(0.25));
  }

  @Test
  default void aViewLeavesItsClientAsItWas() {
    run().needs(Capability.CHAT);
    ProviderClient view =
        run()
            .client()
            .withOptions(RequestOptions.builder().putHeaders("x-contract-view", "view").build());
    view.close();
    run().client().chat().complete(run().chat("Hi"));
    assertThat(run().calls(ContractRoute.CHAT).get(0).header("x-contract-view")).isEmpty();
  }

  @Test
  default void aClosedClientRefusesCallsAndCanBeClosedAgain() {
    run().needs(Capability.MODEL_LIST);
    run().client().close();
    run().client().close();
    assertThatExceptionOfType(ClientClosedException.class)
        .isThrownBy(() -> run().client().models().list().toList());
    assertThat(run().fake().journal().calls()).isEmpty();
  }

  @Test
  default void closingEndsWhatIsInFlight() throws InterruptedException {
    run().inOneFormOnly();
    run().needs(Capability.CHAT);
    run().on(ContractRoute.CHAT).next(Fault.stallBeforeHeaders());
    CompletableFuture<ChatCompletion> answer =
        run().client().chat().async().complete(run().chat("Hi"));
    run().awaitFault(ContractRoute.CHAT);
    run().client().close();
    assertThatExceptionOfType(CompletionException.class)
        .isThrownBy(answer::join)
        .withCauseInstanceOf(ClientClosedException.class);
    run().seesClientGone(ContractRoute.CHAT);
  }

  @TestFactory
  default Stream<DynamicTest> whatTheProviderLacksIsRefusedBeforeAnyRequest() {
    Map<Capability, LackingCalls.Step> calls = LackingCalls.of(run());
    assertThat(Capability.known())
        .as("capabilities that are refused by a call of their own")
        .filteredOn(
            capability ->
                !capability.equals(Capability.SERVERLESS_LORA)
                    && !capability.equals(Capability.DEDICATED_SERVING))
        .containsExactlyInAnyOrderElementsOf(calls.keySet());
    return calls.entrySet().stream()
        .map(
            entry ->
                DynamicTest.dynamicTest(
                    entry.getKey().value(), () -> isRefused(entry.getKey(), entry.getValue())));
  }

  private void isRefused(Capability capability, LackingCalls.Step call) {
    Assumptions.assumeFalse(
        run().client().capabilities().has(capability),
        () -> run().client().provider() + " has " + capability);
    int before = run().fake().journal().calls().size();
    assertThatExceptionOfType(UnsupportedCapabilityException.class)
        .isThrownBy(call::run)
        .satisfies(e -> assertThat(e.capability()).isEqualTo(capability))
        .satisfies(e -> assertThat(e.getMessage()).contains(run().client().provider()));
    assertThat(run().fake().journal().calls()).hasSize(before);
  }
}
