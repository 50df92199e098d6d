package dev.loraport.internal.chat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells which tool call a fragment belongs to, also where the provider sends no index, or the same
 * one for all calls of an answer.
 */
final class ToolCallIndexes {
  private final Map<Integer, Calls> byChoice = new HashMap<>();

  private static final class Calls {
    private final Map<String, Integer> byId = new HashMap<>();
    private final Map<Integer, Integer> bySent = new HashMap<>(0);
    private final Set<Integer> identified = new HashSet<>();
    private int last = -1;
    private int highest = -1;

    int at(int index, @Nullable String id) {
      last = index;
      highest = Math.max(highest, index);
      if (id != null) {
        byId.put(id, index);
        identified.add(index);
      }
      return index;
    }

    int sent(int sent, @Nullable String id, boolean named) {
      int before = bySent.getOrDefault(sent, sent);
      int index = before;
      if (id != null && byId.containsKey(id)) {
        index = byId.get(id);
      } else if (id != null && named && identified.contains(before)) {
        // Some servers number all calls of an answer 0. Others make up an id for each fragment, but
        // the name is on the first one only.
        index = highest + 1;
      }
      if (index != before) {
        bySent.put(sent, index);
      }
      return at(index, id);
    }
  }

  /** The index of a fragment: the one that was sent, or that of its id, or the call before. */
  int of(int choice, @Nullable Integer sent, @Nullable String id, @Nullable String name) {
    Calls calls = byChoice.computeIfAbsent(choice, any -> new Calls());
    String given = id == null || id.isEmpty() ? null : id;
    boolean named = name != null && !name.isEmpty();
    if (sent != null) {
      return calls.sent(sent, given, named);
    }
    if (given != null) {
      return calls.at(calls.byId.getOrDefault(given, calls.highest + 1), given);
    }
    return calls.at(named ? calls.highest + 1 : Math.max(calls.last, 0), null);
  }
}
