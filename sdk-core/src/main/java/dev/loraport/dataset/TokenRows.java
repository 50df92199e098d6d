package dev.loraport.dataset;

import java.util.Arrays;
import java.util.Set;

/** Reads rows of token ids, with lists that have an entry for each token. */
final class TokenRows {
  /** The lists beside {@code input_ids} that a row may have. */
  static final Set<String> OTHER_MEMBERS = Set.of("labels", "attention_mask", "position_ids");

  private static final String MASK = "attention_mask";
  private static final int ABSENT = -2;

  private final JsonCursor in;
  private final RowContext row;
  private final TextMeter meter;
  private final Word[] others;
  private final int[] sizes;
  private int tokens;

  TokenRows(JsonCursor in, RowContext row, TextMeter meter) {
    this.in = in;
    this.row = row;
    this.meter = meter;
    this.others = OTHER_MEMBERS.stream().sorted().map(Word::new).toArray(Word[]::new);
    this.sizes = new int[others.length];
  }

  void beginRow() {
    tokens = -1;
    Arrays.fill(sizes, ABSENT);
  }

  /** Reads the tokens at which the cursor stands. */
  void ids() throws BrokenRow {
    int offset = in.offset();
    tokens = list("input_ids");
    meter.addTokens(Math.max(0, tokens));
    if (tokens == 0 && row.warning("empty-content")) {
      row.tell(offset, "input_ids", "the row has no tokens; drop it");
    }
  }

  /** Reads one of the other lists, if the member is one; whether it was. */
  boolean other() throws BrokenRow {
    for (int i = 0; i < others.length; i++) {
      if (in.is(others[i])) {
        sizes[i] = list(others[i].text());
        return true;
      }
    }
    return false;
  }

  /** The entries of a list of whole numbers; -1 if it is none. */
  private int list(String name) throws BrokenRow {
    int value = in.value();
    int offset = in.offset();
    int size = 0;
    boolean whole = value == '[';
    if (whole) {
      in.beginArray();
      for (; in.nextElement(); size++) {
        int first = in.value();
        in.skip();
        whole &= (first == '-' || (first >= '0' && first <= '9')) && in.isWhole();
      }
    } else {
      in.skip();
    }
    if (!whole && row.error("not-token-ids")) {
      row.tell(offset, name, '"' + name + "\" must be a list of whole numbers");
    }
    return whole ? size : -1;
  }

  void end() {
    for (int i = 0; i < others.length; i++) {
      boolean unmasked = tokens >= 0 && sizes[i] == ABSENT && others[i].text().equals(MASK);
      if (unmasked && row.warning("missing-attention-mask")) {
        row.tell(
            0,
            "",
            "no \"attention_mask\": Together's documentation asks for one (1 for each token), its"
                + " own check does not; add it");
      }
      if (tokens >= 0 && sizes[i] >= 0 && sizes[i] != tokens && row.error("token-lists-differ")) {
        row.tell(
            0,
            others[i].text(),
            '"' + others[i].text() + "\" has " + sizes[i] + " entries for " + tokens + " tokens");
      }
    }
  }
}
