package dev.loraport.batch;

import dev.loraport.chat.ChatRequest;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Writes the file of requests that a batch runs, one at a time, in the line format of one provider;
 * see {@link BatchService#requests}.
 *
 * <pre>{@code
 * try (BatchRequests requests = client.batches().requests(Path.of("questions.jsonl"))) {
 *   for (Ticket ticket : tickets) {
 *     requests.add(ticket.id(), ChatRequest.of(model, ticket.text()));
 *   }
 *   Path file = requests.finish();
 * }
 * }</pre>
 *
 * <p>The file appears under its name with {@link #finish()}, and closing before that leaves none.
 * Requests go to the disk as they come; the ids stay in memory until the end. Not for several
 * threads.
 */
public interface BatchRequests extends Closeable {
  /**
   * Adds a request.
   *
   * @param customId its id, by which {@link BatchResults} finds its answer
   * @param request what chat would send; what this provider does not take is refused here
   * @throws IllegalArgumentException if the id is empty, too long or there already, if the line is
   *     longer than 64 MiB, if the provider takes no more requests or bytes in one file, or if it
   *     takes one model for a whole file and this is another
   * @throws dev.loraport.error.UnsupportedCapabilityException if the provider lacks a field that
   *     the request uses
   * @throws IllegalStateException after {@link #finish()}
   */
  void add(String customId, ChatRequest request) throws IOException;

  /** The requests so far. */
  long count();

  /** The bytes of their lines. */
  long bytes();

  /**
   * Ends the file.
   *
   * @return the file, to be uploaded with {@link dev.loraport.file.FilePurpose#BATCH}
   * @throws IllegalStateException if there is no request in it, or it was ended before
   */
  Path finish() throws IOException;
}
