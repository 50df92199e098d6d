package dev.loraport.dataset;

/**
 * Counts the characters of texts and estimates their tokens in one pass.
 *
 * <p>The estimate follows how byte-pair tokenizers of open models cut text: a word is one token up
 * to about its seventh letter, digits go in groups, a single space belongs to the word behind it,
 * other scripts cost a share of a token a character.
 */
final class TextMeter {
  /** Tokens that a chat template puts around each message. */
  static final int MESSAGE_TOKENS = 4;

  private static final double LONG_WORD_LETTER = 0.16;
  private static final double DIGIT = 0.5;
  private static final double FIRST_MARK = 0.8;
  private static final double NEXT_MARK = 0.4;
  private static final double SPACE_RUN = 0.7;
  private static final double LATIN_LETTER = 0.55;
  private static final double ALPHABET_LETTER = 0.38;
  private static final double IDEOGRAPH = 0.77;
  private static final double OTHER = 1.3;

  private enum Kind {
    NONE,
    WORD,
    CAPITAL,
    DIGIT,
    SPACE,
    MARK
  }

  private static final Kind[] ASCII = ascii();

  private long characters;
  private double tokens;

  private static Kind[] ascii() {
    Kind[] kinds = new Kind[128];
    for (char c = 0; c < 128; c++) {
      kinds[c] =
          c >= 'a' && c <= 'z'
              ? Kind.WORD
              : c >= 'A' && c <= 'Z'
                  ? Kind.CAPITAL
                  : c >= '0' && c <= '9' ? Kind.DIGIT : c <= ' ' ? Kind.SPACE : Kind.MARK;
    }
    return kinds;
  }

  /** Adds a text. */
  void add(char[] text, int start, int length) {
    double sum = 0;
    int surrogates = 0;
    Kind before = Kind.NONE;
    int run = 0;
    for (int i = start, end = start + length; i < end; i++) {
      char c = text[i];
      if (c >= 128) {
        if (Character.isLowSurrogate(c)) {
          surrogates++;
        } else {
          sum += beyondAscii(c);
        }
        before = Kind.NONE;
        continue;
      }
      Kind kind = ASCII[c];
      boolean sameWord = kind == before || (kind == Kind.WORD && before == Kind.CAPITAL);
      run = sameWord ? run + 1 : 1;
      switch (kind) {
        case WORD -> sum += run == 1 ? 1 : run > 7 ? LONG_WORD_LETTER : 0;
        case CAPITAL -> sum += run == 1 ? 1 : run > 4 ? 2 * LONG_WORD_LETTER : 0;
        case DIGIT -> sum += DIGIT;
        case MARK -> sum += run == 1 ? FIRST_MARK : NEXT_MARK;
        case SPACE -> sum += run == 2 || (run == 1 && c == '\n') ? SPACE_RUN : 0;
        case NONE -> throw new AssertionError();
      }
      before = kind;
    }
    characters += length - surrogates;
    tokens += sum;
  }

  private static double beyondAscii(char c) {
    if (c < 0x250) {
      return LATIN_LETTER;
    }
    if (c < 0x1100) {
      return ALPHABET_LETTER;
    }
    return (c >= 0x2e80 && c < 0xd800) || (c >= 0xf900 && c < 0xfb00) ? IDEOGRAPH : OTHER;
  }

  /** Adds tokens that are not text, such as those of the template. */
  void addTokens(int more) {
    tokens += more;
  }

  /** Characters (Unicode code points) so far. */
  long characters() {
    return characters;
  }

  /** Estimated tokens so far. */
  long tokens() {
    return Math.round(tokens);
  }
}
