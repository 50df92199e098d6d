package dev.loraport.testkit;

import java.util.ArrayList;
import java.util.List;

/**
 * How a fine-tuning job of a fake goes: the states it passes, where it ends, and after how many
 * looks (in AUTO mode) it is there. Without a script a job passes every state, one a look, and
 * completes.
 *
 * <p>Immutable.
 */
public final class JobScript {
  private static final List<String> USUAL =
      List.of("pending", "queued", "running", "compressing", "uploading", "completed");

  private final List<String> states;
  private final String message;
  private final int polls;

  private JobScript(List<String> states, String message, int polls) {
    this.states = states;
    this.message = message;
    this.polls = polls;
  }

  /**
   * The usual way: pending, queued, running, compressing, uploading, completed.
   *
   * @return the script
   */
  public static JobScript completes() {
    return new JobScript(USUAL, "", USUAL.size() - 1);
  }

  /**
   * Passes exactly these states; the first is that of the answer to the create call. Any text is
   * allowed, so that clients meet states they do not know.
   *
   * @param states at least one state
   * @return the script
   */
  public static JobScript passes(String... states) {
    if (states.length == 0) {
      throw new IllegalArgumentException("a job has at least one state");
    }
    return new JobScript(List.of(states), "", states.length - 1);
  }

  /**
   * Reaches a state and ends there with {@code error}, as when the platform fails.
   *
   * @param stage one of the usual states
   * @param message what the {@code job_error} event says
   * @return the script
   */
  public static JobScript failsAt(String stage, String message) {
    return endsAt(stage, "error", message);
  }

  /**
   * Reaches a state and ends there with {@code user_error}, as when the data is unfit.
   *
   * @param stage one of the usual states
   * @param message what the {@code job_error} event says
   * @return the script
   */
  public static JobScript userErrorAt(String stage, String message) {
    return endsAt(stage, "user_error", message);
  }

  /**
   * Reaches a state and never leaves it.
   *
   * @param stage one of the usual states
   * @return the script
   */
  public static JobScript staysIn(String stage) {
    List<String> states = USUAL.subList(0, index(stage) + 1);
    return new JobScript(states, "", states.size() - 1);
  }

  /**
   * Runs, is restarted by the platform, queues and runs again, and completes.
   *
   * @return the script
   */
  public static JobScript restarts() {
    return passes(
        "pending",
        "queued",
        "running",
        "queued",
        "running",
        "compressing",
        "uploading",
        "completed");
  }

  /**
   * Sets how many looks bring the job to its last state in AUTO mode.
   *
   * @param count 1 or more
   * @return a script with that pace
   */
  public JobScript afterPolls(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("a job needs at least one look, not " + count);
    }
    return new JobScript(states, message, count);
  }

  /**
   * The states in order.
   *
   * @return at least one
   */
  public List<String> states() {
    return states;
  }

  /**
   * What the error event says.
   *
   * @return the text, empty when the script has none
   */
  public String message() {
    return message;
  }

  /**
   * The looks that bring the job to its last state in AUTO mode.
   *
   * @return the count
   */
  public int polls() {
    return polls;
  }

  private static JobScript endsAt(String stage, String end, String message) {
    List<String> states = new ArrayList<>(USUAL.subList(0, index(stage) + 1));
    states.add(end);
    return new JobScript(List.copyOf(states), message, states.size() - 1);
  }

  private static int index(String stage) {
    int index = USUAL.indexOf(stage);
    if (index < 0 || index == USUAL.size() - 1) {
      throw new IllegalArgumentException(
          "'"
              + stage
              + "' is no state on the way: use one of "
              + USUAL.subList(0, USUAL.size() - 1));
    }
    return index;
  }
}
