package dev.loraport.spi;

import dev.loraport.batch.BatchRequests;
import dev.loraport.internal.chat.BatchFile;
import java.io.IOException;
import java.nio.file.Path;

/**
 * How one provider's files of batch requests differ from the others'.
 *
 * @param provider the provider, for messages
 * @param dialect how it takes chats
 * @param addressed whether a line names method and path of its request
 * @param models whether lines name their models; else the batch does, and all lines have one
 * @param oneModel whether all lines have one model
 * @param mostRequests the most lines of a file
 * @param mostBytes the most bytes of a file
 * @param mostIdChars the most characters of a {@code custom_id}
 */
public record BatchLines(
    String provider,
    ChatDialect dialect,
    boolean addressed,
    boolean models,
    boolean oneModel,
    long mostRequests,
    long mostBytes,
    int mostIdChars) {
  /**
   * Begins a file.
   *
   * @param file where it goes once it is whole; what is there then is replaced
   */
  public BatchRequests begin(Path file) throws IOException {
    return new BatchFile(this, file);
  }
}
