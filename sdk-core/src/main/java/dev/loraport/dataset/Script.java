package dev.loraport.dataset;

/** How a language is written, as far as the first bytes of its letters tell. */
enum Script {
  LATIN(0xc2, 0xcd),
  GREEK(0xce, 0xcf),
  CYRILLIC(0xd0, 0xd3),
  ARMENIAN_OR_HEBREW(0xd4, 0xd7),
  ARABIC(0xd8, 0xdf),
  INDIC_OR_THAI(0xe0, 0xe1),
  JAPANESE(0xe3, 0xe3),
  CHINESE(0xe4, 0xe9),
  KOREAN(0xea, 0xed);

  private static final Script[] ALL = values();

  private final int first;
  private final int last;

  Script(int first, int last) {
    this.first = first;
    this.last = last;
  }

  /** The script that most letters have; Latin where none has any. */
  static Script of(int[] leads) {
    Script most = LATIN;
    int best = 0;
    for (Script script : ALL) {
      int count = 0;
      for (int lead = script.first; lead <= script.last; lead++) {
        count += leads[lead & 0x3f];
      }
      if (count > best) {
        best = count;
        most = script;
      }
    }
    // a Japanese text has more Chinese characters than syllables, and a Chinese one no syllables
    boolean syllables = leads[0xe3 & 0x3f] * 4 > best;
    return most == CHINESE && syllables ? JAPANESE : most;
  }

  @Override
  public String toString() {
    return switch (this) {
      case LATIN -> "Latin";
      case GREEK -> "Greek";
      case CYRILLIC -> "Cyrillic";
      case ARMENIAN_OR_HEBREW -> "Armenian or Hebrew";
      case ARABIC -> "Arabic";
      case INDIC_OR_THAI -> "Indic or Thai";
      case JAPANESE -> "Japanese";
      case CHINESE -> "Chinese";
      case KOREAN -> "Korean";
    };
  }
}
