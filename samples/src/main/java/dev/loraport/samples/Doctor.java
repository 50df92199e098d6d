package dev.loraport.samples;

import dev.loraport.ClientConfig;
import dev.loraport.error.LoraportException;
import dev.loraport.http.Interceptor;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Says what would go wrong before anything is tried: for each provider proxy, connection, TLS and
 * clock, then the key, what it may read, what is known of balance and limits, and where files go.
 * It goes by the settings of the client that the other samples use, and costs nothing. It only
 * reads, unless it is asked to try writing: then a small training file goes up and is deleted
 * again.
 *
 * <p>Exit codes: 0 nothing wrong was found; 1 something will not work; 2 the arguments are wrong;
 * 130 interrupted.
 */
public final class Doctor {
  static final String USAGE =
      """
      usage: doctor [options]
        --provider NAME     together, fireworks or nebius; may be given again (all)
        --as-of DATE        the day on which the embedded fakes live, such as 2026-02-13 (today)
        --try-writing       upload a training file of three rows and delete it again; without this doctor only reads
      With the key of a provider in the environment (such as TOGETHER_API_KEY) it looks at the real service,
      without one at a fake that it starts itself. It costs nothing.
      LORAPORT_PROXY=HOST:PORT names a proxy and LORAPORT_CA_FILE=FILE the certificates (PEM) to trust, in place
      of those of the JVM, for this and for all samples.
      exit codes: 0 nothing wrong was found; 1 something will not work; 2 the arguments are wrong; 130 interrupted""";

  /** Where the providers are, by their documentation of 2026. */
  private static final Map<String, URI> HOSTS =
      Map.of(
          "together", URI.create("https://api.together.ai"),
          "fireworks", URI.create("https://api.fireworks.ai"),
          "nebius", URI.create("https://api.tokenfactory.nebius.com"));

  private static final List<String> ALL = List.of("together", "fireworks", "nebius");

  private static final HttpHeaders NO_HEADERS = HttpHeaders.of(Map.of(), (name, value) -> true);

  private final PrintStream out;
  private final Map<String, String> environment;
  private final Consumer<ClientConfig.Builder> setUp;
  private final Duration limit;
  private final InstantSource clock;
  private final boolean writes;
  private int failures;
  private int warnings;

  private Doctor(
      PrintStream out,
      Map<String, String> environment,
      Consumer<ClientConfig.Builder> setUp,
      Duration limit,
      InstantSource clock,
      boolean writes) {
    this.out = out;
    this.environment = environment;
    this.setUp = setUp;
    this.limit = limit;
    this.clock = clock;
    this.writes = writes;
  }

  /** Runs the sample; see the usage text for the arguments. */
  public static void main(String[] args) {
    System.exit(
        run(
            args,
            System.out,
            System.err,
            System.getenv(),
            config -> {},
            Duration.ofSeconds(10),
            InstantSource.system()));
  }

  static int run(
      String[] args,
      PrintStream out,
      PrintStream err,
      Map<String, String> environment,
      Consumer<ClientConfig.Builder> setUp,
      Duration limit,
      InstantSource clock) {
    List<String> providers = new ArrayList<>();
    Optional<LocalDate> day = Optional.empty();
    boolean writes = false;
    try {
      for (Iterator<String> rest = Arrays.asList(args).iterator(); rest.hasNext(); ) {
        String name = rest.next();
        switch (name) {
          case "--help" -> {
            out.println(USAGE);
            return TuneAndChat.Exit.OK;
          }
          case "--provider" -> providers.add(known(Values.next(name, rest)));
          case "--as-of" -> day = Optional.of(Values.day(name, Values.next(name, rest)));
          case "--try-writing" -> writes = true;
          default -> throw Values.unknown(name, USAGE);
        }
      }
      Doctor doctor = new Doctor(out, environment, setUp, limit, clock, writes);
      for (String provider : providers.isEmpty() ? ALL : providers) {
        doctor.examine(provider, day);
      }
      out.println(doctor.summary());
      return doctor.failures == 0 ? TuneAndChat.Exit.OK : TuneAndChat.Exit.FAILED;
    } catch (Options.BadArgument e) {
      err.println("doctor: " + e.getMessage() + " (--help lists the options)");
      return TuneAndChat.Exit.BAD_INPUT;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      err.println("doctor: interrupted");
      return TuneAndChat.Exit.INTERRUPTED;
    }
  }

  private static String known(String provider) throws Options.BadArgument {
    if (!ALL.contains(provider)) {
      throw new Options.BadArgument(
          "unknown provider \"" + provider + "\"; there are " + String.join(", ", ALL));
    }
    return provider;
  }

  private void examine(String provider, Optional<LocalDate> day)
      throws Options.BadArgument, InterruptedException {
    AtomicReference<@Nullable HttpHeaders> last = new AtomicReference<>();
    AtomicReference<@Nullable ClientConfig> used = new AtomicReference<>();
    AtomicReference<@Nullable StorageCheck> storage = new AtomicReference<>();
    Consumer<ClientConfig.Builder> settings =
        config -> {
          setUp.accept(config);
          ClientConfig built = config.build();
          StorageCheck check = new StorageCheck(built.baseUrl().orElse(host(provider)));
          used.set(built);
          storage.set(check);
          config.addInterceptors(keeper(last), check.scout());
        };
    // a day of the past belongs to a fake, so a key in the environment must not stand against it
    Map<String, String> keys = day.isPresent() ? Map.of() : environment;
    try (Backend backend = Backend.open(provider, day, keys, settings)) {
      out.println(provider + ": " + backend.banner());
      ClientConfig config = Objects.requireNonNull(used.get());
      InstantSource now = backend.isReal() ? clock : backend::now;
      URI host = config.baseUrl().orElse(host(provider));
      if (!print(new NetworkCheck(host, config, limit, now).run())) {
        out.println("  nothing else was tried");
        return;
      }
      AccountCheck account =
          new AccountCheck(
              backend.client(),
              backend.isReal() ? "that of " + Backend.keyVariable(provider) : "the fake's own",
              () -> Optional.ofNullable(last.get()).orElse(NO_HEADERS),
              writes);
      if (print(account.run())) {
        print(Objects.requireNonNull(storage.get()).run(backend.client(), config, limit, now));
      }
    } catch (LoraportException e) {
      print(List.of(Finding.fail("client", e.getMessage())));
    }
  }

  /** Where the provider is if nothing else is said. */
  static URI host(String provider) {
    return Objects.requireNonNull(HOSTS.get(provider));
  }

  private String summary() {
    String warned = warnings == 0 ? "" : ", " + Describe.count(warnings, "warning");
    return failures == 0
        ? "Nothing wrong was found" + warned + "."
        : "Something will not work; see FAIL above.";
  }

  /** Keeps the last headers that tell of limits. */
  private static Interceptor keeper(AtomicReference<@Nullable HttpHeaders> last) {
    return (request, call, next) ->
        next.proceed(request)
            .thenApply(
                answer -> {
                  if (AccountCheck.tellsLimits(answer.headers())) {
                    last.set(answer.headers());
                  }
                  return answer;
                });
  }

  private boolean print(List<Finding> findings) {
    boolean good = true;
    for (Finding finding : findings) {
      out.println(
          String.format(
              Locale.ROOT,
              "  %-4s  %-11s  %s",
              finding.verdict().word(),
              finding.what(),
              finding.detail()));
      failures += finding.verdict() == Finding.Verdict.FAIL ? 1 : 0;
      warnings += finding.verdict() == Finding.Verdict.WARN ? 1 : 0;
      good &= finding.verdict() != Finding.Verdict.FAIL;
    }
    return good;
  }
}
