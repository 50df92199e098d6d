package dev.loraport.samples;

import dev.loraport.Capabilities;
import dev.loraport.Capability;
import dev.loraport.ClientConfig;
import dev.loraport.ProviderClient;
import dev.loraport.Providers;
import dev.loraport.catalog.Fact;
import dev.loraport.catalog.FactAnswer;
import dev.loraport.catalog.Facts;
import dev.loraport.catalog.Verdict;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Prints, as a Markdown table, what each provider offers on two days, from the dated facts of the
 * modules on the class path, and what the clients can do. It needs no key.
 */
public final class WhoCanDoWhat {
  static final LocalDate THEN = LocalDate.of(2026, 2, 13);
  static final LocalDate NOW = LocalDate.of(2026, 11, 22);

  private WhoCanDoWhat() {}

  /** Prints the table. */
  public static void main(String[] args) {
    System.out.print(table());
    System.out.println();
    System.out.print(capabilities());
  }

  /** What the clients of this library can do today, by their own account. */
  static String capabilities() {
    List<String> providers = new ArrayList<>();
    Providers.names().forEach(providers::add);
    StringBuilder table = new StringBuilder("| with the client of |");
    providers.forEach(provider -> table.append(' ').append(provider).append(" |"));
    table.append("\n|---").append("|---".repeat(providers.size())).append("|\n");
    Map<String, Capabilities> all = new TreeMap<>();
    providers.forEach(provider -> all.put(provider, capabilities(provider)));
    for (Capability capability : Capability.known()) {
      table.append("| ").append(capability.toString().replace('_', ' ')).append(" |");
      for (String provider : providers) {
        boolean has = Objects.requireNonNull(all.get(provider)).has(capability);
        table.append(has ? " yes |" : " – |");
      }
      table.append('\n');
    }
    return table.toString();
  }

  private static Capabilities capabilities(String provider) {
    ClientConfig config = ClientConfig.builder().apiKey("none-is-needed").asOf(NOW).build();
    try (ProviderClient client = Providers.open(provider, config)) {
      return client.capabilities();
    }
  }

  static String table() {
    StringBuilder table = new StringBuilder("| provider | as of |");
    List<String> topics = List.of("lora.tuning", "lora.serverless", "dedicated.lora");
    table.append(" train a LoRA | serve it serverless | serve it on GPUs of one's own |\n");
    table.append("|---|---|---|---|---|\n");
    for (String provider : Providers.known()) {
      Facts facts = Providers.facts(provider);
      for (LocalDate day : List.of(THEN, NOW)) {
        table.append("| ").append(provider).append(" | ").append(day).append(" |");
        topics.forEach(topic -> table.append(' ').append(cell(facts, topic, day)).append(" |"));
        table.append('\n');
      }
    }
    return table.toString();
  }

  private static String cell(Facts facts, String topic, LocalDate day) {
    FactAnswer all = facts.ask(topic, Fact.ANY, day);
    List<String> exceptions = new ArrayList<>();
    for (String subject : facts.subjects(topic)) {
      Verdict verdict = facts.ask(topic, subject, day).verdict();
      if (verdict != all.verdict()) {
        exceptions.add(word(verdict) + " for `" + subject + "`");
      }
    }
    String since = all.fact().map(fact -> " (since " + fact.from() + ")").orElse("");
    if (exceptions.size() > 3) {
      return word(all.verdict()) + since + "; otherwise for " + exceptions.size() + " base models";
    }
    return word(all.verdict())
        + since
        + (exceptions.isEmpty() ? "" : "; " + String.join(", ", exceptions));
  }

  private static String word(Verdict verdict) {
    return verdict.name().toLowerCase(Locale.ROOT);
  }
}
