package dev.loraport.testkit.internal.engine;

import java.util.ArrayList;
import java.util.List;

/** What a model said to one request, cut to its token limit; a chunk counts as a token. */
public record Said(ChatRules.Reply reply, String finishReason, int promptTokens) {
  private static final int TOKENS_OF_A_CALL = 4;

  public int completionTokens() {
    int tools = reply.tools().stream().mapToInt(Said::tokens).sum();
    int text = reply.chunks().size() + Words.count(reply.refusal());
    return text + reasoningTokens() + tools;
  }

  /** Those of the completion that are reasoning. */
  public int reasoningTokens() {
    return Words.count(reply.reasoning());
  }

  private static int tokens(ChatRules.Tool tool) {
    return Words.count(tool.arguments()) + TOKENS_OF_A_CALL;
  }

  /** The same, with at most so many chunks, or so many tokens of tool calls. */
  public Said cut(int limit) {
    int tools = reply.tools().stream().mapToInt(Said::tokens).sum();
    if (reply.chunks().size() + tools <= limit) {
      return this;
    }
    List<String> first = reply.chunks().subList(0, Math.min(limit, reply.chunks().size()));
    return new Said(reply.with(first, calls(limit - first.size())), "length", promptTokens);
  }

  /** The same, ended before the first of some texts; nothing comes behind it. */
  public Said stopped(List<String> stops) {
    String text = reply.text();
    int left =
        stops.stream()
            .filter(stop -> !stop.isEmpty())
            .mapToInt(text::indexOf)
            .filter(at -> at >= 0)
            .min()
            .orElse(-1);
    if (left < 0) {
      return this;
    }
    List<String> before = new ArrayList<>();
    for (String chunk : reply.chunks()) {
      if (left > 0) {
        before.add(chunk.substring(0, Math.min(left, chunk.length())));
      }
      left -= chunk.length();
    }
    return new Said(reply.with(before, List.of()), "stop", promptTokens);
  }

  /** The last call may end within its arguments, or before them. */
  private List<ChatRules.Tool> calls(int limit) {
    List<ChatRules.Tool> cut = new ArrayList<>();
    int left = limit;
    for (ChatRules.Tool tool : reply.tools()) {
      if (left < TOKENS_OF_A_CALL) {
        break;
      }
      List<String> words = Words.of(tool.arguments());
      int kept = Math.min(words.size(), left - TOKENS_OF_A_CALL);
      cut.add(
          kept == words.size()
              ? tool
              : new ChatRules.Tool(tool.name(), String.join("", words.subList(0, kept))));
      left -= TOKENS_OF_A_CALL + words.size();
    }
    return cut;
  }
}
