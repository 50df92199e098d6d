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
 * clock, then the key, what it may do, and what is known of balance and limits. It only reads, and
 * costs nothing.
 *
 * <p>Exit codes: 0 nothing is wrong; 1 something will not work; 2 the arguments are wrong; 130
 * interrupted.
 */
public final class Doctor {
  static final String USAGE =
      """
      usage: doctor [options]
        --provider NAME     together, fireworks or nebius; may be given again (all)
        --as-of DATE        the day on which the embedded fakes live, such as 2026-02-13 (today)
      With the key of a provider in the environment (such as TOGETHER_API_KEY) it looks at the real service,
      without one at a fake that it starts itself.
      exit codes: 0 nothing is wrong; 1 something will not work; 2 the arguments are wrong; 130 interrupted""";

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
  private final Duration limit;
  private final InstantSource clock;
  private boolean healthy = true;

  private Doctor(
      PrintStream out, Map<String, String> environment, Duration limit, InstantSource clock) {
    this.out = out;
    this.environment = environment;
    this.limit = limit;
    this.clock = clock;
  }

  /** Runs the sample; see the usage text for the arguments. */
  public static void main(String[] args) {
    System.exit(
        run(
            args,
            System.out,
            System.err,
            System.getenv(),
            Duration.ofSeconds(10),
            InstantSource.system()));
  }

  static int run(
      String[] args,
      PrintStream out,
      PrintStream err,
      Map<String, String> environment,
      Duration limit,
      InstantSource clock) {
    List<String> providers = new ArrayList<>();
    Optional<LocalDate> day = Optional.empty();
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
          default -> throw Values.unknown(name, USAGE);
        }
      }
      Doctor doctor = new Doctor(out, environment, limit, clock);
      for (String provider : providers.isEmpty() ? ALL : providers) {
        doctor.examine(provider, day);
      }
      out.println(
          doctor.healthy ? "Nothing is wrong." : "Something will not work; see FAIL above.");
      return doctor.healthy ? TuneAndChat.Exit.OK : TuneAndChat.Exit.FAILED;
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
    AtomicReference<@Nullable URI> given = new AtomicReference<>();
    Consumer<ClientConfig.Builder> settings =
        config -> {
          given.set(config.build().baseUrl().orElse(null));
          config.addInterceptors(keeper(last));
        };
    // a day of the past belongs to a fake, so a key in the environment must not stand against it
    Map<String, String> used = day.isPresent() ? Map.of() : environment;
    try (Backend backend = Backend.open(provider, day, used, settings)) {
      out.println(provider + ": " + backend.banner());
      URI other = given.get();
      URI host = other == null ? Objects.requireNonNull(HOSTS.get(provider)) : other;
      InstantSource now = backend.isReal() ? clock : backend::now;
      boolean reached = print(new NetworkCheck(host, limit, now).run());
      if (!reached) {
        out.println("  nothing else was tried");
        return;
      }
      AccountCheck account =
          new AccountCheck(
              backend.client(),
              Backend.keyVariable(provider),
              () -> Optional.ofNullable(last.get()).orElse(NO_HEADERS));
      print(account.run());
    } catch (LoraportException e) {
      print(List.of(Finding.fail("client", e.getMessage())));
    }
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
      good &= finding.verdict() != Finding.Verdict.FAIL;
    }
    healthy &= good;
    return good;
  }
}
