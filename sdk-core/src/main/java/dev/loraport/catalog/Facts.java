package dev.loraport.catalog;

import dev.loraport.error.ApiException;
import dev.loraport.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Dated facts about one provider. Each has a source and the days for which it holds; a question
 * names a day, and where no fact covers that day the answer is unknown: a promise that nobody makes
 * is never made.
 *
 * <p>A resource is one JSON object: {@code provider}, {@code facts} and {@code tables}, at least
 * one of the two.
 *
 * <ul>
 *   <li>Each of {@code facts} has {@code topic}, {@code subject} ({@code *} for all), {@code
 *       value}, {@code from}, {@code source} and, where they are known, {@code until} and {@code
 *       unit}.
 *   <li>Each of {@code tables} says {@code source}, {@code from} and, where it is known, {@code
 *       until} once for all of its facts. {@code columns} name a {@code topic} and, for numbers, a
 *       {@code unit}; {@code rows} are arrays of a subject and a value for each column, {@code
 *       null} where the source says nothing. {@code each}, an object from topics to values, holds
 *       for the subject of every row.
 * </ul>
 *
 * <p>{@code docs/catalog.schema.json} in the repository is the schema of both.
 */
public final class Facts {
  static final List<String> TUNING_TOPICS =
      List.of("tuning.lora", "lora.tuning", "tuning.lora.sft", "tuning.lora.dpo");
  static final String SERVERLESS_BASE = "lora.serverless.base";
  static final String PRICE = "training.lora.%s.price";

  private static final int MAX_BYTES = 16 << 20;

  private final String provider;
  private final List<Fact> facts;
  private final Map<String, List<Fact>> byTopic;

  private Facts(String provider, List<Fact> facts) {
    this.provider = provider;
    this.facts = List.copyOf(facts);
    this.byTopic = facts.stream().collect(Collectors.groupingBy(Fact::topic));
  }

  /**
   * The facts of some resources beside a class of the provider's module, joined.
   *
   * @param beside a class of the package that holds the resources; a module opens that package to
   *     {@code dev.loraport.core}
   * @param resources the names of the resources, one at least, all of one provider
   * @throws IllegalArgumentException if a resource is missing, breaks the format or is of another
   *     provider than the first; the message names resource, table and row
   */
  public static Facts load(Class<?> beside, String... resources) {
    if (resources.length == 0) {
      throw new IllegalArgumentException("no resource named beside " + beside);
    }
    List<Fact> facts = new ArrayList<>();
    String provider = "";
    for (String resource : resources) {
      Facts part = FactsReader.read(bytes(beside, resource), resource + ": ");
      if (!provider.isEmpty() && !part.provider.equals(provider)) {
        throw new IllegalArgumentException(
            resource + " is about " + part.provider + ", " + resources[0] + " about " + provider);
      }
      provider = part.provider;
      facts.addAll(part.facts);
    }
    return new Facts(provider, facts);
  }

  /**
   * What is known of platforms that were looked at and have no module: whether they tune and serve
   * a LoRA of a language model ({@code platform.lora.tuning}, {@code platform.lora.serving}), with
   * the reason in the source.
   */
  public static List<Facts> platforms() {
    String resource = "platforms.json";
    return FactsReader.readAll(bytes(Facts.class, resource), resource + ": ");
  }

  private static byte[] bytes(Class<?> beside, String resource) {
    try (InputStream in = beside.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalArgumentException("no resource " + resource + " beside " + beside);
      }
      return in.readNBytes(MAX_BYTES);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The facts of a JSON text.
   *
   * @throws IllegalArgumentException if it breaks the format; the message names the fact, or the
   *     table and the row
   */
  public static Facts parse(byte[] json) {
    return FactsReader.read(json, "");
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

  /** The topics of which something is said, in no order. */
  Set<String> topics() {
    return byTopic.keySet();
  }

  /** The subjects that a topic knows, {@code *} aside, in the order of the resource. */
  public Set<String> subjects(String topic) {
    Set<String> subjects = new LinkedHashSet<>();
    for (Fact fact : byTopic.getOrDefault(topic, List.of())) {
      if (!fact.subject().equals(Fact.ANY)) {
        subjects.add(fact.subject());
      }
    }
    return subjects;
  }

  /** The models that some source names as a base for LoRA, whatever it says of a day. */
  public Set<String> tuningBases() {
    Set<String> bases = new LinkedHashSet<>();
    TUNING_TOPICS.forEach(topic -> bases.addAll(subjects(topic)));
    bases.addAll(subjects(SERVERLESS_BASE));
    for (String subject : subjects(String.format(PRICE, "sft"))) {
      if (SizeClass.parse(subject).isEmpty()) {
        bases.add(subject);
      }
    }
    return bases;
  }

  /**
   * That no source names a model, and which base it may be a slip for; empty if one names it,
   * letter by letter.
   *
   * @param others names that the provider itself lists
   */
  public Optional<String> unnamed(String model, Collection<String> others) {
    if (others.contains(model) || facts.stream().anyMatch(fact -> fact.subject().equals(model))) {
      return Optional.empty();
    }
    Set<String> known = tuningBases();
    known.addAll(others);
    return Optional.of(
        "no source names "
            + model
            + Nearest.close(model, known).map(name -> "; did you mean " + name + "?").orElse(""));
  }

  /**
   * The model that another one to chat with may be a slip for, where no source names it; not that
   * of which it is tuned, whose name it goes on with.
   */
  public Optional<String> meant(String model) {
    List<String> models =
        facts.stream().map(Fact::subject).filter(name -> name.contains("/")).toList();
    String text = unnamed(model, models).orElse("");
    String near = text.substring(text.lastIndexOf(' ') + 1).replace("?", "");
    return text.endsWith("?") && !model.contains(near.substring(near.lastIndexOf('/') + 1) + "-")
        ? Optional.of(near)
        : Optional.empty();
  }

  /**
   * The refusal of a model, with what {@link #unnamed} says as its hint where it has none; another
   * failure as it is.
   */
  public Throwable explained(Throwable failure, String model) {
    return failure instanceof ApiException refusal
            && refusal.status() < 500
            && refusal.answer().hint().isEmpty()
            && refusal.apiMessage().contains(model)
        ? unnamed(model, Set.of())
            .<Throwable>map(hint -> ApiException.of(refusal.answer().withHint(hint)))
            .orElse(failure)
        : failure;
  }

  /**
   * What is known of a subject on a day. A fact about the subject wins over one about all; of
   * several, a live one, else the one that began last. One whose value is {@code "unknown"} says
   * that what holds for all may not hold for this subject.
   */
  public FactAnswer ask(String topic, String subject, LocalDate day) {
    Optional<Fact> found =
        byTopic.getOrDefault(topic, List.of()).stream()
            .filter(fact -> fact.subject().equals(subject) || fact.subject().equals(Fact.ANY))
            .filter(fact -> fact.covers(day))
            .max(
                Comparator.comparing((Fact fact) -> !fact.subject().equals(Fact.ANY))
                    .thenComparing(Fact::isLive)
                    .thenComparing(Fact::from));
    Verdict verdict = found.map(Facts::verdict).orElse(Verdict.UNKNOWN);
    return new FactAnswer(verdict, found, day);
  }

  private static Verdict verdict(Fact fact) {
    Json value = fact.value();
    if (value.string().equals(Optional.of("unknown"))) {
      return Verdict.UNKNOWN;
    }
    return value.bool().orElse(true) ? Verdict.YES : Verdict.NO;
  }
}
