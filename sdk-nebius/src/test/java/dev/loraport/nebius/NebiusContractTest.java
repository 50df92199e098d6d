package dev.loraport.nebius;

import dev.loraport.testkit.FakeNebius;
import dev.loraport.testkit.contract.ContractSetup;
import dev.loraport.testkit.contract.ProviderContractTest;
import java.time.LocalDate;

/** Nebius as it is since adapters are not served any more. */
class NebiusContractTest extends ProviderContractTest<FakeNebius> {
  @Override
  protected ContractSetup<FakeNebius> setup() {
    return new NebiusSetup(LocalDate.of(2026, 10, 1));
  }
}
