package dev.loraport.dataset;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads one row of a file whose format is known, no tree in between. */
final class RowReader {
  private static final Word PROMPT = new Word("prompt");
  private static final Word MESSAGES = new Word("messages");
  private static final Word TOOLS = new Word("tools");
  private static final Word WEIGHT = new Word("weight");
  private static final int NAMES_KEPT = 8;

  private final JsonCursor in = new JsonCursor();
  private final TextMeter meter = new TextMeter();
  private final DatasetRules rules;
  private final DatasetFormat format;
  private final String expected;
  private final RowContext row;
  private final MessageTexts texts;
  private final ContentParts parts;
  private final MessageReader messages;
  private final TokenRows tokens;
  private final Word[] members;
  private final int[] seenAt;
  private final int[] unknownAt = new int[NAMES_KEPT];
  private final int[] unknownLength = new int[NAMES_KEPT];
  private int unknown;
  private long unrolled;

  /**
   * Makes one.
   *
   * @param expected which members a row must have and why, for one that lacks them
   */
  RowReader(
      DatasetRules rules,
      DatasetFormat format,
      String expected,
      FindingLog log,
      @Nullable TokenCounter counter) {
    this.rules = rules;
    this.format = format;
    this.expected = expected;
    this.row = new RowContext(log);
    this.texts = new MessageTexts(in, row, meter, counter);
    this.parts = new ContentParts(in, rules, row, texts);
    this.messages = new MessageReader(in, rules, row, meter, texts, parts);
    this.tokens = new TokenRows(in, row, meter);
    this.members = format.members().stream().map(Word::new).toArray(Word[]::new);
    this.seenAt = new int[members.length];
  }

  TextMeter meter() {
    return meter;
  }

  MessageReader messages() {
    return messages;
  }

  /** The tokens of the last row when each user turn is an item with all before it, in units. */
  long unrolled() {
    return unrolled;
  }

  /** Reads one line; what is wrong with it goes to the log. */
  void read(byte[] bytes, int start, int length, int line) {
    row.begin(bytes, start, length, line);
    in.begin(bytes, start, start + length);
    long before = meter.units();
    unrolled = 0;
    try {
      if (in.value() == '{') {
        members(before);
      } else {
        if (row.error("not-an-object")) {
          row.tell(in.offset(), "", "each line must be one JSON object: {\"messages\": …}");
        }
        in.skip();
      }
      if (in.hasMore() && row.error("more-than-one-value")) {
        row.tell(
            in.offset(),
            "",
            "text goes on behind the object; put each example on a line of its own");
      }
    } catch (BrokenRow e) {
      if (row.error(e.code())) {
        row.tell(e.offset(), "", String.valueOf(e.getMessage()));
      }
    }
    if (unrolled == 0) {
      unrolled = meter.units() - before;
    }
  }

  private void members(long unitsBefore) throws BrokenRow {
    unknown = 0;
    for (int i = 0; i < seenAt.length; i++) {
      seenAt[i] = -1;
    }
    long conversation = 0;
    parts.beginRow();
    tokens.beginRow();
    in.beginObject();
    while (in.nextMember()) {
      int offset = in.stringOffset() - 1;
      int member = indexOf();
      if (member >= 0) {
        if (seenAt[member] >= 0 && row.error("duplicate-member")) {
          row.tell(
              offset,
              members[member].text(),
              "the row has two of \"" + members[member].text() + '"');
        }
        seenAt[member] = offset;
        long units = meter.units();
        value(member);
        conversation += meter.units() - units;
      } else if (!other()) {
        if (unknown < NAMES_KEPT) {
          unknownAt[unknown] = in.stringOffset();
          unknownLength[unknown++] = in.length();
        }
        in.skip();
      }
    }
    if (format == DatasetFormat.CHAT && messages.conversation().items() > 0) {
      long around = meter.units() - unitsBefore - conversation;
      unrolled = messages.conversation().unrolled() + around * messages.conversation().items();
    }
    complete();
  }

  private int indexOf() {
    for (int i = 0; i < members.length; i++) {
      if (in.is(members[i])) {
        return i;
      }
    }
    return -1;
  }

  private void value(int member) throws BrokenRow {
    switch (format) {
      case CHAT -> messages.read(Conversation.Kind.CHAT, "messages");
      case PROMPTS -> messages.read(Conversation.Kind.PROMPT, "messages");
      case TEXT, INSTRUCTION -> text(members[member].text());
      case TOKENS -> tokens.ids();
      case PREFERENCE -> {
        if (member == 0) {
          input();
        } else {
          messages.read(Conversation.Kind.OUTPUT, members[member].text());
        }
      }
      case CHOSEN_REJECTED -> {
        if (in.value() == '[') {
          messages.read(Conversation.Kind.CHAT, members[member].text());
        } else {
          text(members[member].text());
        }
      }
    }
  }

  /** A member that is neither one of the format's own nor unknown; whether it was read. */
  private boolean other() throws BrokenRow {
    if (in.is(WEIGHT) && format.knows("weight", rules)) {
      weight();
      return true;
    }
    if (in.is(TOOLS) && format.knows("tools", rules)) {
      tools("tools");
      return true;
    }
    if (format == DatasetFormat.TOKENS) {
      return tokens.other();
    }
    if (format == DatasetFormat.CHOSEN_REJECTED && in.is(PROMPT)) {
      if (in.value() == '[') {
        messages.read(Conversation.Kind.PREFERENCE_PROMPT, "prompt");
      } else {
        text("prompt");
      }
      return true;
    }
    return false;
  }

  private void text(String name) throws BrokenRow {
    texts.begin("", -1);
    int value = in.value();
    int offset = in.offset();
    boolean some;
    if (value == '"') {
      some = texts.text(name);
    } else if (value == '[' && format != DatasetFormat.CHOSEN_REJECTED) {
      parts.beginMessage(name);
      some = parts.read();
      parts.end(name.equals("completion") ? "assistant" : "user", offset);
    } else {
      if (row.error("not-a-text")) {
        row.tell(offset, name, '"' + name + "\" must be a text");
      }
      in.skip();
      return;
    }
    meter.script(0);
    boolean answer = name.equals("completion") || name.equals("chosen");
    if (!some && row.warning(answer ? "empty-answer" : "empty-content")) {
      row.tell(
          offset,
          name,
          answer
              ? "the answer is empty, so the model learns to say nothing"
              : "the text is empty; fill it or drop the row");
    }
  }

  private void input() throws BrokenRow {
    if (in.value() != '{') {
      if (row.error("messages-not-a-list")) {
        row.tell(in.offset(), "input", "\"input\" must be an object: {\"messages\": [\u2026]}");
      }
      in.skip();
      return;
    }
    int offset = in.offset();
    boolean found = false;
    in.beginObject();
    while (in.nextMember()) {
      if (in.is(MESSAGES)) {
        found = true;
        messages.read(Conversation.Kind.PREFERENCE_PROMPT, "input.messages");
      } else if (in.is(TOOLS)) {
        tools("input.tools");
      } else {
        in.skip();
      }
    }
    if (!found && row.error("missing-messages")) {
      row.tell(offset, "input", "no \"messages\" in \"input\"; the prompt is a list of messages");
    }
  }

  private void tools(String path) throws BrokenRow {
    int value = in.value();
    if (value == '[') {
      texts.json();
      return;
    }
    if (value != 'n' && row.error("tools-not-a-list")) {
      row.tell(in.offset(), path, '"' + path + "\" must be a list");
    }
    in.skip();
  }

  private void weight() throws BrokenRow {
    int value = in.value();
    int offset = in.offset();
    in.skip();
    if ((value < '0' || value > '9') && row.error("bad-row-weight")) {
      row.tell(offset, "weight", "the weight of a row must be a number from 0 on");
    }
  }

  private void complete() {
    for (int i = 0; i < members.length; i++) {
      if (seenAt[i] < 0) {
        missing(members[i].text());
        return;
      }
    }
    if (format == DatasetFormat.PROMPTS) {
      return;
    }
    tokens.end();
    // who takes token ids refuses a file with another column
    Treatment other = format == DatasetFormat.TOKENS ? Treatment.REFUSE : rules.otherRowMembers();
    for (int i = 0; i < unknown; i++) {
      if (row.finds(other, "unknown-member")) {
        List<String> known = new ArrayList<>(format.members());
        Stream.of(rules.rowMembers(), TokenRows.OTHER_MEMBERS)
            .flatMap(Set::stream)
            .filter(name -> format.knows(name, rules))
            .sorted()
            .forEach(known::add);
        row.tell(
            unknownAt[i] - 1,
            "",
            "unknown member "
                + RowContext.quoted(in.textAt(unknownAt[i], unknownLength[i]))
                + "; "
                + rules.name()
                + " knows "
                + String.join(", ", known));
      }
    }
  }

  private void missing(String member) {
    if (!row.error("missing-" + member)) {
      return;
    }
    Set<String> names = new LinkedHashSet<>();
    Set<String> shown = new LinkedHashSet<>();
    for (int i = 0; i < unknown; i++) {
      String name = in.textAt(unknownAt[i], unknownLength[i]);
      names.add(name);
      shown.add(RowContext.quoted(name));
    }
    @Nullable DatasetFormat found = FormatFinder.of(names);
    boolean foreign = found == null;
    for (int at : seenAt) {
      foreign &= at < 0;
    }
    row.tell(
        0,
        "",
        (foreign ? "the format of the row is not recognised" : "no \"" + member + '"')
            + (found == null ? "" : " (the row has the " + found.id() + " format)")
            + (foreign && unknown > 0 ? ": it has " + String.join(", ", shown) : "")
            + "; "
            + expected);
  }
}
