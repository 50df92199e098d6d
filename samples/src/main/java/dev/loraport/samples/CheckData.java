package dev.loraport.samples;

import dev.loraport.Providers;
import dev.loraport.catalog.Catalog;
import dev.loraport.dataset.CheckOptions;
import dev.loraport.dataset.CheckReport;
import dev.loraport.dataset.Dataset;
import dev.loraport.dataset.DatasetRules;
import dev.loraport.dataset.Finding;
import dev.loraport.error.LoraportException;
import dev.loraport.samples.TuneAndChat.Exit;
import dev.loraport.tuning.TuningMethod;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Says what training files hold and what each provider would find in them. It needs no key and no
 * network.
 *
 * <p>Exit codes: 0 none of the providers that were asked would refuse a file; 1 one would; 2 the
 * arguments are wrong, or none of these providers trains by the method.
 */
public final class CheckData {
  static final String USAGE =
      """
      usage: check-data FILE... [options]
        --provider NAME   together, fireworks or nebius (all)
        --method NAME     sft, dpo, orpo or rft (sft)
        --base MODEL      the base model by its name at that provider: warns of rows longer than its context
                          (none)
        --even-in-doubt   take a base that no source names, such as a new one
        --as-of DATE      the day for which the context is asked, such as 2026-02-13 (today)
        --all             list each finding, up to 1000 a provider (only the first)
      exit codes: 0 no file has an error; 1 a file has one or can't be read; 2 the arguments are wrong""";

  private static final int SHOWN = 1;
  private static final int KEPT_FINDINGS = 1000;
  private static final String LONG_ROW = "row-too-long";

  private CheckData() {}

  /** Runs the sample; see the usage text for the arguments. */
  public static void main(String[] args) {
    System.exit(run(args, System.out, System.err));
  }

  private record Order(
      List<Path> files,
      @Nullable String provider,
      TuningMethod method,
      @Nullable String base,
      LocalDate asOf,
      boolean all) {
    List<String> providers() {
      return provider == null ? List.copyOf(Providers.known()) : List.of(provider);
    }

    static Order parse(String[] args) throws Options.BadArgument {
      List<Path> files = new ArrayList<>();
      String provider = null;
      String method = "sft";
      String base = null;
      LocalDate asOf = LocalDate.now(ZoneOffset.UTC);
      boolean evenInDoubt = false;
      boolean all = false;
      for (Iterator<String> rest = Arrays.asList(args).iterator(); rest.hasNext(); ) {
        String word = rest.next();
        switch (word) {
          case "--provider" -> provider = Values.next(word, rest);
          case "--method" -> method = Values.next(word, rest);
          case "--base" -> base = Values.next(word, rest);
          case "--all" -> all = true;
          case "--even-in-doubt" -> evenInDoubt = true;
          case "--as-of" -> asOf = Values.day(word, Values.next(word, rest));
          default -> {
            if (word.startsWith("--")) {
              throw Values.unknown(word, USAGE);
            }
            files.add(Values.path("FILE", word));
          }
        }
      }
      if (files.isEmpty()) {
        throw new Options.BadArgument("name a training file");
      }
      if (provider != null && !Providers.known().contains(provider)) {
        throw new Options.BadArgument(
            "--provider must be one of " + Providers.known() + ", not \"" + provider + '"');
      }
      if (!List.of("sft", "dpo", "orpo", "rft").contains(method)) {
        throw new Options.BadArgument("--method must be sft, dpo, orpo or rft");
      }
      if (base != null && provider == null) {
        throw new Options.BadArgument("--base needs --provider: models have other names elsewhere");
      }
      if (base != null && provider != null && !evenInDoubt) {
        KnownBases.check(provider, base, asOf);
      }
      return new Order(files, provider, TuningMethod.of(method), base, asOf, all);
    }
  }

  static int run(String[] args, PrintStream out, PrintStream err) {
    if (List.of(args).contains("--help")) {
      out.println(USAGE);
      return Exit.OK;
    }
    try {
      Order order = Order.parse(args);
      if (order.providers().stream().allMatch(provider -> rules(provider, order).isEmpty())) {
        throw new Options.BadArgument(
            "nothing to check: "
                + String.join(", ", order.providers())
                + " does not train by "
                + order.method());
      }
      boolean passed = true;
      for (Path file : order.files()) {
        passed &= describe(file, order, out);
      }
      return passed ? Exit.OK : Exit.FAILED;
    } catch (Options.BadArgument e) {
      err.println("check-data: " + e.getMessage() + " (--help lists the options)");
      return Exit.BAD_INPUT;
    } catch (LoraportException e) {
      err.println("check-data: " + e.getMessage());
      return Exit.FAILED;
    }
  }

  private static Optional<DatasetRules> rules(String provider, Order order) {
    try {
      DatasetRules rules = ProviderRules.of(provider, order.method());
      return Optional.of(
          order.base() == null
              ? rules
              : rules.withContext(
                  Catalog.load()
                      .asOf(order.asOf())
                      .trainingContext(provider, order.base(), order.method())));
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // the provider does not train by the method
    }
  }

  /** Prints what a file holds and what is found; whether nobody would refuse it. */
  private static boolean describe(Path file, Order order, PrintStream out) {
    Dataset dataset = Dataset.open(file);
    boolean first = true;
    boolean passed = true;
    for (String provider : order.providers()) {
      Optional<DatasetRules> rules = rules(provider, order);
      if (rules.isEmpty()) {
        line(out, provider, "does not train by " + order.method());
        continue;
      }
      CheckReport report = dataset.check(CheckOptions.of(rules.get()).maxFindings(KEPT_FINDINGS));
      if (first) {
        figures(report, out);
        first = false;
      }
      line(out, provider, counts(report));
      findings(report, order.all(), out);
      if (order.base() != null && rules.get().maxTokensPerRow().isEmpty()) {
        line(out, "", "context of " + order.base() + ": not known, so no row was held against it");
      }
      passed &= report.passed();
    }
    return passed;
  }

  private static void figures(CheckReport report, PrintStream out) {
    out.println(report.name());
    line(
        out,
        "format",
        (report.format().isEmpty() ? "unknown" : report.format())
            + (report.encoding().isEmpty() ? "" : ", packed with " + report.encoding()));
    line(
        out,
        "holds",
        String.format(
            Locale.ROOT,
            "%,d rows, %,d messages, %,d of the user; %,d characters, %,d bytes",
            report.rows(),
            report.messages(),
            report.turns(),
            report.characters(),
            report.bytes()));
    line(
        out,
        "tokens",
        String.format(
            Locale.ROOT,
            "%s%,d an epoch, %,d with turns unrolled; the longest row (line %d) has %,d",
            report.tokensExact() ? "" : "about ",
            report.estimatedTokens(),
            report.unrolledTokens(),
            report.longestRowLine(),
            report.longestRowTokens()));
  }

  private static String counts(CheckReport report) {
    return Describe.count(report.errorCount(), "error")
        + ", "
        + Describe.count(report.warningCount(), "warning")
        + (report.countsByCode().isEmpty() ? "" : ": ")
        + report.countsByCode().entrySet().stream()
            .map(count -> count.getKey() + " " + count.getValue())
            .collect(Collectors.joining(", "));
  }

  /** Prints the first finding, and each row that is longer than the context; or all. */
  private static void findings(CheckReport report, boolean all, PrintStream out) {
    if (all) {
      report.findings().forEach(each -> line(out, "", each.severity() + " " + each));
      long left = report.errorCount() + report.warningCount() - report.findings().size();
      if (left > 0) {
        line(out, "", "and " + left + " more");
      }
      return;
    }
    long more = report.countsByCode().getOrDefault(LONG_ROW, 0L);
    int shown = 0;
    for (Finding finding : report.findings()) {
      boolean longRow = finding.code().equals(LONG_ROW);
      if (shown++ < SHOWN || longRow) {
        line(out, "", finding.severity() + " " + finding);
        more -= longRow ? 1 : 0;
      }
    }
    if (more > 0) {
      line(out, "", "and " + more + " more rows over the context");
    }
  }

  private static void line(PrintStream out, String name, String text) {
    out.println(String.format(Locale.ROOT, "  %-10s %s", name, text).stripTrailing());
  }
}
