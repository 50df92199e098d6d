package dev.loraport.samples;

import dev.loraport.Providers;
import dev.loraport.catalog.Fact;
import dev.loraport.catalog.Facts;
import dev.loraport.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Prints what each provider takes of adapters, as the Markdown of {@code docs/adapters.md}. */
public final class AdapterRulesTable {
  private static final String TOPICS = "adapter.";

  private AdapterRulesTable() {}

  /** Prints the table. */
  public static void main(String[] args) {
    System.out.print(text());
  }

  static String text() {
    List<Facts> providers = Providers.known().stream().map(Providers::facts).toList();
    Set<String> topics = new TreeSet<>();
    for (Facts facts : providers) {
      facts.all().stream()
          .map(Fact::topic)
          .filter(topic -> topic.startsWith(TOPICS))
          .forEach(topics::add);
    }
    StringBuilder text = new StringBuilder("| rule |");
    providers.forEach(facts -> text.append(' ').append(facts.provider()).append(" |"));
    text.append("\n|---|").append("---|".repeat(providers.size())).append('\n');
    Set<String> sources = new TreeSet<>();
    for (String topic : topics) {
      text.append("| `").append(topic).append("` |");
      for (Facts facts : providers) {
        text.append(' ').append(cell(facts, topic, sources)).append(" |");
      }
      text.append('\n');
    }
    text.append("\nSources:\n\n");
    sources.forEach(source -> text.append("- ").append(source).append('\n'));
    return text.toString();
  }

  private static String cell(Facts facts, String topic, Set<String> sources) {
    List<String> values = new ArrayList<>();
    for (Fact fact : facts.all()) {
      if (fact.topic().equals(topic)) {
        sources.add(facts.provider() + ": " + fact.source());
        values.add(
            value(fact)
                + (fact.subject().equals(Fact.ANY) ? "" : " for " + fact.subject())
                + ", from "
                + fact.from()
                + fact.until().map(end -> " to " + end).orElse(""));
      }
    }
    return values.isEmpty() ? "not known" : String.join("; ", values);
  }

  private static String value(Fact fact) {
    Json value = fact.value();
    if (value.kind() == Json.Kind.ARRAY) {
      return value.elements().stream()
          .map(element -> '`' + element.string().orElse(element.toString()) + '`')
          .collect(Collectors.joining(" "));
    }
    String plain = value.bool().map(yes -> yes ? "yes" : "no").orElse(value.toString());
    return plain
        + fact.unit().filter(unit -> !unit.equals("rank")).map(unit -> " " + unit).orElse("");
  }
}
