package dev.loraport.chat;

/**
 * Told what a {@link ToolLoop} does, for logs, traces and progress. All methods do nothing by
 * default; what they throw is logged and breaks no run.
 *
 * <p>They run where the loop runs; for a handler that gives a stage, the end of its call is told
 * where the stage ends. So the ends of calls that run at the same time may be told at the same
 * time.
 */
public interface ToolListener {
  /**
   * The model is asked.
   *
   * @param round which time, from 1
   * @param request what it is sent
   */
  default void roundStart(int round, ChatRequest request) {}

  /**
   * The model answered.
   *
   * @param round which time, from 1
   * @param answer the answer, with its usage and the id of its request
   */
  default void roundEnd(int round, ChatCompletion answer) {}

  /** A call begins; that of a tool which nobody has, too. */
  default void callStart(ToolCall call) {}

  /**
   * A call has a result.
   *
   * @param call the call
   * @param result what the model is told
   */
  default void callEnd(ToolCall call, String result) {}

  /**
   * A call failed, or was given up; what the model is told of it is not said here.
   *
   * @param call the call
   * @param failure what the handler threw, as it threw it, or what is wrong with the call; a run
   *     that goes on shows nothing of it, so this is the place to log it
   */
  default void callFailed(ToolCall call, Throwable failure) {}
}
