package dev.loraport.testkit;

import dev.loraport.testkit.internal.fireworks.world.Accounts;

/** What the account of a {@link FakeFireworks} is and may do. Thread-safe. */
public final class FakeAccount {
  private final Accounts accounts;

  FakeAccount(Accounts accounts) {
    this.accounts = accounts;
  }

  /**
   * Lets the key see one account more, so that a client has to be told which one to use.
   *
   * @param id the id, without {@code accounts/}
   * @return this
   */
  public FakeAccount another(String id) {
    accounts.add(id);
    return this;
  }

  /**
   * Takes all accounts from the key: the list is empty and every account is out of reach.
   *
   * @return this
   */
  public FakeAccount none() {
    accounts.removeAll();
    return this;
  }

  /**
   * Suspends the account: every call of both planes is refused with 412.
   *
   * @param state the reason, such as {@code CREDIT_DEPLETED} or {@code FAILED_PAYMENTS}
   * @return this
   */
  public FakeAccount suspend(String state) {
    accounts.suspend(state);
    return this;
  }

  /**
   * Ends the suspension.
   *
   * @return this
   */
  public FakeAccount restore() {
    accounts.restore();
    return this;
  }

  /**
   * Takes the right to change anything from the key, or gives it back: changes are refused with
   * 403.
   *
   * @param value true to take the right
   * @return this
   */
  public FakeAccount readOnly(boolean value) {
    accounts.readOnly(value);
    return this;
  }

  /**
   * Uses up the GPU quota, or frees it: new jobs and deployments are refused with 429.
   *
   * @param value true to use the quota up
   * @return this
   */
  public FakeAccount gpuQuotaExhausted(boolean value) {
    accounts.gpuQuotaExhausted(value);
    return this;
  }

  /**
   * Encrypts data sets that are made from now on with a key of the customer: their bytes would have
   * to be encrypted by the client.
   *
   * @param value true for a key of the customer
   * @return this
   */
  public FakeAccount customerKeys(boolean value) {
    accounts.customerKeys(value);
    return this;
  }
}
