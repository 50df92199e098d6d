package dev.loraport.internal.chat;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tells which tool call a fragment belongs to, also where the provider sends no index. */
final class ToolCallIndexes {
  private final Map<Integer, Calls> byChoice = new HashMap<>();

  private static final class Calls {
    private final Map<String, Integer> byId = new HashMap<>();
    private int last = -1;
    private int highest = -1;

    int at(int index, @Nullable String id) {
      last = index;
      highest = Math.max(highest, index);
      if (id != null && !id.isEmpty()) {
        byId.put(id, index);
      }
      return index;
    }
  }

  /** The index of a fragment: the one that was sent, or that of its id, or the call before. */
  int of(int choice, @Nullable Integer sent, @Nullable String id, @Nullable String name) {
    Calls calls = byChoice.computeIfAbsent(choice, any -> new Calls());
    if (sent != null) {
      return calls.at(sent, id);
    }
    if (id != null && !id.isEmpty()) {
      return calls.at(calls.byId.getOrDefault(id, calls.highest + 1), id);
    }
    boolean begins = name != null && !name.isEmpty();
    return calls.at(begins ? calls.highest + 1 : Math.max(calls.last, 0), null);
  }
}
