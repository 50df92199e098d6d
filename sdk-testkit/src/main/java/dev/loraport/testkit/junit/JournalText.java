package dev.loraport.testkit.junit;

import dev.loraport.testkit.Journal;
import dev.loraport.testkit.RecordedCall;
import java.util.List;

/** A journal as lines for people. */
final class JournalText {
  private static final int LINES = 100;

  private JournalText() {}

  static String of(Journal journal) {
    List<RecordedCall> calls = journal.calls();
    int first = Math.max(0, calls.size() - LINES);
    long hidden = journal.dropped() + first;
    StringBuilder text = new StringBuilder(calls.isEmpty() ? "no calls" : "");
    if (hidden > 0) {
      text.append("(").append(hidden).append(" older calls)\n");
    }
    calls.subList(first, calls.size()).forEach(call -> text.append(call).append('\n'));
    journal.violations().forEach(line -> text.append("violation: ").append(line).append('\n'));
    return text.toString().stripTrailing();
  }
}
