package dev.loraport.testkit.internal.nebius;

import dev.loraport.testkit.JobScript;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The states that a job passes, in the provider's words, and how it ends.
 *
 * @param trainingFrom the index of the state in which training begins, or a very large one
 * @param polls the looks that bring it to its last state in AUTO mode
 */
record JobRoad(List<String> states, int trainingFrom, int polls, String code, String message) {
  static final String SUCCEEDED = "succeeded";
  static final String FAILED = "failed";
  static final String CANCELLED = "cancelled";
  private static final String RUNNING = "running";
  private static final Set<String> TERMINAL = Set.of(SUCCEEDED, FAILED, CANCELLED);

  /**
   * The way of a script, whose usual states have other names than the provider's.
   *
   * @param runsAtOnce whether a job that comes to run says so from the start
   */
  static JobRoad of(JobScript script, boolean runsAtOnce) {
    List<String> scripted = script.states();
    int training = scripted.indexOf(RUNNING);
    boolean hides = runsAtOnce && training >= 0 && scripted.get(0).equals("pending");
    List<String> states = new ArrayList<>();
    for (int i = 0; i < scripted.size(); i++) {
      states.add(hides && i < training ? RUNNING : state(scripted.get(i)));
    }
    boolean unfit = scripted.contains("user_error");
    String message = script.message().isEmpty() ? "The job failed" : script.message();
    return new JobRoad(
        List.copyOf(states),
        training < 0 ? Integer.MAX_VALUE : training,
        script.polls(),
        unfit ? "invalid_training_file" : "server_error",
        message);
  }

  /** The way of a job whose training file can't be used. */
  static JobRoad unfit(String problem, boolean runsAtOnce) {
    String first = runsAtOnce ? RUNNING : "validating_files";
    return new JobRoad(
        List.of(first, FAILED), Integer.MAX_VALUE, 1, "invalid_training_file", problem);
  }

  private static String state(String scripted) {
    return switch (scripted) {
      case "pending" -> "validating_files";
      case "compressing", "uploading" -> RUNNING;
      case "completed" -> SUCCEEDED;
      case "error", "user_error" -> FAILED;
      default -> scripted;
    };
  }

  static boolean isTerminal(String state) {
    return TERMINAL.contains(state);
  }
}
