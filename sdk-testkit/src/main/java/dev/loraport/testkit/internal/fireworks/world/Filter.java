package dev.loraport.testkit.internal.fireworks.world;

import dev.loraport.testkit.internal.engine.Call;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The part of the filter grammar that the fake knows: fields equal to values, joined by AND. */
final class Filter {
  private static final Pattern TERM =
      Pattern.compile("([A-Za-z_][A-Za-z0-9_.]*)\\s*(=|!=)\\s*(\"[^\"]*\"|[^\\s\"]+)");

  private record Term(String field, boolean equal, String value) {
    boolean fits(ObjectNode item) {
      JsonNode node = item;
      for (String step : field.split("\\.", -1)) {
        node = node.path(Listing.camelCase(step));
      }
      return node.asString("").equals(value) == equal;
    }
  }

  private final List<Term> terms = new ArrayList<>();

  private Filter() {}

  static Filter parse(Call call, String text) {
    Filter filter = new Filter();
    if (text.isBlank()) {
      return filter;
    }
    for (String part : text.split("\\s+(?:AND|and)\\s+", -1)) {
      Matcher matcher = TERM.matcher(part.strip());
      if (!matcher.matches()) {
        call.problem("FakeFireworks does not understand the filter '" + text + "'");
        throw Code.INVALID_ARGUMENT.refuse("invalid filter \"" + text + "\"");
      }
      String value = matcher.group(3);
      boolean quoted = value.startsWith("\"");
      filter.terms.add(
          new Term(
              matcher.group(1),
              matcher.group(2).equals("="),
              quoted ? value.substring(1, value.length() - 1) : value));
    }
    return filter;
  }

  boolean fits(ObjectNode item) {
    return terms.stream().allMatch(term -> term.fits(item));
  }
}
