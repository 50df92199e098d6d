package dev.loraport.samples;

import dev.loraport.ClientConfig;
import dev.loraport.ProviderClient;
import dev.loraport.billing.Billable;
import dev.loraport.billing.BillableEnd;
import dev.loraport.billing.BillableReport;
import dev.loraport.billing.BillableStop;
import dev.loraport.error.CallInterruptedException;
import dev.loraport.error.LoraportException;
import dev.loraport.samples.TuneAndChat.Exit;
import java.io.PrintStream;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Shows what is running and stored at the providers, how old it is and what it costs, and ends what
 * it is told to. Without a key it looks at fakes that it starts itself, with something in them.
 *
 * <p>Exit codes: 0 done; 1 a list or a call failed; 2 the arguments are wrong; 4 {@code --stop}
 * without {@code --yes}; 130 interrupted.
 */
public final class WhatIsRunning {
  static final List<String> PROVIDERS = List.of("fireworks", "nebius", "together");

  static final String USAGE =
      """
      usage: what-is-running [options]
        --provider NAME   together, fireworks or nebius (all that have a key; without any key all, as fakes)
        --stop ID         end what has this id: delete, stop or cancel it, as the table says; a job that has
                          ended and is in no table is deleted (end nothing)
        --yes             really end it
        --as-of DATE      the day on which the embedded fakes live, such as 2026-02-13 (today)
      With a provider's key in the environment (such as TOGETHER_API_KEY) it looks at the real account,
      without any at fakes that it starts itself.
      LORAPORT_PROXY=HOST:PORT names a proxy and LORAPORT_CA_FILE=FILE the certificates (PEM) to trust, in place
      of those of the JVM.
      exit codes: 0 done; 1 a list or a call failed; 2 the arguments are wrong; 4 --stop without --yes;
        130 interrupted""";

  private WhatIsRunning() {}

  /** Runs the sample; see the usage text for the arguments. */
  public static void main(String[] args) {
    System.exit(run(args, System.out, System.err, System.getenv(), config -> {}));
  }

  /** What was asked for. */
  private record Order(
      Optional<String> provider, Optional<String> stop, boolean yes, Optional<LocalDate> asOf) {
    static Order parse(String[] args) throws Options.BadArgument {
      String provider = null;
      String stop = null;
      LocalDate asOf = null;
      boolean yes = false;
      for (Iterator<String> rest = Arrays.asList(args).iterator(); rest.hasNext(); ) {
        String name = rest.next();
        switch (name) {
          case "--yes" -> yes = true;
          case "--provider" -> provider = Values.next(name, rest);
          case "--stop" -> stop = Values.next(name, rest);
          case "--as-of" -> asOf = Values.day(name, Values.next(name, rest));
          default -> throw Values.unknown(name, USAGE);
        }
      }
      return new Order(
          Optional.ofNullable(provider), Optional.ofNullable(stop), yes, Optional.ofNullable(asOf));
    }

    /** The providers to look at: the one that was named, those with a key, or all as fakes. */
    List<String> providers(Map<String, String> environment) {
      List<String> withKey =
          PROVIDERS.stream()
              .filter(
                  name -> {
                    String key = environment.get(Backend.keyVariable(name));
                    return key != null && !key.isBlank();
                  })
              .toList();
      return provider.map(List::of).orElse(withKey.isEmpty() ? PROVIDERS : withKey);
    }
  }

  static int run(
      String[] args,
      PrintStream out,
      PrintStream err,
      Map<String, String> environment,
      Consumer<ClientConfig.Builder> setUp) {
    if (List.of(args).contains("--help")) {
      out.println(USAGE);
      return Exit.OK;
    }
    List<Backend> backends = new ArrayList<>();
    try {
      Order order = Order.parse(args);
      for (String provider : order.providers(environment)) {
        Backend backend = Backend.open(provider, order.asOf(), environment, setUp);
        backends.add(backend);
        out.println(backend.banner());
        backend.seed(Seeds::sow);
      }
      return look(order, backends, out, err);
    } catch (Options.BadArgument e) {
      err.println("what-is-running: " + e.getMessage() + " (--help lists the options)");
      return Exit.BAD_INPUT;
    } catch (CallInterruptedException e) {
      err.println("what-is-running: interrupted: " + e.getMessage());
      return Exit.INTERRUPTED;
    } catch (LoraportException e) {
      err.println("what-is-running: " + e.getMessage());
      return Exit.FAILED;
    } finally {
      backends.forEach(Backend::close);
    }
  }

  private static int look(Order order, List<Backend> backends, PrintStream out, PrintStream err)
      throws Options.BadArgument {
    List<ProviderClient> clients = backends.stream().map(Backend::client).toList();
    Instant at = backends.stream().map(Backend::now).max(Comparator.naturalOrder()).orElseThrow();
    BillableReport report = Billable.list(clients, at);
    if (order.stop().isEmpty()) {
      out.println();
      out.print(RunningTable.of(report));
      return report.complete() ? Exit.OK : Exit.FAILED;
    }
    String id = order.stop().get();
    EndedJob job =
        report.items().stream().anyMatch(item -> item.id().equals(id))
            ? null
            : EndedJob.find(id, clients);
    if (job != null) {
      return job.delete(order.yes(), out, err);
    }
    Billable item = find(report, id);
    if (item.end().way() == BillableEnd.Way.NONE) {
      err.println("what-is-running: " + item.id() + " can't be ended: " + item.end().loses());
      return Exit.FAILED;
    }
    String what =
        item.provider() + " " + item.kind().name().toLowerCase(Locale.ROOT) + " " + item.id();
    if (!order.yes()) {
      err.println(
          "what-is-running: --stop would "
              + item.end().way().name().toLowerCase(Locale.ROOT)
              + " "
              + what
              + "; lost would be "
              + item.end().loses()
              + ". Say --yes to do it.");
      return Exit.NOT_CONFIRMED;
    }
    BillableStop stop = Billable.stop(client(clients, item), item);
    out.println(
        what + ": " + stop.done() + (stop.lost().isEmpty() ? "" : "; lost: " + stop.lost()));
    out.println();
    out.print(RunningTable.of(Billable.list(clients, at)));
    return Exit.OK;
  }

  private static Billable find(BillableReport report, String id) throws Options.BadArgument {
    List<Billable> found = report.items().stream().filter(item -> item.id().equals(id)).toList();
    if (found.size() == 1) {
      return found.get(0);
    }
    String many =
        found.isEmpty()
            ? "nothing has the id \"" + id + '"' + unread(report)
            : found.size() + " things have the id \"" + id + "\"; name the --provider";
    throw new Options.BadArgument(many);
  }

  private static String unread(BillableReport report) {
    return report.complete() ? "" : ", but not all lists could be read: " + report.gaps();
  }

  private static ProviderClient client(List<ProviderClient> clients, Billable item) {
    @Nullable ProviderClient found = null;
    for (ProviderClient client : clients) {
      if (client.provider().equals(item.provider())) {
        found = client;
      }
    }
    if (found == null) {
      throw new IllegalStateException("no client of " + item.provider());
    }
    return found;
  }
}
