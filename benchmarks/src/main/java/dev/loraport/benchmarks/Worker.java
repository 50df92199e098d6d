package dev.loraport.benchmarks;

import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import perf.Driver;

/**
 * The measured process: warms one driver up, measures it at one kind of work, and prints one line.
 *
 * <p>Arguments: class of the driver, work, base address, seconds to warm up, seconds to measure,
 * file to upload, numbers of the server's processes.
 */
final class Worker {
  /** What is asked each time. */
  static final String PROMPT = "Explain in two sentences what a token bucket is.";

  private static final int IN_FLIGHT = 1000;
  private static final int STREAMS = 200;

  /**
   * How long calls run side by side, after those one after another, until it counts: so many times
   * as long as these.
   */
  static final double SETTLE = 1.5;

  /** And at least until this many calls are done, since connections over TLS take long to open. */
  private static final long SETTLED = 6L * IN_FLIGHT;

  private static final double LONGEST_SETTLE = 60;

  /** The line of a client that has no such call. */
  static final String NOT_OFFERED = "NOT OFFERED";

  private final Driver driver;
  private final double warmUp;
  private final double seconds;
  private final Path file;
  private final Meter meter;
  private final StringBuilder line = new StringBuilder("RESULT");
  private volatile boolean over;

  private Worker(Driver driver, double warmUp, double seconds, Path file, Meter meter) {
    this.driver = driver;
    this.warmUp = warmUp;
    this.seconds = seconds;
    this.file = file;
    this.meter = meter;
  }

  public static void main(String[] args) throws Exception {
    Driver driver =
        Class.forName(args[0]).asSubclass(Driver.class).getDeclaredConstructor().newInstance();
    driver.open(URI.create(args[2]), "key");
    Worker worker =
        new Worker(
            driver,
            Double.parseDouble(args[3]),
            Double.parseDouble(args[4]),
            Path.of(args[5]),
            new Meter(args[6]));
    try {
      worker.work(args[1]);
      System.out.println(worker.line);
    } catch (UnsupportedOperationException e) {
      System.out.println(NOT_OFFERED);
    }
    System.exit(0);
  }

  private void work(String what) throws Exception {
    switch (what) {
      case "chat" -> chat();
      case "threads" -> threads();
      case "async" -> async();
      case "burst" -> burst();
      case "paced" -> paced(0);
      case "apart" -> paced(5);
      case "fan" -> fan();
      case "upload" -> upload();
      default -> throw new IllegalArgumentException("no such work: " + what);
    }
  }

  private static <T> CompletionStage<T> offered(CompletionStage<T> call) {
    if (call == null) {
      throw new UnsupportedOperationException("no such call");
    }
    return call;
  }

  private void tell(String key, double value) {
    line.append(' ').append(key).append('=').append(String.format(Locale.ROOT, "%.3f", value));
  }

  private static long after(double seconds) {
    return System.nanoTime() + (long) (seconds * 1e9);
  }

  private void chat() throws Exception {
    warmUpAlone();
    long[] times = new long[1 << 20];
    int count = 0;
    meter.begin();
    for (long end = after(seconds); System.nanoTime() < end && count < times.length; ) {
      long begin = System.nanoTime();
      check(driver.chat("m", PROMPT));
      times[count++] = System.nanoTime() - begin;
    }
    tell("cpu_us", meter.cpuNanos() / 1e3 / count);
    tell("server_pct", meter.serverPercent());
    tell("bytes", (double) meter.allocatedBytes() / count);
    times(times, count);
  }

  private void times(long[] times, int count) {
    Arrays.sort(times, 0, count);
    tell("p50_us", times[count / 2] / 1e3);
    tell("p99_us", times[(int) (count * 0.99)] / 1e3);
  }

  // A driver that parses nothing gives no text.
  private static void check(String text) {
    if (text != null && text.length() < 20) {
      throw new IllegalStateException("not the answer: " + text);
    }
  }

  /**
   * Lets the compiler finish: among a thousand threads that are ready to run it gets so little time
   * that what is measured is the interpreter, most of all with a client that has much code.
   */
  private void warmUpAlone() throws Exception {
    for (long end = after(warmUp); System.nanoTime() < end; ) {
      check(driver.chat("m", PROMPT));
    }
  }

  private void threads() throws Exception {
    warmUpAlone();
    LongAdder done = new LongAdder();
    CountDownLatch left = new CountDownLatch(IN_FLIGHT);
    for (int i = 0; i < IN_FLIGHT; i++) {
      awaitAnswers(i, 0.2, done);
      Thread thread =
          new Thread(
              () -> {
                try {
                  while (!over) {
                    check(driver.chat("delay-50ms", PROMPT));
                    done.increment();
                  }
                  left.countDown();
                } catch (Exception e) {
                  fail(e);
                }
              });
      thread.setDaemon(true);
      thread.start();
    }
    measureRate(done);
    left.await();
  }

  private void async() throws Exception {
    LongAdder done = new LongAdder();
    Semaphore places = new Semaphore(IN_FLIGHT);
    for (long end = after(warmUp); System.nanoTime() < end; ) {
      check(offered(driver.chatAsync("m", PROMPT)).toCompletableFuture().get());
    }
    Thread sender =
        new Thread(
            () -> {
              try {
                for (long sent = 0; !over; sent++) {
                  places.acquire();
                  awaitAnswers(sent, 1.2, done);
                  driver
                      .chatAsync("delay-50ms", PROMPT)
                      .whenComplete(
                          (text, error) -> {
                            places.release();
                            if (error != null) {
                              fail(error);
                            }
                            check(text);
                            done.increment();
                          });
                }
              } catch (Exception e) {
                fail(e);
              }
            });
    sender.start();
    measureRate(done);
    sender.join();
    places.acquire(IN_FLIGHT);
  }

  /**
   * Lets the calls in flight grow by one for five answers: a thousand connections that are opened
   * at once, over TLS, take longer than some clients wait for one.
   */
  private static void awaitAnswers(long begun, double perAnswer, LongAdder done)
      throws InterruptedException {
    for (long answers = done.sum(); answers < SETTLED; answers = done.sum()) {
      if (begun <= 10 + perAnswer * answers) {
        return;
      }
      Thread.sleep(1);
    }
  }

  private static void fail(Throwable error) {
    error.printStackTrace();
    System.exit(1);
  }

  private void measureRate(LongAdder done) throws InterruptedException {
    long latest = after(LONGEST_SETTLE);
    Thread.sleep((long) (SETTLE * warmUp * 1000));
    while (done.sum() < SETTLED) {
      if (System.nanoTime() > latest) {
        throw new IllegalStateException(
            "only " + done.sum() + " calls in the first " + LONGEST_SETTLE + " s");
      }
      Thread.sleep(10);
    }
    meter.begin();
    long before = done.sum();
    long begin = System.nanoTime();
    Thread.sleep((long) (seconds * 1000));
    long cpu = meter.cpuNanos();
    double count = done.sum() - before;
    tell("rate", count * 1e9 / (System.nanoTime() - begin));
    tell("server_pct", meter.serverPercent());
    tell("cpu_us", cpu / 1e3 / count);
    tell("threads", meter.peakThreads());
    over = true;
  }

  private void burst() throws Exception {
    AtomicLong chunks = new AtomicLong();
    Consumer<String> counter = text -> chunks.setPlain(chunks.getPlain() + 1);
    for (long end = after(warmUp); System.nanoTime() < end; ) {
      driver.stream("stream-20000", PROMPT, counter);
    }
    chunks.set(0);
    meter.begin();
    long begin = System.nanoTime();
    long streams = 0;
    for (long end = after(seconds); System.nanoTime() < end; streams++) {
      driver.stream("stream-20000", PROMPT, counter);
    }
    double elapsed = System.nanoTime() - begin;
    double count = streams * 20_000.0;
    long cpu = meter.cpuNanos();
    tell("server_pct", meter.serverPercent());
    if (chunks.get() != 0 && chunks.get() != streams * 20_000) {
      throw new IllegalStateException(streams + " streams gave " + chunks.get() + " chunks");
    }
    tell("rate", count * 1e9 / elapsed);
    tell("cpu_us", cpu / 1e3 / count);
    tell("bytes", (double) meter.allocatedBytes() / count);
  }

  /** How late the pieces are that carry the time when the server sent them. */
  private static final class Lateness implements Consumer<String> {
    private final long[] late = new long[1 << 20];
    private int count;
    private long first;

    @Override
    public synchronized void accept(String text) {
      long now = System.nanoTime();
      if (first == 0) {
        first = now;
      }
      if (count < late.length && text.startsWith("@")) {
        late[count++] = now - Long.parseLong(text.substring(1).trim());
      }
    }
  }

  /**
   * Streams one after another. With a pause the connection's thread sleeps when a call begins, as
   * it does in a service; without one it is often still busy with the end of the call before.
   */
  private void paced(long pauseMillis) throws Exception {
    // without a pause, since a few hundred paced streams would leave most of the way interpreted
    for (long end = after(warmUp); System.nanoTime() < end; ) {
      driver.stream("stream-20", PROMPT, text -> {});
    }
    for (long end = after(warmUp / 5); System.nanoTime() < end; ) {
      pause(pauseMillis);
      driver.stream("stream-10-stamp-pace-2ms", PROMPT, new Lateness());
    }
    Lateness lateness = new Lateness();
    long[] firsts = new long[1 << 16];
    int count = 0;
    meter.begin();
    for (long end = after(seconds); System.nanoTime() < end && count < firsts.length; ) {
      pause(pauseMillis);
      lateness.first = 0;
      long begin = System.nanoTime();
      driver.stream("stream-10-stamp-pace-2ms", PROMPT, lateness);
      firsts[count++] = lateness.first - begin;
    }
    tell("server_pct", meter.serverPercent());
    times(firsts, count);
    Arrays.sort(lateness.late, 0, lateness.count);
    tell("late_us", lateness.late[lateness.count / 2] / 1e3);
  }

  // not sleep(0), which yields to the connection's thread
  private static void pause(long millis) throws InterruptedException {
    if (millis > 0) {
      Thread.sleep(millis);
    }
  }

  private void fan() throws Exception {
    for (long end = after(warmUp); System.nanoTime() < end; ) {
      together("stream-20-pace-5ms");
    }
    Thread.sleep(1000);
    meter.begin();
    long begin = System.nanoTime();
    together("stream-100-pace-20ms");
    double elapsed = System.nanoTime() - begin;
    tell("cpu_us", meter.cpuNanos() / 1e3 / (STREAMS * 100));
    tell("server_pct", meter.serverPercent());
    tell("threads", meter.peakThreads());
    tell("wall_s", elapsed / 1e9);
  }

  private void together(String model) throws Exception {
    CountDownLatch left = new CountDownLatch(STREAMS);
    LongAdder chunks = new LongAdder();
    for (int i = 0; i < STREAMS; i++) {
      CompletionStage<?> end =
          offered(driver.streamAsync(model, PROMPT, text -> chunks.increment()));
      end.whenComplete(
          (nothing, error) -> {
            if (error != null) {
              fail(error);
            }
            left.countDown();
          });
    }
    left.await();
  }

  private void upload() throws Exception {
    driver.upload(file);
    int count = 0;
    double best = 0;
    meter.begin();
    for (long end = after(seconds); System.nanoTime() < end || count < 3; count++) {
      long begin = System.nanoTime();
      driver.upload(file);
      best = Math.max(best, file.toFile().length() * 1e3 / (System.nanoTime() - begin));
    }
    tell("mb_s", best);
    tell("cpu_ms_gb", meter.cpuNanos() / 1e6 / count / (file.toFile().length() / 1e9));
    tell("server_pct", meter.serverPercent());
    tell("own_mb", Meter.ownMegabytes());
  }
}
