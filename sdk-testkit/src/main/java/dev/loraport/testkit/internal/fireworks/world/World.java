package dev.loraport.testkit.internal.fireworks.world;

import dev.loraport.testkit.FakeClock;
import dev.loraport.testkit.internal.engine.Ids;
import dev.loraport.testkit.internal.engine.SignedUrls;
import java.time.Duration;
import java.time.LocalDate;
import java.util.concurrent.locks.ReentrantLock;

/** What all concerns of the fake share: accounts, date, clock, ids, storage and one lock. */
public final class World {
  /** Who is said to have made a resource. */
  public static final String EMAIL = "dev@example.com";

  /** Since this day no source knows of LoRA addons without a deployment. */
  private static final LocalDate SERVERLESS_LORA_END = LocalDate.of(2026, 1, 1);

  private final FakeClock clock;
  private final LocalDate asOf;
  private final Ids ids;
  private final Duration jobDuration;
  private final SignedUrls storage;
  private final Accounts accounts = new Accounts();
  private final ReentrantLock lock = new ReentrantLock();
  private final String apiKey;

  public World(FakeClock clock, LocalDate asOf, long seed, Duration jobDuration) {
    this.clock = clock;
    this.asOf = asOf;
    this.ids = new Ids(seed);
    this.jobDuration = jobDuration;
    this.storage = new SignedUrls(ids, SignedUrls.Store.GOOGLE, clock::now);
    this.apiKey = "fw_" + ids.alphanumeric(24);
  }

  public FakeClock clock() {
    return clock;
  }

  /** The day of the service that is imitated. */
  public LocalDate asOf() {
    return asOf;
  }

  /** Whether an addon can be loaded without a deployment. */
  public boolean servesLoraServerless() {
    return asOf.isBefore(SERVERLESS_LORA_END);
  }

  public Ids ids() {
    return ids;
  }

  public SignedUrls storage() {
    return storage;
  }

  public Accounts accounts() {
    return accounts;
  }

  /** Held by every handler, unless it was registered as free. */
  public ReentrantLock lock() {
    return lock;
  }

  public String apiKey() {
    return apiKey;
  }

  /** How long a job takes by the clock. */
  public Duration jobDuration() {
    return jobDuration;
  }

  /** A share of the time that a job takes: uploads and deployments are quicker. */
  public Duration jobDuration(double share) {
    return Duration.ofMillis(Math.max(1, (long) (jobDuration.toMillis() * share)));
  }
}
