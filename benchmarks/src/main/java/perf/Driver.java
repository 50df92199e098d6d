package perf;

import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * One client under test. A driver does what an ordinary user of that client writes: it builds the
 * client once with its defaults, and each call builds its request from a model name and a prompt
 * and hands back the text. Nothing is cached between calls that a user's program would not cache.
 *
 * <p>Every method is called from many threads at once.
 */
public interface Driver extends AutoCloseable {

  /** Build the client. {@code base} ends in {@code /v1}. */
  void open(URI base, String apiKey) throws Exception;

  /** One chat completion. Returns the answer's text, or null from a driver that parses nothing. */
  String chat(String model, String prompt) throws Exception;

  /** The same without blocking a thread, for clients that offer it; null otherwise. */
  default CompletionStage<String> chatAsync(String model, String prompt) throws Exception {
    return null;
  }

  /**
   * One streamed chat completion: hands over each piece of text as it comes, returns at the end.
   */
  void stream(String model, String prompt, Consumer<String> onText) throws Exception;

  /** The same without blocking a thread, for clients that offer it; null otherwise. */
  default CompletionStage<?> streamAsync(String model, String prompt, Consumer<String> onText)
      throws Exception {
    return null;
  }

  /** Upload a file for fine-tuning; returns the new file's id. */
  default String upload(Path file) throws Exception {
    throw new UnsupportedOperationException("no file upload");
  }

  @Override
  default void close() throws Exception {}
}
