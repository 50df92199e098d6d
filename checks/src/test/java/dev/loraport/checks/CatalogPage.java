package dev.loraport.checks;

import dev.loraport.Providers;
import dev.loraport.catalog.Fact;
import dev.loraport.catalog.Facts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Writes what is in the catalog, as Markdown: the generated part of {@code docs/catalog.md}. */
final class CatalogPage {
  static final Path PAGE = Path.of("..", "docs", "catalog.md");
  static final String BEGIN = "<!-- catalog:begin -->\n";
  static final String END = "<!-- catalog:end -->";

  private CatalogPage() {}

  /** Puts the generated part of the page right. */
  static void write() throws IOException {
    String old = Files.readString(PAGE);
    Files.writeString(
        PAGE,
        old.substring(0, old.indexOf(BEGIN) + BEGIN.length())
            + text()
            + old.substring(old.indexOf(END)));
  }

  static String generatedPart(String page) {
    return page.substring(page.indexOf(BEGIN) + BEGIN.length(), page.indexOf(END));
  }

  static String text() {
    StringBuilder text = new StringBuilder();
    for (String provider : Providers.known()) {
      provider(Providers.facts(provider), text);
    }
    text.append("## Platforms without a module\n\n| platform | topic | value | source |\n");
    text.append("|---|---|---|---|\n");
    for (Facts platform : Facts.platforms()) {
      for (Fact fact : platform.all()) {
        String value = fact.value().string().orElse(fact.value().toString());
        text.append(row(platform.provider(), '`' + fact.topic() + '`', value, fact.source()));
      }
    }
    return text.append('\n').toString();
  }

  private static void provider(Facts facts, StringBuilder text) {
    Map<String, List<Fact>> topics = new TreeMap<>();
    Map<String, List<Fact>> sources = new TreeMap<>();
    for (Fact fact : facts.all()) {
      topics.computeIfAbsent(fact.topic(), key -> new ArrayList<>()).add(fact);
      sources.computeIfAbsent(fact.source(), key -> new ArrayList<>()).add(fact);
    }
    text.append("## ").append(facts.provider()).append("\n\n");
    text.append(facts.all().size())
        .append(" facts on ")
        .append(facts.subjects("model.name").size());
    text.append(" models, from ").append(sources.size()).append(" sources.\n\n");
    text.append("| topic | facts | subjects | units | from | until |\n|---|---|---|---|---|---|\n");
    topics.forEach(
        (topic, of) -> {
          long subjects = of.stream().map(Fact::subject).distinct().count();
          TreeSet<String> units = new TreeSet<>();
          of.forEach(fact -> fact.unit().ifPresent(units::add));
          text.append(
              row(
                  '`' + topic + '`',
                  Integer.toString(of.size()),
                  Long.toString(subjects),
                  String.join(", ", units),
                  first(of),
                  last(of)));
        });
    text.append("\n| source | facts | from | until |\n|---|---|---|---|\n");
    sources.forEach(
        (source, of) -> text.append(row(source, Integer.toString(of.size()), first(of), last(of))));
    text.append('\n');
  }

  private static String row(String... cells) {
    return "| " + String.join(" | ", cells) + " |\n";
  }

  private static String first(List<Fact> facts) {
    return facts.stream().map(Fact::from).min(LocalDate::compareTo).orElseThrow().toString();
  }

  /** The last day for which one of them speaks; nothing where one has no end. */
  private static String last(List<Fact> facts) {
    return facts.stream().anyMatch(fact -> fact.until().isEmpty())
        ? ""
        : facts.stream()
            .flatMap(fact -> fact.until().stream())
            .max(LocalDate::compareTo)
            .orElseThrow()
            .toString();
  }
}
