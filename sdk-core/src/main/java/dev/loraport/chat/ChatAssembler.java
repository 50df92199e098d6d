package dev.loraport.chat;

import dev.loraport.internal.chat.ChatAccumulator;
import java.util.Map;

/**
 * Puts the chunks of a publisher together to a whole answer, as {@link ChatStream#result()} does.
 * Any thread may ask for what has come so far.
 */
public final class ChatAssembler {
  private final ChatAccumulator soFar = new ChatAccumulator(null, Map.of(), ChatAccumulator.LIMIT);

  /** Begins with nothing. */
  public ChatAssembler() {}

  /**
   * Adds the next chunk.
   *
   * @throws IllegalStateException if the answer has more than about 64 Mi characters with it
   */
  public void add(ChatChunk chunk) {
    soFar.add(chunk);
  }

  /** What has come so far; the whole answer, once the publisher has completed. */
  public ChatCompletion answer() {
    return soFar.build();
  }
}
