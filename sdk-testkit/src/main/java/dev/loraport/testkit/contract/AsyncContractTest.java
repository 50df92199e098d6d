package dev.loraport.testkit.contract;

import dev.loraport.testkit.FakeProvider;

/**
 * The tests of {@link ProviderContractTest} with the client's futures instead of its blocking
 * calls, and with its publisher instead of its streams of chat. Every value and every failure has
 * to be the same, and a failure has to come by the future. What has only one form is skipped.
 *
 * @param <F> the type of the fake
 */
public abstract class AsyncContractTest<F extends FakeProvider> extends ProviderContractTest<F> {
  /** For those who extend it. */
  protected AsyncContractTest() {}

  @Override
  final Form form() {
    return Form.ASYNC;
  }
}
