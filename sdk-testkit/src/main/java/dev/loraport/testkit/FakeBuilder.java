package dev.loraport.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * The settings that the fakes of all providers take.
 *
 * @param <B> the builder itself
 * @param <F> the fake that it starts
 */
abstract class FakeBuilder<B extends FakeBuilder<B, F>, F extends HostedFake> {
  LocalDate asOf = LocalDate.now(ZoneOffset.UTC);
  FakeClock.Mode mode = FakeClock.Mode.AUTO;
  @Nullable FakeClock clock;
  long seed = 1;
  int port;
  int storagePort;
  Duration jobDuration = Duration.ofSeconds(10);

  /** This builder, by its own type. */
  abstract B self();

  abstract F start() throws IOException;

  /**
   * Sets the date of the service to imitate.
   *
   * @param date the date, by default today
   * @return this builder
   */
  public B asOf(LocalDate date) {
    asOf = date;
    return self();
  }

  /**
   * Sets what makes time pass.
   *
   * @param clockMode the mode, by default {@link FakeClock.Mode#AUTO}
   * @return this builder
   */
  public B clock(FakeClock.Mode clockMode) {
    mode = clockMode;
    return self();
  }

  /**
   * Sets a clock shared with others.
   *
   * @param shared the clock
   * @return this builder
   */
  public B clock(FakeClock shared) {
    clock = shared;
    return self();
  }

  /**
   * Sets the seed of ids and key: the same seed and the same calls give the same answers.
   *
   * @param value any number, by default 1
   * @return this builder
   */
  public B seed(long value) {
    seed = value;
    return self();
  }

  /**
   * Sets the port of the API.
   *
   * @param number the port, 0 (the default) for a free one
   * @return this builder
   */
  public B port(int number) {
    port = number;
    return self();
  }

  /**
   * Sets the port to which signed URLs and download links point.
   *
   * @param number the port, 0 (the default) for a free one
   * @return this builder
   */
  public B storagePort(int number) {
    storagePort = number;
    return self();
  }

  /**
   * Sets how long a job takes when time passes by the clock and not by looks.
   *
   * @param duration the length, by default 10 seconds
   * @return this builder
   */
  public B jobDuration(Duration duration) {
    jobDuration = duration;
    return self();
  }

  /**
   * Starts the fake; it listens when this returns.
   *
   * @return the running fake
   * @throws UncheckedIOException if a port can't be bound
   */
  public F build() {
    try {
      return start();
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }
}
