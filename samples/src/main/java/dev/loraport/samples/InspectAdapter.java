package dev.loraport.samples;

import dev.loraport.Providers;
import dev.loraport.adapter.AdapterFinding;
import dev.loraport.adapter.AdapterFit;
import dev.loraport.adapter.LocalAdapter;
import dev.loraport.catalog.Facts;
import dev.loraport.error.LoraportException;
import dev.loraport.samples.TuneAndChat.Exit;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Says what a PEFT folder or zip archive is, and which provider would take it. It needs no key and
 * reads no tensor.
 *
 * <p>Exit codes: 0 nothing speaks against it; 1 it is broken, or a provider that was named would
 * refuse it; 2 the arguments are wrong.
 */
public final class InspectAdapter {
  static final String USAGE =
      """
      usage: inspect-adapter PATH [options]
        PATH              a folder that PEFT has saved, or a zip archive of one
        --provider NAME   together, fireworks or nebius (all)
        --base MODEL      the base model by its name at that provider (none)
        --even-in-doubt   take a base that no source names, such as a new one
        --as-of DATE      the day for which the providers' rules are asked, such as 2026-02-13 (today)
      exit codes: 0 nothing speaks against it; 1 it is broken, or a provider that was named would refuse it;
        2 the arguments are wrong""";

  private InspectAdapter() {}

  /** Runs the sample; see the usage text for the arguments. */
  public static void main(String[] args) {
    System.exit(run(args, System.out, System.err));
  }

  private record Order(Path path, @Nullable String provider, String base, LocalDate asOf) {
    static Order parse(String[] args) throws Options.BadArgument {
      Path path = null;
      String provider = null;
      String base = "";
      LocalDate asOf = LocalDate.now(ZoneOffset.UTC);
      boolean evenInDoubt = false;
      for (Iterator<String> rest = Arrays.asList(args).iterator(); rest.hasNext(); ) {
        String word = rest.next();
        switch (word) {
          case "--provider" -> provider = Values.next(word, rest);
          case "--base" -> base = Values.next(word, rest);
          case "--even-in-doubt" -> evenInDoubt = true;
          case "--as-of" -> asOf = Values.day(word, Values.next(word, rest));
          default -> {
            if (word.startsWith("--") || path != null) {
              throw Values.unknown(word, USAGE);
            }
            path = Values.path("PATH", word);
          }
        }
      }
      if (path == null) {
        throw new Options.BadArgument("name a folder or a zip archive");
      }
      if (provider != null && !Providers.known().contains(provider)) {
        throw new Options.BadArgument(
            "--provider must be one of " + Providers.known() + ", not \"" + provider + '"');
      }
      if (!base.isEmpty() && provider == null) {
        throw new Options.BadArgument("--base needs --provider: models have other names elsewhere");
      }
      if (provider != null && !base.isEmpty() && !evenInDoubt) {
        KnownBases.check(provider, base, asOf);
      }
      return new Order(path, provider, base, asOf);
    }
  }

  static int run(String[] args, PrintStream out, PrintStream err) {
    if (List.of(args).contains("--help")) {
      out.println(USAGE);
      return Exit.OK;
    }
    try {
      Order order = Order.parse(args);
      LocalAdapter adapter = LocalAdapter.inspect(order.path());
      out.print(describe(adapter));
      boolean fits = adapter.problem().isEmpty();
      for (String provider : Providers.known()) {
        if (order.provider() == null || order.provider().equals(provider)) {
          Facts facts = Providers.facts(provider);
          AdapterFit fit = adapter.fits(facts, order.base(), order.asOf());
          out.print(describe(fit));
          fits &= order.provider() == null || fit.fits();
        }
      }
      return fits ? Exit.OK : Exit.FAILED;
    } catch (Options.BadArgument e) {
      err.println("inspect-adapter: " + e.getMessage() + " (--help lists the options)");
      return Exit.BAD_INPUT;
    } catch (LoraportException e) {
      err.println("inspect-adapter: " + e.getMessage());
      return Exit.FAILED;
    }
  }

  private static String describe(LocalAdapter adapter) {
    StringBuilder text = new StringBuilder();
    line(
        text,
        "type",
        adapter.peftType()
            + (adapter.variants().isEmpty()
                ? ""
                : " with " + String.join(", ", adapter.variants())));
    line(text, "base model", adapter.baseModel().orElse("not said"));
    line(
        text,
        "rank",
        adapter.rank().isPresent() ? Integer.toString(adapter.rank().getAsInt()) : "none");
    line(
        text,
        "alpha",
        adapter.alpha().isPresent() ? Double.toString(adapter.alpha().getAsDouble()) : "not said");
    line(
        text,
        "dropout",
        adapter.dropout().isPresent()
            ? Double.toString(adapter.dropout().getAsDouble())
            : "not said");
    line(text, "modules", String.join(", ", adapter.targetModules()));
    line(
        text,
        "tensors",
        adapter.tensors()
            + " ("
            + adapter.dtypes().entrySet().stream()
                .map(type -> type.getValue() + " " + type.getKey())
                .collect(Collectors.joining(", "))
            + "), "
            + adapter.pairs()
            + " pairs, "
            + adapter.parameters()
            + " numbers");
    line(text, "files", String.join(", ", adapter.files()) + ", " + adapter.bytes() + " bytes");
    adapter
        .findings()
        .forEach(finding -> line(text, finding.severity().name(), finding.toString()));
    return text.toString();
  }

  private static String describe(AdapterFit fit) {
    StringBuilder text = new StringBuilder();
    line(text, fit.provider(), (fit.fits() ? "takes it" : "refuses it") + ", as of " + fit.asOf());
    for (AdapterFinding refusal : fit.refusals()) {
      line(text, "", "no: " + refusal);
    }
    for (AdapterFinding doubt : fit.doubts()) {
      line(text, "", "in doubt: " + doubt);
    }
    return text.toString();
  }

  private static void line(StringBuilder text, String name, String value) {
    text.append(String.format(java.util.Locale.ROOT, "%-11s %s%n", name, value).replace("\r", ""));
  }
}
