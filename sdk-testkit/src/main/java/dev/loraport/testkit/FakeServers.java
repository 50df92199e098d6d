package dev.loraport.testkit;

import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.concurrent.CountDownLatch;

/**
 * Runs fakes as a process, for clients in any language.
 *
 * <pre>{@code
 * java … dev.loraport.testkit.FakeServers together=8080 --as-of 2026-02-13 --job-seconds 10
 * }</pre>
 *
 * <p>{@code together=PORT} starts the fake of Together AI (0 takes a free port). Options: {@code
 * --as-of DATE} for the service of another day, {@code --job-seconds N} for the length of a job
 * (10), {@code --seed N} for ids and key, {@code --storage-port N} for the port of signed URLs.
 * Time is real. Prints one line of JSON with base URL, key and date, then {@code ready}. SIGTERM
 * ends the process in under a second with exit code 143. Bad arguments are answered with one line
 * on the error stream and exit code 2, a port that is taken with exit code 1. {@code GET
 * /__testkit/health} and {@code GET /__testkit/journal} on the API port need no key.
 */
public final class FakeServers {
  private static final String USAGE =
      "usage: together=PORT [--as-of YYYY-MM-DD] [--job-seconds N] [--seed N] [--storage-port N]";

  private FakeServers() {}

  /**
   * Starts what the arguments name and serves until the process is ended.
   *
   * @param args see the class
   * @throws InterruptedException if the main thread is interrupted
   */
  public static void main(String[] args) throws InterruptedException {
    int code = run(args, System.out, System.err, new CountDownLatch(1));
    if (code != 0) {
      System.exit(code);
    }
  }

  /** Serves until the latch is open; the exit code. */
  static int run(String[] args, PrintStream out, PrintStream err, CountDownLatch end)
      throws InterruptedException {
    FakeTogether.Builder builder;
    try {
      builder = parse(args);
    } catch (IllegalArgumentException e) {
      err.println(e.getMessage() + "; " + USAGE);
      return 2;
    }
    FakeTogether fake;
    try {
      fake = builder.build();
    } catch (UncheckedIOException e) {
      err.println(e.getMessage());
      return 1;
    }
    try (fake) {
      out.println(
          "{\"together\":{\"baseUrl\":\""
              + fake.baseUrl()
              + "\",\"apiKey\":\""
              + fake.apiKey()
              + "\",\"asOf\":\""
              + fake.asOf()
              + "\"}}");
      out.println("ready");
      out.flush();
      end.await();
    }
    return 0;
  }

  /** The fake that the arguments ask for, not yet started. */
  static FakeTogether.Builder parse(String[] args) {
    LocalDate asOf = LocalDate.now(ZoneOffset.UTC);
    FakeTogether.Builder builder = FakeTogether.builder().clock(FakeClock.Mode.REAL);
    boolean together = false;
    for (int i = 0; i < args.length; i++) {
      String name = args[i];
      if (name.startsWith("together=")) {
        builder.port(port("together", name.substring("together=".length())));
        together = true;
        continue;
      }
      if (!name.startsWith("--") || i + 1 == args.length) {
        throw new IllegalArgumentException(
            name.startsWith("--") ? name + " needs a value" : "unknown argument '" + name + "'");
      }
      String value = args[++i];
      switch (name) {
        case "--as-of" -> asOf = date(value);
        case "--job-seconds" ->
            builder.jobDuration(Duration.ofMillis((long) (1000 * positive(name, value))));
        case "--seed" -> builder.seed((long) number(name, value));
        case "--storage-port" -> builder.storagePort(port(name, value));
        default -> throw new IllegalArgumentException("unknown option '" + name + "'");
      }
    }
    if (!together) {
      throw new IllegalArgumentException("nothing to start");
    }
    return builder.asOf(asOf);
  }

  private static int port(String name, String text) {
    double port = number(name, text);
    if (port != Math.rint(port) || port < 0 || port > 65_535) {
      throw new IllegalArgumentException(name + ": a port is from 0 to 65535, not '" + text + "'");
    }
    return (int) port;
  }

  private static double positive(String name, String text) {
    double value = number(name, text);
    if (!(value > 0) || value > 1e6) {
      throw new IllegalArgumentException(name + " must be over 0, not '" + text + "'");
    }
    return value;
  }

  private static double number(String name, String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(name + ": '" + text + "' is not a number", e);
    }
  }

  private static LocalDate date(String text) {
    try {
      return LocalDate.parse(text);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          "--as-of: '" + text + "' is not a date like 2026-02-13", e);
    }
  }
}
