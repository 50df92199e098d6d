package dev.loraport.testkit.internal.together;

import dev.loraport.testkit.FakeClock;
import dev.loraport.testkit.internal.engine.Ids;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.concurrent.locks.ReentrantLock;

/** What all concerns of the fake share: account, date, clock, ids, errors and one lock. */
public final class World {
  /** Since this day the v2 registry and its deployments exist and v1 endpoints can't be created. */
  static final LocalDate V2_LAUNCH = LocalDate.of(2026, 7, 16);

  /** Since this day the provider's own guidance knows no serverless LoRA. */
  static final LocalDate SERVERLESS_LORA_END = LocalDate.of(2026, 3, 18);

  static final String SLUG = "acme";
  static final String USER = "user-5f1e";
  static final String EMAIL = "dev@example.com";

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  final FakeClock clock;
  final Ids ids;
  final LocalDate asOf;
  final Errors errors;
  final ReentrantLock lock = new ReentrantLock();
  final String projectId;
  final String organizationId;
  private final String apiKey;
  private volatile Duration jobDuration;

  public World(FakeClock clock, LocalDate asOf, long seed, Duration jobDuration) {
    this.clock = clock;
    this.asOf = asOf;
    this.ids = new Ids(seed);
    this.errors = new Errors(ids);
    this.jobDuration = jobDuration;
    this.apiKey = ids.hex(64);
    this.projectId = "proj_" + ids.alphanumeric(12);
    this.organizationId = "org_" + ids.alphanumeric(12);
  }

  public String apiKey() {
    return apiKey;
  }

  public Duration jobDuration() {
    return jobDuration;
  }

  public void jobDuration(Duration duration) {
    jobDuration = duration;
  }

  /** A share of the time that a job takes: uploads and deployments are quicker. */
  Duration jobDuration(double share) {
    return Duration.ofMillis(Math.max(1, (long) (jobDuration.toMillis() * share)));
  }

  boolean hasV2() {
    return !asOf.isBefore(V2_LAUNCH);
  }

  boolean servesLoraServerless() {
    return asOf.isBefore(SERVERLESS_LORA_END);
  }

  String now() {
    return time(clock.now());
  }

  static String time(Instant instant) {
    return TIME.format(instant);
  }
}
