package dev.loraport.together;

import dev.loraport.testkit.FakeTogether;
import dev.loraport.testkit.contract.ContractSetup;
import dev.loraport.testkit.contract.ProviderContractTest;
import java.time.LocalDate;

/** Together as it has been since tuned models are served on deployments alone. */
class TogetherContractTest extends ProviderContractTest<FakeTogether> {
  @Override
  protected ContractSetup<FakeTogether> setup() {
    return new TogetherSetup(LocalDate.of(2026, 8, 20), "Qwen/Qwen3-8B");
  }
}
