package dev.loraport.testkit.internal.nebius;

import dev.loraport.testkit.FakeClock;
import dev.loraport.testkit.NebiusSwitches;
import dev.loraport.testkit.internal.engine.Ids;
import dev.loraport.testkit.internal.engine.SignedUrls;
import java.time.Duration;
import java.time.LocalDate;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/** What all concerns of the fake share: date, clock, ids, storage, switches and one lock. */
public final class World {
  /** Until July 2025 the creation of a custom model was answered with the short name. */
  static final LocalDate FULL_NAMES = LocalDate.of(2025, 7, 1);

  /** The earliest month in which a source knows dedicated endpoints. */
  static final LocalDate ENDPOINTS = LocalDate.of(2026, 3, 1);

  /** The earliest description of the API with operations. */
  static final LocalDate OPERATIONS = LocalDate.of(2026, 5, 6);

  /** The description of the API of this day has neither custom models nor batches. */
  static final LocalDate LEGACY_END = LocalDate.of(2026, 7, 29);

  /** The first source with a route for one endpoint; before it clients use the list. */
  static final LocalDate ONE_ENDPOINT = LocalDate.of(2026, 9, 9);

  /** The first live report of model artifacts. */
  static final LocalDate ARTIFACTS = LocalDate.of(2026, 9, 19);

  final FakeClock clock;
  final Ids ids;
  final LocalDate asOf;
  final NebiusSwitches switches;
  final Errors errors;
  final ReentrantLock lock = new ReentrantLock();
  private final SignedUrls storage;
  private final Duration jobDuration;
  private final Set<String> datasets = new LinkedHashSet<>();
  private final String apiKey;

  public World(
      FakeClock clock, LocalDate asOf, long seed, Duration jobDuration, NebiusSwitches switches) {
    this.clock = clock;
    this.asOf = asOf;
    this.ids = new Ids(seed);
    this.jobDuration = jobDuration;
    this.switches = switches;
    this.errors = new Errors(switches);
    this.storage = new SignedUrls(ids, SignedUrls.Store.AMAZON, clock::now);
    this.apiKey = "v1." + ids.alphanumeric(40);
  }

  public String apiKey() {
    return apiKey;
  }

  public SignedUrls storage() {
    return storage;
  }

  /** Makes a data set for operations. */
  public String addDataset() {
    lock.lock();
    try {
      String id = ids.hex(32);
      datasets.add(id);
      return id;
    } finally {
      lock.unlock();
    }
  }

  boolean hasDataset(String id) {
    return datasets.contains(id);
  }

  long now() {
    return clock.now().getEpochSecond();
  }

  boolean since(LocalDate day) {
    return !asOf.isBefore(day);
  }

  boolean servesCustomModels() {
    return switches.customModels().orElse(!since(LEGACY_END));
  }

  boolean servesBatches() {
    return switches.batches().orElse(!since(LEGACY_END));
  }

  /** A share of the time that a job takes: deployments and batches are quicker. */
  Duration jobDuration(double share) {
    return Duration.ofMillis(Math.max(1, (long) (jobDuration.toMillis() * share)));
  }
}
