package dev.loraport.dataset;

import org.jspecify.annotations.Nullable;

/** The texts of one message or row: measures them and looks for secrets. */
final class MessageTexts {
  private static final Word FUNCTION = new Word("function");
  private static final Word NAME = new Word("name");
  private static final Word ARGUMENTS = new Word("arguments");

  private final JsonCursor in;
  private final RowContext row;
  private final TextMeter meter;
  private final @Nullable TokenCounter counter;
  private String list = "";
  private int index = -1;
  private int bytes;
  private int longestAt;
  private int longest;

  MessageTexts(JsonCursor in, RowContext row, TextMeter meter, @Nullable TokenCounter counter) {
    this.in = in;
    this.row = row;
    this.meter = meter;
    this.counter = counter;
  }

  /** Begins a message of that list; an index below 0 stands for the row itself. */
  void begin(String listPath, int messageIndex) {
    list = listPath;
    index = messageIndex;
    bytes = 0;
    longest = 0;
    meter.addTokens(messageIndex < 0 ? 0 : TextMeter.MESSAGE_TOKENS);
  }

  /** The path of a member of the message, which begins with a dot; of the message, if empty. */
  String path(String member) {
    if (index >= 0) {
      return list + '[' + index + ']' + member;
    }
    return member.startsWith(".") ? member.substring(1) : member;
  }

  /** The bytes of the texts of the message so far. */
  int bytes() {
    return bytes;
  }

  /** The language of the longest text of the message so far. */
  Language language() {
    return in.languageAt(longestAt, longest);
  }

  /** Takes the text at which the cursor stands; whether there is more than white space. */
  boolean text(String member) throws BrokenRow {
    return text(member, -1);
  }

  /** Takes a text in the part of that number, if the number is not below 0. */
  boolean text(String member, int part) throws BrokenRow {
    int offset = in.offset();
    long before = meter.units();
    in.measure(meter);
    bytes += in.length();
    if (in.length() > longest) {
      longest = in.length();
      longestAt = in.stringOffset();
    }
    if (counter != null) {
      meter.setUnits(before + counter.count(in.string()) * TextMeter.UNIT);
    }
    if (meter.mayHoldSecret()) {
      secret(offset, part < 0 ? member : member + '[' + part + "].text");
    }
    return !in.isBlank();
  }

  private void secret(int offset, String member) {
    String kind = Secrets.find(in.string());
    if (kind != null && row.warning("possible-secret")) {
      row.tell(
          offset,
          path(member),
          "the text seems to hold " + kind + "; remove it: a model repeats what it was taught");
    }
  }

  void reasoning(String name) throws BrokenRow {
    int value = in.value();
    if (value == '"') {
      text(name);
      return;
    }
    if (value != 'n' && row.error("bad-reasoning")) {
      row.tell(in.offset(), path(name), name.substring(1) + " must be a text");
    }
    in.skip();
  }

  /** Reads a list of tool calls; whether it has one. */
  boolean toolCalls() throws BrokenRow {
    int value = in.value();
    if (value == 'n') {
      in.skip();
      return false;
    }
    if (value != '[') {
      badCall(".tool_calls", "tool_calls must be a list");
      return true;
    }
    int call = 0;
    in.beginArray();
    for (; in.nextElement(); call++) {
      toolCall(call);
    }
    return call > 0;
  }

  private static String call(int index) {
    return ".tool_calls[" + index + ']';
  }

  private void toolCall(int index) throws BrokenRow {
    if (in.value() != '{') {
      badCall(call(index), "a tool call must be an object");
      return;
    }
    int offset = in.offset();
    boolean function = false;
    in.beginObject();
    while (in.nextMember()) {
      if (in.is(FUNCTION) && in.value() == '{') {
        function = true;
        function(index);
      } else {
        in.skip();
      }
    }
    if (!function && row.error("bad-tool-call")) {
      row.tell(offset, path(call(index)), "a tool call must name its function");
    }
  }

  private void function(int index) throws BrokenRow {
    int offset = in.offset();
    boolean named = false;
    in.beginObject();
    while (in.nextMember()) {
      boolean name = in.is(NAME);
      boolean arguments = in.is(ARGUMENTS);
      boolean text = in.value() == '"';
      if (name && text) {
        named = text(call(index) + ".function.name");
      } else if (arguments && text) {
        text(call(index) + ".function.arguments");
      } else if (arguments) {
        badCall(
            call(index) + ".function.arguments", "the arguments must be JSON as a text: \"{…}\"");
      } else {
        in.skip();
      }
    }
    if (!named && row.error("bad-tool-call")) {
      row.tell(offset, path(call(index) + ".function"), "the function of a tool call has no name");
    }
  }

  private void badCall(String member, String what) throws BrokenRow {
    if (row.error("bad-tool-call")) {
      row.tell(in.offset(), path(member), what);
    }
    in.skip();
  }

  /** Takes the JSON value at which the cursor stands as the template shows it to the model. */
  void json() throws BrokenRow {
    int from = in.offset();
    in.skip();
    if (counter == null) {
      in.measureFrom(from, meter);
    } else {
      meter.addTokens(counter.count(in.textFrom(from)));
    }
  }
}
