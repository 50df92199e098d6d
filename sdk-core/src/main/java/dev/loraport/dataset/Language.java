package dev.loraport.dataset;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/**
 * In which of seven languages a text in Latin letters is, by how often it has their commonest
 * words. A guess: a text that is short, in code or in another language is {@link #UNKNOWN}.
 */
enum Language {
  UNKNOWN(""),
  // without words of Python, Java and SQL such as for and not, unless another language has them too
  ENGLISH(
      "the of to it you are have your can what which would an was so me but at they their has he"
          + " she were there will more who that his her its our we my about when than these as do in is"
          + " no on come over plus per door son die am"),
  GERMAN(
      "der die das und ist nicht ein eine einen zu den dem des mit von sich auf für auch wie ich sie"
          + " wird kann oder bei als es im in an was so aus nach werden haben sind wir zur zum ihr"),
  FRENCH(
      "le la les et des est pas une un que qui pour dans sur vous avec plus par ce sont ne du au il"
          + " nous votre en de on ou cette être aux leur elle ses je se sans tout"),
  SPANISH(
      "el la los las que es por para con una un del de se no como más su lo pero este está en son al"
          + " sin sus ha todo toda cada sobre ser muy qué esta puede"),
  ITALIAN(
      "il la di che è non una un per con del sono della si come più le gli nel questo ma anche in da"
          + " lo al alla dei delle ha ogni essere senza suo sua se no degli"),
  PORTUGUESE(
      "os as que de do da não uma um para com em por mais dos das se como na no são você ao seu sua"
          + " ser tem sem todo toda foi ou também isso está nos pela pelo"),
  DUTCH(
      "de het een en van is dat niet op te zijn voor met die er aan ook als maar naar bij wordt in om"
          + " of deze dit uit heeft worden kan zich je ik wij door over tot");

  /** The beginning of a text that is looked at: enough, and little beside the whole check. */
  private static final int WINDOW = 192;

  private static final int STEP = 64;

  /**
   * What a text must have of a language: 2 for each word of its own, 1 for one that others share.
   */
  private static final int LEAST = 6;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101010101010101L;
  private static final long HIGH = 0x8080808080808080L;
  private static final int SLOT_BITS = 10;
  private static final Language[] ALL = values();

  // the words, and in a byte for each language whether it has the word; each is at its slot or
  // behind
  private static final long[] WORDS = new long[(1 << SLOT_BITS) + 1];
  private static final long[] OWNERS = new long[(1 << SLOT_BITS) + 1];
  private static final long FACTOR = factor();

  private final String words;

  Language(String words) {
    this.words = words;
  }

  /** The language of a text in UTF-8, behind which eight bytes can be read. */
  static Language of(byte[] text, int from, int to) {
    long counts = 0;
    boolean within = false;
    int at = from;
    Language told = UNKNOWN;
    // mostly the first few words tell
    for (int end = from + STEP; told == UNKNOWN && at < Math.min(to, from + WINDOW); end += STEP) {
      while (at < Math.min(to, end)) {
        long x = (long) LONGS.get(text, at);
        int size = letters(x);
        if (size == 8) {
          within = true; // longer than any of the words
          at += 8;
          continue;
        }
        if (!within && size > 1) {
          // without a branch, which would be mispredicted at every other word
          long word = lower(x, size);
          int slot = slot(word, FACTOR);
          counts += (WORDS[slot] == word ? OWNERS[slot] : 0);
          counts += (WORDS[slot + 1] == word ? OWNERS[slot + 1] : 0);
        }
        within = false;
        at += size + 1;
      }
      told = most(counts);
    }
    return told;
  }

  private static Language most(long counts) {
    Language best = UNKNOWN;
    int most = 0;
    int second = 0;
    for (int i = 1; i < ALL.length; i++) {
      int count = (int) (counts >>> (8 * i)) & 0xff;
      if (count > most) {
        second = most;
        most = count;
        best = ALL[i];
      } else {
        second = Math.max(second, count);
      }
    }
    return most >= LEAST && 2 * most >= 3 * second ? best : UNKNOWN;
  }

  /** How many of the eight bytes are letters before the first that is none. */
  private static int letters(long x) {
    long low = (x | 0x20 * ONES) & ~HIGH;
    long letter = ((low + (0x80 - 'a') * ONES) & ~(low + (0x7f - 'z') * ONES)) | x;
    return Long.numberOfTrailingZeros(~letter & HIGH) >>> 3;
  }

  // the first letter alone: a word in capitals is rather SQL or a constant
  private static long lower(long x, int size) {
    return (x | 0x20) & (1L << (8 * size)) - 1;
  }

  private static int slot(long word, long factor) {
    return (int) ((word * factor) >>> (64 - SLOT_BITS));
  }

  /** Fills the table, and gives the number by which each word finds room in it. */
  private static long factor() {
    long factor = 0x9e3779b97f4a7c15L;
    while (!fill(factor)) {
      factor += 0x632be59bd9b4e01aL;
    }
    return factor;
  }

  private static boolean fill(long factor) {
    Arrays.fill(WORDS, 0);
    Arrays.fill(OWNERS, 0);
    for (int i = 1; i < ALL.length; i++) {
      for (String text : ALL[i].words.split(" ", -1)) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        long word = lower((long) LONGS.get(Arrays.copyOf(bytes, 8), 0), bytes.length);
        int slot = slot(word, factor);
        if (WORDS[slot] != word && WORDS[slot] != 0) {
          slot++;
        }
        if (WORDS[slot] != word && WORDS[slot] != 0) {
          return false;
        }
        WORDS[slot] = word;
        OWNERS[slot] |= 1L << (8 * i);
      }
    }
    for (int slot = 0; slot < OWNERS.length; slot++) {
      // a word of one language alone tells twice as much
      OWNERS[slot] <<= Long.bitCount(OWNERS[slot]) == 1 ? 1 : 0;
    }
    return true;
  }

  @Override
  public String toString() {
    return name().charAt(0) + name().substring(1).toLowerCase(Locale.ROOT);
  }
}
