package dev.loraport.catalog;

import dev.loraport.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Dated facts about one provider. Each has a source and the days for which it holds; a question
 * names a day, and where no fact covers that day the answer is unknown: a promise that nobody makes
 * is never made.
 *
 * <p>The resource is one JSON object: {@code provider}, and {@code facts}, each with {@code topic},
 * {@code subject} ({@code *} for all), {@code value}, {@code from}, {@code source} and, where they
 * are known, {@code until} and {@code unit}.
 */
public final class Facts {
  private static final int MAX_BYTES = 16 << 20;
  private static final Set<String> MEMBERS =
      Set.of("topic", "subject", "value", "unit", "from", "until", "source");

  private final String provider;
  private final List<Fact> facts;

  private Facts(String provider, List<Fact> facts) {
    this.provider = provider;
    this.facts = List.copyOf(facts);
  }

  /**
   * The facts of a resource beside a class of the provider's module.
   *
   * @param beside a class of the package that holds the resource; a module opens that package to
   *     {@code dev.loraport.core}
   * @param resource the name of the resource
   * @throws IllegalArgumentException if there is no such resource, or it breaks the format
   */
  public static Facts load(Class<?> beside, String resource) {
    try (InputStream in = beside.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalArgumentException("no resource " + resource + " beside " + beside);
      }
      return parse(in.readNBytes(MAX_BYTES));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The facts of a JSON text.
   *
   * @throws IllegalArgumentException if it breaks the format; the message names the fact
   */
  public static Facts parse(byte[] json) {
    Json root = Json.parse(json);
    String provider = text(root, "provider", "the facts");
    List<Fact> facts = new ArrayList<>();
    List<Json> entries = root.get("facts").elements();
    for (int i = 0; i < entries.size(); i++) {
      facts.add(fact(entries.get(i), "fact " + i));
    }
    return new Facts(provider, facts);
  }

  private static Fact fact(Json entry, String where) {
    for (String member : entry.members().keySet()) {
      if (!MEMBERS.contains(member)) {
        throw new IllegalArgumentException(where + " has an unknown member \"" + member + '"');
      }
    }
    if (entry.get("value").isAbsent()) {
      throw new IllegalArgumentException(where + " has no value");
    }
    return new Fact(
        text(entry, "topic", where),
        text(entry, "subject", where),
        entry.get("value"),
        entry.get("unit").string(),
        date(text(entry, "from", where), where),
        entry.get("until").string().map(until -> date(until, where)),
        text(entry, "source", where));
  }

  private static String text(Json object, String member, String where) {
    return object
        .get(member)
        .string()
        .filter(text -> !text.isBlank())
        .orElseThrow(() -> new IllegalArgumentException(where + " has no " + member));
  }

  private static LocalDate date(String text, String where) {
    try {
      return LocalDate.parse(text);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(where + ": \"" + text + "\" is no date", e);
    }
  }

  /**
   * Facts about a provider that were not read from a resource, such as what it answered today.
   *
   * @see Fact#live
   */
  public static Facts of(String provider, List<Fact> facts) {
    return new Facts(provider, facts);
  }

  /**
   * These facts and others about the same provider. On a day for which one of them is live, it wins
   * over the others about the same subject, or about all where it is about all.
   *
   * @throws IllegalArgumentException if the others are about another provider
   */
  public Facts merge(Facts others) {
    if (!others.provider.equals(provider)) {
      throw new IllegalArgumentException(
          "facts about " + others.provider + " can't be merged into those about " + provider);
    }
    List<Fact> all = new ArrayList<>(facts);
    all.addAll(others.facts);
    return new Facts(provider, all);
  }

  /** The provider. */
  public String provider() {
    return provider;
  }

  /** All facts. */
  public List<Fact> all() {
    return facts;
  }

  /** The subjects that a topic knows, {@code *} aside, in the order of the resource. */
  public Set<String> subjects(String topic) {
    Set<String> subjects = new LinkedHashSet<>();
    for (Fact fact : facts) {
      if (fact.topic().equals(topic) && !fact.subject().equals(Fact.ANY)) {
        subjects.add(fact.subject());
      }
    }
    return subjects;
  }

  /**
   * What is known of a subject on a day. A fact about the subject wins over one about all; of
   * several, a live one, else the one that began last.
   */
  public FactAnswer ask(String topic, String subject, LocalDate day) {
    Optional<Fact> found =
        facts.stream()
            .filter(fact -> fact.topic().equals(topic))
            .filter(fact -> fact.subject().equals(subject) || fact.subject().equals(Fact.ANY))
            .filter(fact -> fact.covers(day))
            .max(
                Comparator.comparing((Fact fact) -> !fact.subject().equals(Fact.ANY))
                    .thenComparing(Fact::isLive)
                    .thenComparing(Fact::from));
    Verdict verdict =
        found
            .map(fact -> fact.value().bool().orElse(true) ? Verdict.YES : Verdict.NO)
            .orElse(Verdict.UNKNOWN);
    return new FactAnswer(verdict, found, day);
  }
}
