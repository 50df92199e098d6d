package dev.loraport.testkit.contract;

import dev.loraport.testkit.FakeProvider;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * The behaviour that the client of every provider has in common, held against a fake of the
 * provider. Extend it, and say by {@link #setup()} what is particular about the provider:
 *
 * <pre>{@code
 * class AcmeContractTest extends ProviderContractTest<FakeAcme> {
 *   @Override
 *   protected ContractSetup<FakeAcme> setup() {
 *     return new AcmeSetup();
 *   }
 * }
 * }</pre>
 *
 * <p>Here the calls are those that wait; {@link AsyncContractTest} holds the futures and the
 * publisher to the same.
 *
 * <p>What the provider lacks by its {@link dev.loraport.ProviderClient#capabilities()} is skipped,
 * and has to be refused before any request. Each test has a fake of its own, and fails too where
 * the fake was called in a form that the provider does not document.
 *
 * @param <F> the type of the fake
 */
public abstract class ProviderContractTest<F extends FakeProvider>
    implements ClientContract,
        FilesContract,
        JobsContract,
        AdaptersContract,
        ServingContract,
        ChatContract,
        ChatFieldsContract,
        ToolsContract,
        StreamedToolsContract,
        TextContract,
        WeightsContract,
        BatchesContract,
        ErrorsContract,
        SecretsContract,
        ThreadsContract,
        InterruptsContract {
  private @Nullable ContractRun run;

  /** For those who extend it. */
  protected ProviderContractTest() {}

  /** What the contract has to know of the provider; asked for once a test. */
  protected abstract ContractSetup<F> setup();

  /** The form in which the client is called. */
  Form form() {
    return Form.BLOCKING;
  }

  @Override
  public final ContractRun run() {
    return Objects.requireNonNull(run, "no test is running");
  }

  @BeforeEach
  final void startFakeAndClient() {
    run = ContractRun.start(setup(), form());
  }

  @AfterEach
  final void closeAndCheck() {
    try (ContractRun ended = run()) {
      ended.check();
    }
  }
}
