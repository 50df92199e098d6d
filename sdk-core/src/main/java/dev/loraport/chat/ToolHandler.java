package dev.loraport.chat;

/**
 * The code behind a tool.
 *
 * @param <A> the form of the arguments
 */
@FunctionalInterface
public interface ToolHandler<A> {
  /**
   * Answers one call of the tool.
   *
   * @param arguments what the model asks for; it may be nonsense, so check it as any input from
   *     outside
   * @return what the model is told: a text as it is, any other value as JSON by {@link
   *     dev.loraport.json.Json#write(Object)}; or a {@link java.util.concurrent.CompletionStage} of
   *     one, so that the calls of one answer run at the same time
   * @throws IllegalArgumentException if the arguments are wrong; the model is told the message, so
   *     that it can do better
   * @throws Exception what else went wrong; the model is told the simple name of its class alone,
   *     unless {@link ToolLoop#tellingFailures} says more
   */
  Object handle(A arguments) throws Exception;
}
