package dev.loraport.testkit.internal.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Text in pieces of a word each, with the space before it: the tokens of the fakes. */
public final class Words {
  private static final Pattern WORD = Pattern.compile("\\s*\\S+");

  private Words() {}

  public static List<String> of(String text) {
    List<String> pieces = new ArrayList<>();
    Matcher matcher = WORD.matcher(text);
    while (matcher.find()) {
      pieces.add(matcher.group());
    }
    return pieces;
  }

  public static int count(String text) {
    return of(text).size();
  }

  /** A number that stands for a piece, always the same. */
  public static int token(String piece) {
    return Math.floorMod(piece.hashCode(), 100_000);
  }
}
