package dev.example.toy;

import dev.loraport.testkit.FakeServer;
import dev.loraport.testkit.contract.AsyncContractTest;
import dev.loraport.testkit.contract.ContractSetup;

class ToyAsyncContractTest extends AsyncContractTest<FakeServer> {
  @Override
  protected ContractSetup<FakeServer> setup() {
    return new ToyContractTest.Setup(new FakeToy());
  }
}
