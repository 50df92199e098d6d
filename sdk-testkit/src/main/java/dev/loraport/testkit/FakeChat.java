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
    private String end = "";
    private List<String> before = List.of();

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
     * Puts text before the calls of tools.
     *
     * @param chunks the pieces of the text as a stream gives them
     * @return this stub
     */
    public Stub saying(String... chunks) {
      before = List.of(chunks);
      return this;
    }

    /**
     * Ends the answer with another finish reason than {@code stop} or {@code tool_calls}; what is
     * cut by {@code max_tokens} ends with {@code length} all the same, and what a stop sequence of
     * the request ends, with {@code stop}.
     *
     * @param finishReason one that the sources of the provider have: {@code length} all three,
     *     {@code content_filter} Nebius alone; others are refused with an {@link
     *     IllegalArgumentException} when the stub is filled
     * @return this stub
     */
    public Stub endingWith(String finishReason) {
      end = finishReason;
      return this;
    }

    /**
     * Answers with a refusal in place of content, in the member {@code refusal} of the message. As
     * of 2026-11 only the sources on Nebius have one; they do not name it where they tell of
     * streams, so there it comes in pieces, as OpenAI sends it.
     *
     * @param text why the model declines
     * @return the chat of the fake
     * @throws IllegalArgumentException if the provider is not known to have the member
     */
    public FakeChat refuse(String text) {
      return say(List.of(), List.of(), text);
    }

    private FakeChat say(List<String> chunks, List<ChatRules.Tool> tools, String refusal) {
      rules.add(condition, new ChatRules.Reply(chunks, reasoning, tools, refusal, end));
      return FakeChat.this;
    }

    /**
     * Answers with text.
     *
     * @param chunks the pieces of the text as a stream gives them
     * @return the chat of the fake
     */
    public FakeChat reply(String... chunks) {
      return say(Stream.concat(before.stream(), Stream.of(chunks)).toList(), List.of(), "");
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
      return say(before, tools, "");
    }
  }
}
