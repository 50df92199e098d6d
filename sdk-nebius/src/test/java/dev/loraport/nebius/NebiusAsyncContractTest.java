package dev.loraport.nebius;

import dev.loraport.testkit.FakeNebius;
import dev.loraport.testkit.contract.AsyncContractTest;
import dev.loraport.testkit.contract.ContractSetup;
import java.time.LocalDate;

/** The client of Nebius by its futures and its publisher. */
class NebiusAsyncContractTest extends AsyncContractTest<FakeNebius> {
  @Override
  protected ContractSetup<FakeNebius> setup() {
    return new NebiusSetup(LocalDate.of(2026, 10, 1));
  }
}
