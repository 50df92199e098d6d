package dev.loraport.testkit;

import java.util.Optional;

/**
 * How a {@link FakeNebius} behaves where sources disagree, and states that a test wants. Each
 * setting is in force from the next request on. Thread-safe.
 */
public final class NebiusSwitches {
  /** Where the reasoning of a model stands in its answer. */
  public enum Reasoning {
    /** In {@code reasoning_content}. */
    REASONING_CONTENT,
    /** In {@code reasoning}. */
    REASONING,
    /** In both, with equal text. */
    BOTH,
    /** In the content, between {@code <think>} tags, as models of 2025 did. */
    THINK_TAGS
  }

  /** The three forms in which sources show the answer to the creation of an endpoint. */
  public enum Envelope {
    /** {@code {"endpoint": {…}}}. */
    WRAPPED,
    /** The endpoint itself. */
    BARE,
    /** {@code {"endpoint_id": "…"}}. */
    ID_ONLY
  }

  private volatile int missingStatus = 403;
  private volatile int goneStatus = 404;
  private volatile boolean engineErrors;
  private volatile boolean jobsStartRunning = true;
  private volatile Optional<String> resultFile = Optional.empty();
  private volatile Optional<Boolean> customModels = Optional.empty();
  private volatile Optional<Boolean> batches = Optional.empty();
  private volatile int validationLooks;
  private volatile String validationError = "";
  private volatile Envelope envelope = Envelope.WRAPPED;
  private volatile String templateList = "data";
  private volatile boolean capacity = true;
  private volatile boolean customWeights;
  private volatile Optional<Reasoning> reasoning = Optional.empty();
  private volatile boolean usage = true;
  private volatile boolean overLimit;
  private volatile boolean rateLimitHeaders = true;
  private volatile String batchEnd = "done";
  private volatile boolean batchBody;
  private volatile boolean batchInference;

  NebiusSwitches() {}

  /**
   * Sets the status for what does not exist.
   *
   * @param status 403 (the default, seen live) or 404
   * @return this
   */
  public NebiusSwitches missingStatus(int status) {
    missingStatus = status;
    return this;
  }

  /** The status for what does not exist. */
  public int missingStatus() {
    return missingStatus;
  }

  /**
   * Sets the status of routes that the day does not have; no source tells which it is.
   *
   * @param status 404 (the default), 403 or 405
   * @return this
   */
  public NebiusSwitches goneStatus(int status) {
    goneStatus = status;
    return this;
  }

  /** The status of routes that the day does not have. */
  public int goneStatus() {
    return goneStatus;
  }

  /**
   * Sets the shape of errors of inference.
   *
   * @param value true for {@code {"error": {…}}} as engines have it, false (the default) for {@code
   *     {"detail": …}}
   * @return this
   */
  public NebiusSwitches engineErrors(boolean value) {
    engineErrors = value;
    return this;
  }

  /** Whether errors of inference have the shape of an engine. */
  public boolean engineErrors() {
    return engineErrors;
  }

  /**
   * Sets what the first states of a job are called.
   *
   * @param value true (the default, as recorded in 2025) for {@code running} at once, false for
   *     {@code validating_files} and {@code queued} before it
   * @return this
   */
  public NebiusSwitches jobsStartRunning(boolean value) {
    jobsStartRunning = value;
    return this;
  }

  /** Whether jobs say {@code running} from the start. */
  public boolean jobsStartRunning() {
    return jobsStartRunning;
  }

  /**
   * Adds a file to every checkpoint made from now on.
   *
   * @param name its name, taken as it stands, so that clients meet one that leads out of a folder
   * @return this
   */
  public NebiusSwitches resultFile(String name) {
    resultFile = Optional.of(name);
    return this;
  }

  /** The name of a further file of each checkpoint. */
  public Optional<String> resultFile() {
    return resultFile;
  }

  /**
   * Serves custom models or not, whatever the day.
   *
   * @param served whether {@code /v0/models} is there
   * @return this
   */
  public NebiusSwitches customModels(boolean served) {
    customModels = Optional.of(served);
    return this;
  }

  /** Whether custom models are served; the day decides where it is absent. */
  public Optional<Boolean> customModels() {
    return customModels;
  }

  /**
   * Serves batches or not, whatever the day.
   *
   * @param served whether {@code /v1/batches} is there
   * @return this
   */
  public NebiusSwitches batches(boolean served) {
    batches = Optional.of(served);
    return this;
  }

  /** Whether batches are served; the day decides where it is absent. */
  public Optional<Boolean> batches() {
    return batches;
  }

  /**
   * Sets how many looks find a new custom model still {@code validating}, after the first look,
   * which finds none.
   *
   * @param looks 0 (the default, as recorded) or more
   * @return this
   */
  public NebiusSwitches validationLooks(int looks) {
    validationLooks = looks;
    return this;
  }

  /** How many looks find a new custom model validating. */
  public int validationLooks() {
    return validationLooks;
  }

  /**
   * Lets the validation of custom models created from now on fail.
   *
   * @param reason the {@code status_reason}; empty for success
   * @return this
   */
  public NebiusSwitches validationError(String reason) {
    validationError = reason;
    return this;
  }

  /** Why the validation of custom models fails; empty where it succeeds. */
  public String validationError() {
    return validationError;
  }

  /**
   * Sets the form of the answer to the creation of an endpoint.
   *
   * @param form by default {@link Envelope#WRAPPED}
   * @return this
   */
  public NebiusSwitches envelope(Envelope form) {
    envelope = form;
    return this;
  }

  /** The form of the answer to the creation of an endpoint. */
  public Envelope envelope() {
    return envelope;
  }

  /**
   * Sets the field in which the list of endpoint templates stands.
   *
   * @param field {@code data} (the default) or {@code templates}
   * @return this
   */
  public NebiusSwitches templateList(String field) {
    templateList = field;
    return this;
  }

  /** The field in which the list of endpoint templates stands. */
  public String templateList() {
    return templateList;
  }

  /**
   * Takes the free GPUs away, or gives them back: without any a new endpoint keeps starting.
   *
   * @param available false to take them away
   * @return this
   */
  public NebiusSwitches capacity(boolean available) {
    capacity = available;
    return this;
  }

  /** Whether there are free GPUs. */
  public boolean capacity() {
    return capacity;
  }

  /**
   * Lets the account into the beta of custom weights: without it {@code /v0/model_artifacts} is
   * refused with 403.
   *
   * @param enabled by default false
   * @return this
   */
  public NebiusSwitches customWeights(boolean enabled) {
    customWeights = enabled;
    return this;
  }

  /** Whether the account is in the beta of custom weights. */
  public boolean customWeights() {
    return customWeights;
  }

  /**
   * Puts the reasoning of every model in one place.
   *
   * @param place where; before the first call each model has its own
   * @return this
   */
  public NebiusSwitches reasoning(Reasoning place) {
    reasoning = Optional.of(place);
    return this;
  }

  /** Where the reasoning of every model stands; each has its own place where it is absent. */
  public Optional<Reasoning> reasoning() {
    return reasoning;
  }

  /**
   * Sets whether answers say how many tokens were used.
   *
   * @param told by default true
   * @return this
   */
  public NebiusSwitches usage(boolean told) {
    usage = told;
    return this;
  }

  /** Whether answers say how many tokens were used. */
  public boolean usage() {
    return usage;
  }

  /**
   * Brings the models over their limit of requests: with the service tier {@code default} a call is
   * refused with 429, with any other it is served and marked as over the limit.
   *
   * @param over by default false
   * @return this
   */
  public NebiusSwitches overLimit(boolean over) {
    overLimit = over;
    return this;
  }

  /** Whether the models are over their limit. */
  public boolean overLimit() {
    return overLimit;
  }

  /**
   * Sets whether answers of inference carry the documented {@code x-ratelimit-*} headers.
   *
   * @param sent by default true
   * @return this
   */
  public NebiusSwitches rateLimitHeaders(boolean sent) {
    rateLimitHeaders = sent;
    return this;
  }

  /** Whether answers of inference carry rate-limit headers. */
  public boolean rateLimitHeaders() {
    return rateLimitHeaders;
  }

  /**
   * Sets the last state of a batch that went well.
   *
   * @param status {@code done} (the default, seen live) or {@code completed}
   * @return this
   */
  public NebiusSwitches batchEnd(String status) {
    batchEnd = status;
    return this;
  }

  /** The last state of a batch that went well. */
  public String batchEnd() {
    return batchEnd;
  }

  /**
   * Sets whether the output lines of a batch have the completion in {@code response.body}.
   *
   * @param wrapped by default false: it is the {@code response} itself, as seen live
   * @return this
   */
  public NebiusSwitches batchBody(boolean wrapped) {
    batchBody = wrapped;
    return this;
  }

  /** Whether the output lines of a batch have a body. */
  public boolean batchBody() {
    return batchBody;
  }

  /**
   * Lets the account run operations of the type {@code batch_inference}: without it they are
   * refused with 403, as seen live.
   *
   * @param enabled by default false
   * @return this
   */
  public NebiusSwitches batchInference(boolean enabled) {
    batchInference = enabled;
    return this;
  }

  /** Whether the account may run operations of the type {@code batch_inference}. */
  public boolean batchInference() {
    return batchInference;
  }
}
