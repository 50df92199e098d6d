package dev.loraport.testkit.internal.engine;

import dev.loraport.testkit.ChatCall;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Which answer a test wants for which chat call; the newest rule that fits wins. */
public final class ChatRules {
  /** One tool call of an answer. */
  public record Tool(String name, String arguments) {}

  /** What the model says: text in chunks, reasoning before it, or tool calls. */
  public record Reply(List<String> chunks, String reasoning, List<Tool> tools) {
    public String text() {
      return String.join("", chunks);
    }
  }

  private record Rule(Predicate<ChatCall> when, Reply reply) {}

  private final List<Rule> rules = new ArrayList<>();

  public synchronized void add(Predicate<ChatCall> when, Reply reply) {
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
