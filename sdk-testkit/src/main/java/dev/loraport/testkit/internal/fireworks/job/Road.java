package dev.loraport.testkit.internal.fireworks.job;

import dev.loraport.testkit.JobScript;
import dev.loraport.testkit.internal.fireworks.world.Code;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/**
 * The states that a job passes, in the provider's words, and how it ends.
 *
 * @param polls the looks that bring it to its last state in AUTO mode
 * @param status the {@code status} of a job that fails
 */
record Road(List<String> states, int polls, ObjectNode status) {
  private static final String PREFIX = "JOB_STATE_";
  private static final Set<String> GOOD = Set.of("COMPLETED", "EARLY_STOPPED");
  private static final Set<String> BAD = Set.of("FAILED", "CANCELLED", "EXPIRED", "DELETED");

  /** The way of a script, whose usual states have other names than the provider's. */
  static Road of(JobScript script) {
    List<String> states = script.states().stream().map(Road::state).toList();
    boolean unfit = script.states().contains("user_error");
    String message = script.message().isEmpty() ? "job failed" : script.message();
    Code code = unfit ? Code.INVALID_ARGUMENT : Code.INTERNAL;
    return new Road(states, script.polls(), code.status(message));
  }

  /** The way of a job whose data set can't be trained on. */
  static Road unfit(String problem) {
    return new Road(
        List.of(PREFIX + "CREATING", PREFIX + "VALIDATING", PREFIX + "FAILED"),
        2,
        Code.INVALID_ARGUMENT.status(problem));
  }

  /** The way of a job that was paused and goes on. */
  static Road resumed() {
    return new Road(
        List.of(PREFIX + "RUNNING", PREFIX + "WRITING_RESULTS", PREFIX + "COMPLETED"),
        2,
        Code.ok());
  }

  /** The way of a job that has been told to stop. */
  static Road cancelled() {
    return new Road(List.of(PREFIX + "CANCELLING", PREFIX + "CANCELLED"), 1, Code.ok());
  }

  private static String state(String scripted) {
    return switch (scripted) {
      case "pending" -> PREFIX + "CREATING";
      case "queued" -> PREFIX + "PENDING";
      case "running" -> PREFIX + "RUNNING";
      case "compressing", "uploading" -> PREFIX + "WRITING_RESULTS";
      case "completed" -> PREFIX + "COMPLETED";
      case "error", "user_error" -> PREFIX + "FAILED";
      case "cancelled" -> PREFIX + "CANCELLED";
      default -> scripted;
    };
  }

  static boolean isGood(String state) {
    return state.startsWith(PREFIX) && GOOD.contains(state.substring(PREFIX.length()));
  }

  static boolean isTerminal(String state) {
    return isGood(state)
        || (state.startsWith(PREFIX) && BAD.contains(state.substring(PREFIX.length())));
  }

  static boolean isFailed(String state) {
    return state.equals(PREFIX + "FAILED") || state.equals(PREFIX + "EXPIRED");
  }

  static boolean isPaused(String state) {
    return state.equals(PREFIX + "PAUSED");
  }

  /** The index of the state in which training begins, or a very large one. */
  int trainingFrom() {
    int index = states.indexOf(PREFIX + "RUNNING");
    return index < 0 ? Integer.MAX_VALUE : index;
  }
}
