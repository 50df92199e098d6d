package dev.loraport.testkit;

import dev.loraport.testkit.internal.engine.ChatRules;
import dev.loraport.testkit.internal.engine.JobScripts;
import dev.loraport.testkit.internal.engine.MockHost;
import dev.loraport.testkit.internal.engine.Provider;
import dev.loraport.testkit.internal.engine.Scratch;
import dev.loraport.testkit.internal.nebius.NebiusRoutes;
import dev.loraport.testkit.internal.nebius.World;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A fake of Nebius Token Factory on a loopback port: files, fine-tuning jobs with events and
 * checkpoints, models, chat, dedicated endpoints, operations and, on days that have them, custom
 * models and batches; with state, the provider's own checks and error bodies, and no bill.
 *
 * <pre>{@code
 * try (FakeNebius fake = FakeNebius.start()) {
 *   // a client with base URL fake.baseUrl() and key fake.apiKey()
 *   fake.assertNoViolations();
 * }
 * }</pre>
 *
 * <p><b>What is served depends on the date</b> given to {@link Builder#asOf(LocalDate)}, by default
 * today. Until 28 July 2026 LoRA adapters can be registered at {@code /v0/models} and called
 * without a deployment, and {@code /v1/batches} runs batches; the next day's description of the API
 * has neither, and both are answered as gone. Dedicated endpoints are there from March 2026 on, and
 * operations from May 2026 on: no earlier source knows them. Where sources disagree or say nothing,
 * {@link #service()} has a switch.
 *
 * <p>The routes of all regions are on one port. Download links point to a second port, so that
 * credentials sent along are noticed. Request bodies go to temporary files; one that is larger than
 * 64 GiB or than the free disk is refused with 413. A fake that is not closed keeps the JVM alive.
 * Thread-safe.
 */
public final class FakeNebius implements FakeProvider {
  static final String NAME = "nebius";

  private final LocalDate asOf;
  private final FakeClock clock;
  private final Faults faults = new Faults();
  private final Journal journal = new Journal();
  private final Scratch scratch = new Scratch();
  private final World world;
  private final NebiusSwitches switches = new NebiusSwitches();
  private final FakeChat chat;
  private final FakeJobs jobs;
  private final MockHost api;
  private final MockHost storage;

  private FakeNebius(Builder builder) throws IOException {
    this.asOf = builder.asOf;
    FakeClock given = builder.clock;
    this.clock = given == null ? clock(builder.mode, asOf) : given;
    this.world = new World(clock, asOf, builder.seed, builder.jobDuration, switches);
    ChatRules rules = new ChatRules();
    JobScripts scripts = new JobScripts();
    this.chat = new FakeChat(rules);
    this.jobs = new FakeJobs(scripts);
    EngineHooks hooks = new EngineHooks(clock, faults, journal);
    this.storage =
        MockHost.start("fake-nebius-storage", builder.storagePort, world.storage(), hooks, scratch);
    world.storage().port(storage.port());
    try {
      Provider control = new ControlRoutes(new NebiusRoutes(world, rules, scripts), journal);
      this.api = MockHost.start("fake-nebius", builder.port, control, hooks, scratch);
    } catch (IOException e) {
      storage.close();
      throw e;
    }
  }

  private static FakeClock clock(FakeClock.Mode mode, LocalDate asOf) {
    LocalTime time =
        mode == FakeClock.Mode.REAL ? LocalTime.now(ZoneOffset.UTC) : LocalTime.of(9, 0);
    return FakeClock.startingAt(mode, asOf.atTime(time).toInstant(ZoneOffset.UTC));
  }

  /**
   * Starts a fake of today's service on a free port.
   *
   * @return the running fake
   */
  public static FakeNebius start() {
    return builder().build();
  }

  /**
   * Settings for a fake.
   *
   * @return a builder
   */
  public static Builder builder() {
    return new Builder();
  }

  @Override
  public String name() {
    return NAME;
  }

  /**
   * The address without a path, such as {@code http://127.0.0.1:41873}: the routes are below {@code
   * /v1} and {@code /v0}.
   *
   * @return the URL without a final slash
   */
  @Override
  public String baseUrl() {
    return "http://127.0.0.1:" + api.port();
  }

  /**
   * The only key that the fake accepts.
   *
   * @return the key
   */
  @Override
  public String apiKey() {
    return world.apiKey();
  }

  /**
   * The date of the service that is imitated.
   *
   * @return the date
   */
  @Override
  public LocalDate asOf() {
    return asOf;
  }

  /**
   * The time of the fake.
   *
   * @return its clock
   */
  @Override
  public FakeClock clock() {
    return clock;
  }

  /**
   * What the fake has seen.
   *
   * @return its journal
   */
  @Override
  public Journal journal() {
    return journal;
  }

  /**
   * Disturbances to plan.
   *
   * @return its faults
   */
  @Override
  public Faults faults() {
    return faults;
  }

  /**
   * What its models say.
   *
   * @return its chat
   */
  public FakeChat chat() {
    return chat;
  }

  /**
   * How its jobs go.
   *
   * @return its jobs
   */
  public FakeJobs jobs() {
    return jobs;
  }

  /**
   * How the service behaves where that is not known for sure.
   *
   * @return its switches
   */
  public NebiusSwitches service() {
    return switches;
  }

  /**
   * Puts a data set where an operation can read it.
   *
   * @return the id of the new data set
   */
  public String addDataset() {
    return world.addDataset();
  }

  /**
   * The settings under the names of the environment variables that clients read, for example for a
   * dynamic property source.
   *
   * @return base URL and key by name
   */
  public Map<String, String> properties() {
    return Map.of("NEBIUS_BASE_URL", baseUrl(), "NEBIUS_API_KEY", apiKey());
  }

  /**
   * Checks that every request had a form that the provider documents.
   *
   * @throws AssertionError if one had not; the message lists them all
   */
  @Override
  public void assertNoViolations() {
    List<String> violations = journal.violations();
    if (!violations.isEmpty()) {
      throw new AssertionError(
          violations.size()
              + " request problems that Nebius does not document:\n  "
              + String.join("\n  ", violations));
    }
  }

  /** Closes all connections, so that the next call of a client needs a new one. */
  public void dropConnections() {
    api.dropConnections();
    storage.dropConnections();
  }

  /** Ends the fake at once, with calls in flight or not. May be called again. */
  @Override
  public void close() {
    api.close();
    storage.close();
    scratch.close();
  }

  /** Settings for a {@link FakeNebius}. */
  public static final class Builder {
    private LocalDate asOf = LocalDate.now(ZoneOffset.UTC);
    private FakeClock.Mode mode = FakeClock.Mode.AUTO;
    private @Nullable FakeClock clock;
    private long seed = 1;
    private int port;
    private int storagePort;
    private Duration jobDuration = Duration.ofSeconds(10);

    private Builder() {}

    /**
     * Sets the date of the service to imitate.
     *
     * @param date the date, by default today
     * @return this builder
     */
    public Builder asOf(LocalDate date) {
      asOf = date;
      return this;
    }

    /**
     * Sets what makes time pass.
     *
     * @param clockMode the mode, by default {@link FakeClock.Mode#AUTO}
     * @return this builder
     */
    public Builder clock(FakeClock.Mode clockMode) {
      mode = clockMode;
      return this;
    }

    /**
     * Sets a clock shared with others.
     *
     * @param shared the clock
     * @return this builder
     */
    public Builder clock(FakeClock shared) {
      clock = shared;
      return this;
    }

    /**
     * Sets the seed of ids and key: the same seed and the same calls give the same answers.
     *
     * @param value any number, by default 1
     * @return this builder
     */
    public Builder seed(long value) {
      seed = value;
      return this;
    }

    /**
     * Sets the port of the API.
     *
     * @param number the port, 0 (the default) for a free one
     * @return this builder
     */
    public Builder port(int number) {
      port = number;
      return this;
    }

    /**
     * Sets the port to which download links point.
     *
     * @param number the port, 0 (the default) for a free one
     * @return this builder
     */
    public Builder storagePort(int number) {
      storagePort = number;
      return this;
    }

    /**
     * Sets how long a job takes when time passes by the clock and not by looks.
     *
     * @param duration the length, by default 10 seconds
     * @return this builder
     */
    public Builder jobDuration(Duration duration) {
      jobDuration = duration;
      return this;
    }

    /**
     * Starts the fake; it listens when this returns.
     *
     * @return the running fake
     * @throws UncheckedIOException if a port can't be bound
     */
    public FakeNebius build() {
      try {
        return new FakeNebius(this);
      } catch (IOException e) {
        throw new UncheckedIOException(
            "FakeNebius could not listen on port " + port + ": " + e.getMessage(), e);
      }
    }
  }
}
