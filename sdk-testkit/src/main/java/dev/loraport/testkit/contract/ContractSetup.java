package dev.loraport.testkit.contract;

import dev.loraport.adapter.AdapterSpec;
import dev.loraport.testkit.FakeChat;
import dev.loraport.testkit.FakeProvider;
import java.util.Optional;

/**
 * What the contract has to know of a provider and its fake.
 *
 * @param <F> the type of the fake
 */
public interface ContractSetup<F extends FakeProvider> {
  /** A fresh fake whose clock is in the mode {@code AUTO}. */
  F startFake();

  /** A base model that can be tuned on the fake's day, and served where the provider serves. */
  String tunableModel();

  /** A model that answers chat without a deployment on the fake's day. */
  String chatModel();

  /**
   * The route of an operation in the form that {@link dev.loraport.testkit.Faults#on} takes, such
   * as {@code POST /v1/fine-tunes}. Asked only for what the provider is capable of.
   */
  String route(ContractRoute route);

  /** Makes the next job of the fake go that way. */
  void nextJob(F fake, JobEnd end);

  /** Makes every model of the fake answer with these pieces of text from now on. */
  void reply(F fake, String... chunks);

  /**
   * The script of what the models of the fake say, for the tests of tools; without one they are
   * skipped.
   */
  default Optional<FakeChat> chat(F fake) {
    return Optional.empty();
  }

  /** Chat examples that the provider takes for tuning, as JSON lines; 20 by default. */
  default String trainingData() {
    return ContractData.chat(20);
  }

  /** Requests that the provider takes for a batch, as JSON lines; two chats by default. */
  default String batchData() {
    return ContractData.batch(chatModel(), 2);
  }

  /** An adapter from outside that the fake takes, where the provider takes such. */
  default Optional<AdapterSpec> outsideAdapter() {
    return Optional.empty();
  }
}
