package dev.loraport.testkit;

import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;

/** The fake of a provider that is not ours: it listens nowhere. */
public final class FakeAlpha implements FakeProvider {
  private final FakeOptions options;
  private final FakeClock clock;
  private final Faults faults = new Faults();
  private final Journal journal = new Journal();
  private final String key = "alpha-" + UUID.randomUUID();

  private FakeAlpha(FakeOptions options) {
    this.options = options;
    this.clock = FakeClock.startingAt(options.clock(), Instant.EPOCH);
  }

  @Override
  public String name() {
    return "alpha";
  }

  @Override
  public String baseUrl() {
    return "http://127.0.0.1:9/alpha";
  }

  @Override
  public String apiKey() {
    return key;
  }

  @Override
  public LocalDate asOf() {
    return options.asOf().orElse(LocalDate.EPOCH);
  }

  @Override
  public FakeClock clock() {
    return clock;
  }

  @Override
  public Faults faults() {
    return faults;
  }

  @Override
  public Journal journal() {
    return journal;
  }

  @Override
  public void assertNoViolations() {}

  @Override
  public void close() {}

  /** Found by {@link java.util.ServiceLoader}. */
  public static final class Factory implements FakeProviderFactory {
    @Override
    public String name() {
      return "alpha";
    }

    @Override
    public Class<FakeAlpha> type() {
      return FakeAlpha.class;
    }

    @Override
    public FakeAlpha start(FakeOptions options) {
      return new FakeAlpha(options);
    }
  }
}
