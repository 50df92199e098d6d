package dev.loraport.together;

import dev.loraport.testkit.FakeTogether;
import dev.loraport.testkit.contract.AsyncContractTest;
import dev.loraport.testkit.contract.ContractSetup;
import java.time.LocalDate;

/** The client of Together by its futures and its publisher. */
class TogetherAsyncContractTest extends AsyncContractTest<FakeTogether> {
  @Override
  protected ContractSetup<FakeTogether> setup() {
    return new TogetherSetup(LocalDate.of(2026, 8, 20), "Qwen/Qwen3-8B");
  }
}
