package dev.loraport.testkit.internal.engine;

import dev.loraport.testkit.ChatCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Which answer a test wants for which chat call; the newest rule that fits wins. */
public final class ChatRules {
  /** One tool call of an answer. */
  public record Tool(String name, String arguments) {}

  /**
   * What the model says: reasoning, text in chunks, tool calls; or a refusal.
   *
   * @param end the finish reason; empty for the one that goes without saying
   */
  public record Reply(
      List<String> chunks, String reasoning, List<Tool> tools, String refusal, String end) {
    public Reply(List<String> chunks, String reasoning, List<Tool> tools) {
      this(chunks, reasoning, tools, "", "");
    }

    /** The same with other text and calls. */
    public Reply with(List<String> others, List<Tool> calls) {
      return new Reply(others, reasoning, calls, refusal, end);
    }

    /** The same without its reasoning. */
    public Reply quiet() {
      return new Reply(chunks, "", tools, refusal, end);
    }

    /** Whether there is a member for the text, be it empty. */
    public boolean hasContent() {
      return refusal.isEmpty() && (tools.isEmpty() || !chunks.isEmpty());
    }

    public String text() {
      return String.join("", chunks);
    }
  }

  private record Rule(Predicate<ChatCall> when, Reply reply) {}

  private final List<Rule> rules = new ArrayList<>();
  private final Set<String> ends;
  private final boolean refusals;

  /**
   * No rules yet.
   *
   * @param ends the finish reasons that the contract of the provider has
   * @param refusals whether its messages have a member for refusals
   */
  public ChatRules(Set<String> ends, boolean refusals) {
    this.ends = ends;
    this.refusals = refusals;
  }

  /**
   * Adds a rule.
   *
   * @throws IllegalArgumentException if the provider is not known to answer so
   */
  public synchronized void add(Predicate<ChatCall> when, Reply reply) {
    if (!reply.end().isEmpty() && !ends.contains(reply.end())) {
      throw new IllegalArgumentException(
          "this provider is not known to end an answer with "
              + reply.end()
              + ", only with "
              + ends);
    }
    if (!reply.refusal().isEmpty() && !refusals) {
      throw new IllegalArgumentException(
          "this provider is not known to send a refusal in a member of its own; reply with its text");
    }
    rules.add(0, new Rule(when, reply));
  }

  public synchronized void clear() {
    rules.clear();
  }

  public synchronized @Nullable Reply find(ChatCall call) {
    for (Rule rule : rules) {
      if (rule.when().test(call)) {
        return rule.reply();
      }
    }
    return null;
  }
}
