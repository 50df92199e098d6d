package dev.loraport.dataset;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Measures texts as they stand in JSON, eight bytes at once: characters, an estimate of tokens, and
 * whether a look for secrets is worth while.
 *
 * <p>The estimate adds up the chance that a token begins between two neighbouring characters, by
 * the kinds of the two; {@link TokenWeights} says where the chances are from.
 */
final class TextMeter {
  /** Tokens that a chat template puts around each message. */
  static final int MESSAGE_TOKENS = 4;

  /** What one token counts in the units of this class. */
  static final int UNIT = TokenWeights.UNIT;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long HIGH = 0x8080808080808080L;
  private static final int WEIGHT_BITS = 12;
  private static final int WEIGHT_MASK = (1 << WEIGHT_BITS) - 1;
  private static final int LOW_SURROGATE = -1;
  private static final char[] PAIRS = TokenWeights.pairs(1 << WEIGHT_BITS);

  private int previous = '"';
  private long units;
  private long characters;
  private boolean trace;
  private int hidden;
  private final int[] leads = new int[64];
  private int leadCount;

  /** Begins a text; returns where the first quote, backslash or control character is. */
  int text(byte[] in, int from) {
    previous = '"';
    trace = false;
    hidden = 0;
    return run(in, from);
  }

  private int run(byte[] in, int from) {
    char[] pairs = PAIRS;
    int i = from;
    int before = previous;
    long sum = 0;
    long x = (long) LONGS.get(in, i);
    long stop = JsonCursor.stops(x);
    // eight at a time and nothing that depends on the text, so that one round need not wait for
    // another
    while (stop == 0) {
      if ((x & HIGH) != 0) {
        beyondAscii(x);
      }
      int part = part(pairs, x, before);
      sum += part & WEIGHT_MASK;
      if (part > WEIGHT_MASK) {
        trace |= Secrets.traceIn(in, i, i + 8);
      }
      before = (int) (x >>> 56);
      i += 8;
      x = (long) LONGS.get(in, i);
      stop = JsonCursor.stops(x);
    }
    int size = Long.numberOfTrailingZeros(stop) >>> 3;
    if (size > 0) {
      x &= -1L >>> (64 - 8 * size);
      if ((x & HIGH) != 0) {
        beyondAscii(x);
      }
      int part = part(pairs, x, before);
      sum += part & WEIGHT_MASK;
      if (part > WEIGHT_MASK) {
        trace |= Secrets.traceIn(in, i, i + size);
      }
      before = (int) (x >>> (8 * size - 8)) & 0xff;
    }
    units += sum;
    previous = before;
    return i + size;
  }

  private static int part(char[] pairs, long x, int before) {
    return pairs[((int) x & 0xff) << 8 | before]
        + pairs[(int) x & 0xffff]
        + pairs[(int) (x >>> 8) & 0xffff]
        + pairs[(int) (x >>> 16) & 0xffff]
        + pairs[(int) (x >>> 24) & 0xffff]
        + pairs[(int) (x >>> 32) & 0xffff]
        + pairs[(int) (x >>> 40) & 0xffff]
        + pairs[(int) (x >>> 48)];
  }

  private void beyondAscii(long x) {
    hidden += Long.bitCount(x & ~(x << 1) & HIGH);
    for (long lead = x & (x << 1) & HIGH; lead != 0; lead &= lead - 1) {
      leads[(int) (x >>> (Long.numberOfTrailingZeros(lead) - 7)) & 0x3f]++;
      leadCount++;
    }
  }

  /** Goes on behind an escape that is right; returns the next stop. */
  int escape(byte[] in, int at, int next) {
    int c = JsonCursor.unescaped(in[at + 1]);
    hidden += next - at - 1;
    if (c == 'u') {
      c = hex(in, at + 2);
      if (c >= 0x80) {
        c = lead(c);
      }
    }
    if (c == LOW_SURROGATE) {
      hidden++;
    } else {
      add(c);
      previous = c < 0x80 ? c : 0x80;
    }
    return run(in, next);
  }

  private static int hex(byte[] in, int at) {
    int value = 0;
    for (int i = at; i < at + 4; i++) {
      value = value << 4 | Character.digit(in[i], 16);
    }
    return value;
  }

  /** The first byte that a character outside ASCII has in UTF-8. */
  private int lead(int c) {
    if (Character.isLowSurrogate((char) c)) {
      return LOW_SURROGATE;
    }
    int lead =
        c < 0x800 ? 0xc0 | c >> 6 : Character.isHighSurrogate((char) c) ? 0xf0 : 0xe0 | c >> 12;
    leads[lead & 0x3f]++;
    leadCount++;
    return lead;
  }

  private void add(int c) {
    int pair = PAIRS[c << 8 | previous];
    units += pair & WEIGHT_MASK;
  }

  /** Ends a text of that many bytes. */
  void ends(int bytes) {
    characters += bytes - hidden;
  }

  /** Adds what stands there as it stands, such as the JSON of tools. */
  void addRaw(byte[] in, int from, int to) {
    previous = '"';
    for (int i = from; i < to; i++) {
      add(in[i] & 0xff);
      previous = in[i] & 0xff;
    }
  }

  /** Adds tokens that are not in the text, such as those of the template. */
  void addTokens(long more) {
    units += more * UNIT;
  }

  /** Whether the text that ended may hold a secret, so that a closer look is worth while. */
  boolean mayHoldSecret() {
    return trace;
  }

  /** Characters (Unicode code points) of all texts since the beginning. */
  long characters() {
    return characters;
  }

  /** Tokens since the beginning, {@link #UNIT} for each. */
  long units() {
    return units;
  }

  /** Takes another count of tokens in place of what was added since. */
  void setUnits(long exact) {
    units = exact;
  }

  /**
   * The script that most letters outside ASCII had since the last call, if they are many among so
   * many bytes; {@link Script#LATIN} else.
   */
  Script script(int bytes) {
    if (leadCount == 0) {
      return Script.LATIN;
    }
    Script most = leadCount * 8 < bytes ? Script.LATIN : Script.of(leads);
    Arrays.fill(leads, 0);
    leadCount = 0;
    return most;
  }
}
