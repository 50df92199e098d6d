package dev.loraport.fireworks;

import dev.loraport.testkit.FakeFireworks;
import dev.loraport.testkit.contract.AsyncContractTest;
import dev.loraport.testkit.contract.ContractSetup;
import java.nio.file.Path;
import java.time.LocalDate;
import org.junit.jupiter.api.io.TempDir;

/** The client of Fireworks by its futures and its publisher. */
class FireworksAsyncContractTest extends AsyncContractTest<FakeFireworks> {
  @TempDir static Path folder;

  @Override
  protected ContractSetup<FakeFireworks> setup() {
    return new FireworksSetup(LocalDate.of(2026, 11, 1), folder);
  }
}
