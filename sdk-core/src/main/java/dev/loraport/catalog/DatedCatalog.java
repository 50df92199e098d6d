package dev.loraport.catalog;

import dev.loraport.json.Json;
import dev.loraport.tuning.TuningMethod;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;

/** What is known for one day. An answer is yes, no or unknown, with the fact that says so. */
public final class DatedCatalog {
  private static final String SERVERLESS_BASE = Facts.SERVERLESS_BASE;
  private static final String PRICE = Facts.PRICE;

  private final LocalDate day;
  private final Map<String, Facts> providers;
  private final List<Facts> platforms;

  DatedCatalog(LocalDate day, Map<String, Facts> providers, List<Facts> platforms) {
    this.day = day;
    this.providers = providers;
    this.platforms = platforms;
  }

  /** The day. */
  public LocalDate day() {
    return day;
  }

  /** The providers of which something is known, in order. */
  public Set<String> providers() {
    return new LinkedHashSet<>(providers.keySet());
  }

  /** Every model of which something is known on the day, by provider and name. */
  public List<CatalogModel> models() {
    List<CatalogModel> models = new ArrayList<>();
    for (String provider : providers.keySet()) {
      Map<String, Map<String, Fact>> found = new TreeMap<>();
      for (Fact fact : facts(provider).all()) {
        if (fact.topic().startsWith("model.")) {
          found.putIfAbsent(fact.subject(), Map.of());
        }
      }
      for (String name : found.keySet()) {
        CatalogModel model = model(provider, name);
        if (!model.facts().isEmpty()) {
          models.add(model);
        }
      }
    }
    return models;
  }

  /** What is known of a model itself on the day; without facts where that is nothing. */
  public CatalogModel model(String provider, String name) {
    Facts facts = facts(provider);
    Map<String, Fact> known = new TreeMap<>();
    for (String topic : facts.topics()) {
      FactAnswer answer = facts.ask(topic, name, day);
      answer
          .fact()
          .filter(fact -> fact.subject().equals(name))
          .ifPresent(fact -> known.put(topic, fact));
    }
    return new CatalogModel(provider, name, known);
  }

  /**
   * What is known of a topic, for the questions that have no method here.
   *
   * @param subject whom it is about; what is said of all counts too
   */
  public FactAnswer ask(String provider, String topic, String subject) {
    return facts(provider).ask(topic, subject, day);
  }

  /** The models that some source names as a base for LoRA, whatever it says of this day. */
  public Set<String> tuningBases(String provider) {
    return facts(provider).tuningBases();
  }

  /** Whether a source names that very model as a base for LoRA on the day. */
  boolean isTuningBase(String provider, String model) {
    return model(provider, model).facts().keySet().stream()
        .anyMatch(
            topic ->
                Facts.TUNING_TOPICS.contains(topic)
                    || topic.equals(SERVERLESS_BASE)
                    || topic.equals(String.format(PRICE, "sft")));
  }

  /**
   * Whether a LoRA of that base can be trained by that method; unknown for a base that no source
   * names, whatever is said of all.
   */
  public FactAnswer canTune(String provider, String model, TuningMethod method) {
    return ofNamed(provider, model, tuning(provider, model, method));
  }

  private FactAnswer tuning(String provider, String model, TuningMethod method) {
    FactAnswer any = ask(provider, "tuning.lora", model);
    if (any.verdict() == Verdict.UNKNOWN) {
      any = ask(provider, "lora.tuning", model);
    }
    boolean isSft = method.equals(TuningMethod.SFT);
    boolean live = any.fact().filter(Fact::isLive).isPresent();
    boolean ownNo = any.isNo() && any.fact().filter(f -> f.subject().equals(model)).isPresent();
    if (ownNo || (live && isSft)) {
      return any; // more than what was said of the method, or of all models
    }
    FactAnswer own = ask(provider, "tuning.lora." + method.value(), model);
    if (own.verdict() != Verdict.UNKNOWN) {
      return own;
    }
    if (any.isNo() || isSft) {
      return any;
    }
    // what has a price or a context for the method has the method
    FactAnswer implied = ask(provider, "tuning.lora.context." + method.value(), model);
    return implied.isYes() ? implied : trainingPrice(provider, model, method);
  }

  /**
   * How many tokens an example may have that a base is trained with; absent where no source says.
   * For {@link dev.loraport.dataset.DatasetRules#withContext}.
   */
  public OptionalLong trainingContext(String provider, String model, TuningMethod method) {
    return limit(provider, model, "tuning.lora.context." + method.value())
        .map(OptionalLong::of)
        .orElseGet(OptionalLong::empty);
  }

  /** The name under which the adapter of a base is served without a deployment. */
  public String serverlessName(String provider, String model) {
    return renamed(provider, model, SERVERLESS_BASE, "model.serves");
  }

  /** The name under which the base of an adapter is deployed on machines of one's own. */
  public String dedicatedName(String provider, String model) {
    return renamed(provider, model, "serving.base");
  }

  /** Whether an adapter of that base, by its name for training, is served without a deployment. */
  public FactAnswer serverlessLora(String provider, String model) {
    FactAnswer answer = ask(provider, "lora.serverless", serverlessName(provider, model));
    if (answer.verdict() != Verdict.UNKNOWN) {
      return answer;
    }
    // a list that names all bases says no to those that were on none
    FactAnswer whole = ask(provider, "lora.serverless.whole", Fact.ANY);
    return whole.isYes() && !wasServerless(provider, serverlessName(provider, model))
        ? new FactAnswer(Verdict.NO, whole.fact(), day)
        : answer;
  }

  private boolean wasServerless(String provider, String name) {
    return facts(provider).all().stream()
        .anyMatch(
            fact ->
                fact.topic().equals("lora.serverless")
                    && fact.subject().equals(name)
                    && fact.value().bool().orElse(false));
  }

  /**
   * Whether an adapter of that base is served on a dedicated deployment, of whatever API of the
   * provider there was on the day; unknown for a base that no source names, as {@link #canTune}.
   */
  public FactAnswer dedicatedLora(String provider, String model) {
    FactAnswer answer = ask(provider, "dedicated.lora", model);
    return ofNamed(
        provider,
        model,
        answer.fact().isEmpty() ? ask(provider, "dedicated.lora.v1", model) : answer);
  }

  // a yes to all is none to a name that may be misspelled
  private FactAnswer ofNamed(String provider, String model, FactAnswer answer) {
    boolean named =
        !answer.isYes()
            || facts(provider).all().stream().anyMatch(fact -> fact.subject().equals(model));
    return named ? answer : new FactAnswer(Verdict.UNKNOWN, Optional.empty(), day);
  }

  /**
   * US dollars for a million training tokens of a LoRA: the price of the base itself, or of its
   * size where the provider has prices by size.
   */
  public FactAnswer trainingPrice(String provider, String model, TuningMethod method) {
    return bySize(provider, String.format(PRICE, method.value()), model);
  }

  /** The least that a job costs, in US dollars; unknown where no source names a minimum. */
  public FactAnswer minimumCharge(String provider, String model) {
    return bySize(provider, "training.minimum", model);
  }

  /** US dollars for a million tokens that an adapter of that base reads, served serverless. */
  public FactAnswer inputPrice(String provider, String model) {
    return tokenPrice(provider, model, "input");
  }

  /** US dollars for a million tokens that an adapter of that base writes, served serverless. */
  public FactAnswer outputPrice(String provider, String model) {
    return tokenPrice(provider, model, "output");
  }

  /**
   * Platforms that were looked at and do not offer this, by name, each with the answer to whether
   * it serves a LoRA of a language model; the source of the fact says why not.
   */
  public Map<String, FactAnswer> platforms() {
    Map<String, FactAnswer> found = new LinkedHashMap<>();
    for (Facts platform : platforms) {
      found.put(platform.provider(), platform.ask("platform.lora.serving", Fact.ANY, day));
    }
    return found;
  }

  /** A limit of a model, where it is known: a whole number over 0. */
  Optional<Long> limit(CatalogModel model, String topic) {
    return limit(model.provider(), model.name(), topic);
  }

  private Optional<Long> limit(String provider, String model, String topic) {
    return ask(provider, topic, model).value().flatMap(Json::integer).filter(number -> number > 0);
  }

  Facts facts(String provider) {
    Facts found = providers.get(provider);
    if (found == null) {
      throw new IllegalArgumentException(
          "nothing is known of a provider \"" + provider + "\"; known: " + providers.keySet());
    }
    return found;
  }

  private FactAnswer tokenPrice(String provider, String model, String direction) {
    String name = serverlessName(provider, model);
    FactAnswer own = ask(provider, "lora.serverless.price." + direction, name);
    return own.verdict() != Verdict.UNKNOWN
        ? own
        : ask(provider, "chat.serverless.price." + direction, name);
  }

  private String renamed(String provider, String model, String... topics) {
    for (String topic : topics) {
      Optional<String> name = ask(provider, topic, model).value().flatMap(Json::string);
      if (name.isPresent()) {
        return name.get();
      }
    }
    return model;
  }

  private FactAnswer bySize(String provider, String topic, String model) {
    FactAnswer own = ask(provider, topic, model);
    if (own.verdict() != Verdict.UNKNOWN) {
      return own;
    }
    Facts facts = facts(provider);
    return model(provider, model)
        .parameters()
        .flatMap(size -> SizeClass.of(size, facts.subjects(topic)))
        .map(subject -> facts.ask(topic, subject, day))
        .orElse(own);
  }
}
