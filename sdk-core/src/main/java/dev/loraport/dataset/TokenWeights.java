package dev.loraport.dataset;

import java.util.stream.Stream;

/**
 * How likely a token begins between two neighbouring characters of a text, by their kinds.
 *
 * <p>Fitted by least squares on 1,700 pieces of real text (chats, Markdown, SQL, Java, Python, and
 * Markdown in 42 languages; half of each was held back to measure the error), to the mean of the
 * tokenizers cl100k_base and o200k_base. docs/datasets.md has the errors.
 */
final class TokenWeights {
  /** What one token counts. */
  static final int UNIT = 128;

  // the kinds of a character, by its first byte in UTF-8; the rows and columns of the table
  private static final int LOWER = 0;

  private static final int UPPER = 1;

  private static final int DIGIT = 2;

  private static final int SPACE = 3;

  private static final int NEWLINE = 4;

  private static final int TAB = 5;

  private static final int QUOTE = 6;

  private static final int OPEN = 7;

  private static final int CLOSE = 8;

  private static final int SENTENCE = 9;

  private static final int MARK = 10;

  private static final int CONTINUATION = 11;

  private static final int LATIN = 12;

  private static final int ALPHABET = 13;

  private static final int INDIC = 14;

  private static final int PUNCTUATION = 15;

  private static final int KANA = 16;

  private static final int IDEOGRAPH = 17;

  private static final int HANGUL = 18;

  private static final int COMPATIBILITY = 19;

  private static final int EMOJI = 20;

  /** For each kind, what a character of each kind costs behind one of it. */
  private static final String TABLE =
      """
       15  22 153  43 159  15  73  19  64  50  64  15  86  43  26   0  43  46  40   5  15
       17   4 157  58 140  15  65  20  81  43 125  15  82   0  55 226  51  41  63   6  15
      142 239  68  24   7  15  84  45  54  92  80  15  15  15  15  28  21   0  11  15  15
       44  73 107  10   1  15  33 107  95  61  44  15 108  72  51  37  56 109  59  64  15
      143  66 176  21  25  15  42  93 113  50  54  15 197 131 110   0  70  77  70  15  15
       15  15  15  15  15  15  15  15  15  15  15  15  15  15  15  15  15  15  15  15  15
       86 114   0  74  65  15  34 138  77  77  52  15   9  70   2  91   8  85  68   2  15
       73  22  75  88 106  15 109  36  31  45 137  15  96  33 259  34  21  80  67  15  15
      274  86  11  78  53  15  61  53  23  51  98  15  15 166  32   4  85  36  44 115  15
       82  62  93  29   4  15  30  60  64  59  89  15  60 319  20 147  22  23  15  15  15
       59 148 102  94  90  15 104 109  82  69  13  15   0   3 108  80  57  61 139  10  15
        9  48  17  46  22  15  14  53 123  68   2  18  46  27  70 261  68  27  27  72  15
       15  15  15  15  15  15  15  15  15  15  15  80  15  15  15  15  15  15  15  15  15
       15  15  15  15  15  15  15  15  15  15  15  22  15  15  15  15  15  15  15  15  15
       15  15  15  15  15  15  15  15  15  15  15  26  15  15  15  15  15  15  15  15  15
       15  15  15  15  15  15  15  15  15  15  15 184  15  15  15  15  15  15  15  15  15
       15  15  15  15  15  15  15  15  15  15  15  21  15  15  15  15  15  15  15  15  15
       15  15  15  15  15  15  15  15  15  15  15  72  15  15  15  15  15  15  15  15  15
       15  15  15  15  15  15  15  15  15  15  15  52  15  15  15  15  15  15  15  15  15
       15  15  15  15  15  15  15  15  15  15  15  78  15  15  15  15  15  15  15  15  15
       15  15  15  15  15  15  15  15  15  15  15  15  15  15  15  15  15  15  15  15  15
      """;

  /** What each letter from a to z costs behind another one, since few of them begin a token. */
  private static final String LETTERS =
      "37 9 3 4 13 17 41 2 38 226 109 37 31 16 2 31 29 18 6 7 3 19 4 24 5 113";

  private TokenWeights() {}

  /**
   * What each byte costs behind each other one: at {@code byte << 8 | before}. Bytes of 0 cost
   * nothing.
   *
   * @param mark what is added for pairs of characters that secrets have
   */
  static char[] pairs(int mark) {
    int[][] table = TABLE.lines().map(TokenWeights::numbers).toArray(int[][]::new);
    int[] letters = numbers(LETTERS);
    char[] pairs = new char[1 << 16];
    for (int c = 1; c < 256; c++) {
      for (int before = 0; before < 256; before++) {
        boolean inWord = isLetter(c) && isLetter(before);
        pairs[c << 8 | before] = (char) (inWord ? letters[c - 'a'] : table[kind(before)][kind(c)]);
      }
    }
    for (String pair : Secrets.pairs()) {
      pairs[pair.charAt(1) << 8 | pair.charAt(0)] += (char) mark;
    }
    return pairs;
  }

  private static int[] numbers(String line) {
    return Stream.of(line.strip().split(" +")).mapToInt(Integer::parseInt).toArray();
  }

  private static boolean isLetter(int c) {
    return c >= 'a' && c <= 'z';
  }

  private static int kind(int c) {
    return c < 0x80 ? ascii(c) : beyondAscii(c);
  }

  private static int ascii(int c) {
    if (isLetter(c)) {
      return LOWER;
    }
    if (c >= 'A' && c <= 'Z') {
      return UPPER;
    }
    if (c >= '0' && c <= '9') {
      return DIGIT;
    }
    return switch (c) {
      case ' ' -> SPACE;
      case '\n', '\r' -> NEWLINE;
      case '\t' -> TAB;
      case '\'', '"', '`' -> QUOTE;
      case '(', '[', '{', '<' -> OPEN;
      case ')', ']', '}', '>' -> CLOSE;
      case '.', ',', ';', ':', '!', '?' -> SENTENCE;
      default -> MARK;
    };
  }

  private static int beyondAscii(int first) {
    if (first < 0xc0) {
      return CONTINUATION;
    }
    if (first < 0xce) {
      return LATIN;
    }
    if (first < 0xe0) {
      return ALPHABET;
    }
    if (first < 0xe2) {
      return INDIC;
    }
    if (first < 0xe4) {
      return first == 0xe2 ? PUNCTUATION : KANA;
    }
    if (first < 0xea) {
      return IDEOGRAPH;
    }
    if (first < 0xee) {
      return HANGUL;
    }
    return first < 0xf0 ? COMPATIBILITY : EMOJI;
  }
}
