package dev.loraport.testkit;

import dev.loraport.testkit.internal.engine.ChatRules;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What the models of a fake say. Without a stub a model answers with a line that says it is fake
 * and repeats the last user message. The newest stub that fits a call wins. Thread-safe.
 */
public final class FakeChat {
  private final ChatRules rules;

  FakeChat(ChatRules rules) {
    this.rules = rules;
  }

  /**
   * Answers every call from now on.
   *
   * @param chunks the pieces of the text as a stream gives them; joined they are the whole answer
   * @return this
   */
  public FakeChat reply(String... chunks) {
    return when(call -> true).reply(chunks);
  }

  /**
   * Answers some calls.
   *
   * @param condition which
   * @return the stub to fill
   */
  public Stub when(Predicate<ChatCall> condition) {
    return new Stub(condition);
  }

  /**
   * Drops all stubs.
   *
   * @return this
   */
  public FakeChat clear() {
    rules.clear();
    return this;
  }

  /** The answer to the calls that meet a condition. */
  public final class Stub {
    private final Predicate<ChatCall> condition;
    private String reasoning = "";

    private Stub(Predicate<ChatCall> condition) {
      this.condition = condition;
    }

    /**
     * Puts reasoning before the answer.
     *
     * @param text the reasoning
     * @return this stub
     */
    public Stub reasoning(String text) {
      reasoning = text;
      return this;
    }

    /**
     * Answers with text.
     *
     * @param chunks the pieces of the text as a stream gives them
     * @return the chat of the fake
     */
    public FakeChat reply(String... chunks) {
      rules.add(condition, new ChatRules.Reply(List.of(chunks), reasoning, List.of()));
      return FakeChat.this;
    }

    /**
     * Answers with the call of a tool.
     *
     * @param name the name of the function
     * @param arguments its arguments as JSON text
     * @return the chat of the fake
     */
    public FakeChat callTool(String name, String arguments) {
      return callTools(new FakeToolCall(name, arguments));
    }

    /**
     * Answers with the calls of several tools at once.
     *
     * @param calls the calls in their order, one or more
     * @return the chat of the fake
     */
    public FakeChat callTools(FakeToolCall... calls) {
      List<ChatRules.Tool> tools =
          Stream.of(calls).map(call -> new ChatRules.Tool(call.name(), call.arguments())).toList();
      rules.add(condition, new ChatRules.Reply(List.of(), reasoning, tools));
      return FakeChat.this;
    }
  }
}
