package dev.loraport.internal.chat;

import dev.loraport.chat.Usage;
import dev.loraport.internal.json.Parts;
import dev.loraport.json.Json;
import java.math.BigInteger;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Reads the tokens of a call, in the flat and in the nested form. */
final class UsageReader {
  private static final String CACHED = "cached_tokens";
  private static final String THOUGHT = "reasoning_tokens";

  private long prompt;
  private long completion;
  private OptionalLong total = OptionalLong.empty();
  private OptionalLong cached = OptionalLong.empty();
  private OptionalLong thought = OptionalLong.empty();
  private Map<String, Json> extra = Map.of();

  private UsageReader() {}

  /** The usage at whose object the parser stands. */
  static Usage read(JsonParser in) {
    return new UsageReader().object(in);
  }

  private Usage object(JsonParser in) {
    for (String name = Members.next(in); name != null; name = Members.next(in)) {
      if (in.hasToken(JsonToken.START_OBJECT) && name.endsWith("_tokens_details")) {
        details(name, in);
      } else if (!count(name, in)) {
        keep(name, Members.present(in));
      }
    }
    return new Usage(prompt, completion, total.orElse(prompt + completion), cached, thought, extra);
  }

  private boolean count(String name, JsonParser in) {
    long count;
    if (Members.isLong(in)) {
      count = in.getLongValue();
    } else {
      BigInteger number = Members.whole(in);
      if (number == null || number.bitLength() > 63) {
        return false;
      }
      count = number.longValue();
    }
    switch (name) {
      case "prompt_tokens" -> prompt = count;
      case "completion_tokens" -> completion = count;
      case "total_tokens" -> total = OptionalLong.of(count);
      case CACHED -> cached = OptionalLong.of(count);
      case THOUGHT -> thought = OptionalLong.of(count);
      default -> {
        return false;
      }
    }
    return true;
  }

  private void details(String group, JsonParser in) {
    Map<String, Json> others = Map.of();
    for (String name = Members.next(in); name != null; name = Members.next(in)) {
      boolean known = name.equals(CACHED) || name.equals(THOUGHT);
      if (!known || !count(name, in)) {
        Json value = Members.present(in);
        if (value != null) {
          others = Parts.with(others, name, value);
        }
      }
    }
    if (!others.isEmpty()) {
      keep(group, Json.object(others));
    }
  }

  private void keep(String name, @Nullable Json value) {
    if (value != null) {
      extra = Parts.with(extra, name, value);
    }
  }
}
