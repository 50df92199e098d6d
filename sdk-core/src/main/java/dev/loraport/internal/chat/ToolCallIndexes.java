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
    private @Nullable OpenCall open;

    int at(int index, @Nullable String id) {
      if (open != null && open.index != index) {
        open = null;
      }
      last = index;
      highest = Math.max(highest, index);
      if (id != null) {
        byId.put(id, index);
        identified.add(index);
      }
      return index;
    }

    /** An index that no call has. */
    int next() {
      if (highest == Integer.MAX_VALUE) {
        throw new IllegalArgumentException("no tool call can follow the index " + highest);
      }
      return highest + 1;
    }

    boolean isUnfinished(@Nullable String name) {
      return open != null && open.name.equals(name) && open.isUnfinished();
    }

    int sent(int sent, @Nullable String id, boolean named) {
      int before = bySent.getOrDefault(sent, sent);
      int index = before;
      if (id != null && byId.containsKey(id)) {
        index = byId.get(id);
      } else if (id != null && named && identified.contains(before)) {
        // Some servers number all calls of an answer 0. Others make up an id for each fragment, but
        // the name is on the first one only.
        index = next();
      }
      if (index != before) {
        bySent.put(sent, index);
      }
      return at(index, id);
    }
  }

  /** The last call, if it was begun by a name without an index. */
  private static final class OpenCall {
    private final int index;
    private final String name;
    private boolean begun;
    private int depth;
    private boolean quoted;
    private boolean escaped;

    OpenCall(int index, String name) {
      this.index = index;
      this.name = name;
    }

    /** Whether its arguments are still to come, or to be ended. */
    boolean isUnfinished() {
      return !begun || quoted || depth > 0;
    }

    void add(String arguments) {
      for (int i = 0; i < arguments.length(); i++) {
        char c = arguments.charAt(i);
        begun |= c > ' ';
        if (escaped) {
          escaped = false;
        } else if (c == '"') {
          quoted = !quoted;
        } else if (quoted) {
          escaped = c == '\\';
        } else if (c == '{' || c == '[') {
          depth++;
        } else if (c == '}' || c == ']') {
          depth--;
        }
      }
    }
  }

  /**
   * The index of a fragment: the one that was sent, or that of its id, or the call before. Without
   * both a name begins a call, unless it is that of a call whose arguments aren't whole yet: some
   * servers repeat it on each fragment, and two calls of one function follow each other whole.
   *
   * @param alone whether no other fragment of the choice is in its event
   */
  int of(
      int choice,
      @Nullable Integer sent,
      @Nullable String id,
      @Nullable String name,
      String arguments,
      boolean alone) {
    Calls calls = byChoice.computeIfAbsent(choice, any -> new Calls());
    String given = id == null || id.isEmpty() ? null : id;
    boolean named = name != null && !name.isEmpty();
    if (sent != null) {
      calls.open = null;
      return calls.sent(sent, given, named);
    }
    int before = calls.highest;
    int index;
    if (given != null) {
      Integer known = calls.byId.get(given);
      index = calls.at(known == null ? calls.next() : known, given);
    } else {
      boolean begins = named && !(alone && !arguments.isEmpty() && calls.isUnfinished(name));
      index = calls.at(begins ? calls.next() : Math.max(calls.last, 0), null);
    }
    if (index > before && name != null) {
      calls.open = new OpenCall(index, name);
    }
    if (calls.open != null) {
      calls.open.add(arguments);
    }
    return index;
  }
}
