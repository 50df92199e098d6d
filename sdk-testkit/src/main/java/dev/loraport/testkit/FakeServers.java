package dev.loraport.testkit;

import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * Runs fakes as a process, for clients in any language.
 *
 * <pre>{@code
 * java … dev.loraport.testkit.FakeServers together=8080 nebius=8082 --job-seconds 10
 * }</pre>
 *
 * <p>{@code together=PORT} starts the fake of Together AI, {@code fireworks=PORT} that of Fireworks
 * AI, {@code nebius=PORT} that of Nebius (0 takes a free port); one process can serve several.
 * Options: {@code --as-of DATE} for the service of another day, {@code --job-seconds N} for the
 * length of a job (10), {@code --seed N} for ids and key, {@code --storage-port N} for the port of
 * signed URLs; with several fakes the next ones take the ports after it. Time is real. Prints one
 * line of JSON with base URL, key and date of each fake, and the account id where the provider has
 * one, then {@code ready}; {@code --help} prints the options. SIGTERM ends the process in under a
 * second with exit code 143. Bad arguments are answered with one line on the error stream and exit
 * code 2, a port that is taken with exit code 1. {@code GET /__testkit/health} and {@code GET
 * /__testkit/journal} on the API port need no key.
 */
public final class FakeServers {
  private static final String USAGE =
      """
      usage: fake-servers {%s}=PORT ... [options]
        PROVIDER=PORT       the fake of that provider at that port of this machine; 0 takes a free one
        --as-of DATE        the day of the service, such as 2026-02-13 (today)
        --job-seconds N     how long a job takes, from 0.001 (10)
        --seed N            a whole number for ids and key (1)
        --storage-port N    the port of signed addresses; with several fakes the next ones take those after it
      Prints one line of JSON with address, key and date of each fake, then "ready", and serves until it is ended.
      exit codes: 143 ended by SIGTERM; 1 a port is taken; 2 the arguments are wrong"""
          .formatted(String.join("|", ServerOrder.names()));

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
    if (List.of(args).contains("--help")) {
      out.println(USAGE);
      return 0;
    }
    ServerOrder order;
    try {
      order = ServerOrder.parse(args);
    } catch (IllegalArgumentException e) {
      err.println("fake-servers: " + e.getMessage() + " (--help lists the options)");
      return 2;
    }
    List<FakeProvider> fakes = new ArrayList<>();
    try {
      order.start(FakeClock.Mode.REAL, fakes::add);
      out.println(ServerOrder.line(fakes));
      out.println("ready");
      out.flush();
      end.await();
      return 0;
    } catch (UncheckedIOException e) {
      err.println(
          "fake-servers: " + e.getMessage() + "; name another port, or 0 for one that is free");
      return 1;
    } finally {
      fakes.forEach(FakeProvider::close);
    }
  }
}
