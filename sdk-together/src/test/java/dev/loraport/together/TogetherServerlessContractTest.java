package dev.loraport.together;

import dev.loraport.testkit.FakeTogether;
import dev.loraport.testkit.contract.ContractSetup;
import dev.loraport.testkit.contract.ProviderContractTest;
import java.time.LocalDate;

/** Together as it was in February 2026, when adapters were served without a deployment. */
class TogetherServerlessContractTest extends ProviderContractTest<FakeTogether> {
  @Override
  protected ContractSetup<FakeTogether> setup() {
    return new TogetherSetup(
        LocalDate.of(2026, 2, 13), "meta-llama/Meta-Llama-3.1-8B-Instruct-Reference");
  }
}
