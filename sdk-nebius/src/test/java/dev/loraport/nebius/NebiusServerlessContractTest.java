package dev.loraport.nebius;

import dev.loraport.testkit.FakeNebius;
import dev.loraport.testkit.contract.ContractSetup;
import dev.loraport.testkit.contract.ProviderContractTest;
import java.time.LocalDate;

/** Nebius as it was when adapters were served without a deployment. */
class NebiusServerlessContractTest extends ProviderContractTest<FakeNebius> {
  @Override
  protected ContractSetup<FakeNebius> setup() {
    return new NebiusSetup(LocalDate.of(2025, 12, 15));
  }
}
