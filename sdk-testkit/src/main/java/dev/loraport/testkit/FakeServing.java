package dev.loraport.testkit;

import dev.loraport.testkit.internal.fireworks.serving.ServingRules;

/**
 * How the GPUs and the inference plane of a {@link FakeFireworks} behave. Without a call of these
 * deployments come up after three looks and calls are answered. Thread-safe.
 */
public final class FakeServing {
  private final ServingRules rules;

  FakeServing(ServingRules rules) {
    this.rules = rules;
  }

  /**
   * Takes the free GPUs away, or gives them back: without any a deployment stays {@code CREATING},
   * and one that wakes up does not come up.
   *
   * @param available false to take them away
   * @return this
   */
  public FakeServing capacity(boolean available) {
    rules.capacity(available);
    return this;
  }

  /**
   * Lets every deployment that comes up from now on end in {@code FAILED}.
   *
   * @param message what its status says
   * @return this
   */
  public FakeServing failDeployments(String message) {
    rules.failure(message);
    return this;
  }

  /**
   * Sends a deployment to sleep, as an hour without calls does: the next call is refused with 503
   * {@code DEPLOYMENT_SCALING_UP} and wakes it.
   *
   * @param deployment its full name {@code accounts/{account}/deployments/{id}}
   * @return this
   */
  public FakeServing sleep(String deployment) {
    rules.sleep(deployment);
    return this;
  }

  /**
   * Makes an adapter one that can't be loaded. Upload and load do not show it: the first inference
   * is refused with 412.
   *
   * @param model its full name {@code accounts/{account}/models/{id}}
   * @return this
   */
  public FakeServing breakAdapter(String model) {
    rules.breakAdapter(model);
    return this;
  }

  /**
   * Lets the next stream end early and in order, as when the server gave up: neither a finish
   * reason nor {@code [DONE]} comes. For connections that break see {@link Fault#cutStream()}.
   *
   * @param events how many events come before
   * @return this
   */
  public FakeServing endNextStreamAfter(int events) {
    rules.endNextStreamAfter(events);
    return this;
  }

  /**
   * Sets what becomes of {@code stream_options}, about which sources disagree: refused like any
   * unknown field, as at the start, or ignored.
   *
   * @param ignored true to ignore it
   * @return this
   */
  public FakeServing ignoreStreamOptions(boolean ignored) {
    rules.streamOptionsRefused(!ignored);
    return this;
  }

  /**
   * Closes the window of the next batch inference job early: it ends in {@code JOB_STATE_EXPIRED}
   * when it has more rows than that, and can be continued.
   *
   * @param rows how many rows are answered before
   * @return this
   */
  public FakeServing expireNextBatchAfter(int rows) {
    rules.expireNextBatchAfter(rows);
    return this;
  }
}
