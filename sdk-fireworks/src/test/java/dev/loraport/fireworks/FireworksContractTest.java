package dev.loraport.fireworks;

import dev.loraport.testkit.FakeFireworks;
import dev.loraport.testkit.contract.ContractSetup;
import dev.loraport.testkit.contract.ProviderContractTest;
import java.nio.file.Path;
import java.time.LocalDate;
import org.junit.jupiter.api.io.TempDir;

/** Fireworks as it has been since tuned models are served on dedicated GPUs alone. */
class FireworksContractTest extends ProviderContractTest<FakeFireworks> {
  @TempDir static Path folder;

  @Override
  protected ContractSetup<FakeFireworks> setup() {
    return new FireworksSetup(LocalDate.of(2026, 11, 1), folder);
  }
}
