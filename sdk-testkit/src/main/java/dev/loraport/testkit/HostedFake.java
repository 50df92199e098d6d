package dev.loraport.testkit;

import dev.loraport.testkit.internal.engine.ChatRules;
import dev.loraport.testkit.internal.engine.JobScripts;
import dev.loraport.testkit.internal.engine.Provider;
import dev.loraport.testkit.internal.engine.Scratch;
import dev.loraport.testkit.internal.engine.SignedUrls;
import java.io.IOException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;

/**
 * What the fakes of this kit have in common: a day and a clock, faults and a journal, what is said
 * of chat and jobs, and two ports. A fake adds the provider's state, routes and switches.
 */
abstract class HostedFake implements FakeProvider {
  final ChatRules chatRules;
  final JobScripts jobScripts = new JobScripts();
  final Scratch scratch = new Scratch();

  private final LocalDate asOf;
  private final FakeClock clock;
  private final Faults faults = new Faults();
  private final Journal journal = new Journal();
  private final FakeChat chat;
  private final FakeJobs jobs = new FakeJobs(jobScripts);

  HostedFake(FakeBuilder<?, ?> settings, ChatRules chatRules) {
    this.chatRules = chatRules;
    this.chat = new FakeChat(chatRules);
    this.asOf = settings.asOf;
    FakeClock given = settings.clock;
    this.clock = given == null ? clock(settings.mode, asOf) : given;
  }

  private static FakeClock clock(FakeClock.Mode mode, LocalDate asOf) {
    LocalTime time =
        mode == FakeClock.Mode.REAL ? LocalTime.now(ZoneOffset.UTC) : LocalTime.of(9, 0);
    return FakeClock.startingAt(mode, asOf.atTime(time).toInstant(ZoneOffset.UTC));
  }

  /** Starts both ports, the last step of a fake's construction. */
  final FakeHosts listen(
      String name, FakeBuilder<?, ?> settings, Provider routes, SignedUrls storage)
      throws IOException {
    EngineHooks hooks = new EngineHooks(clock, faults, journal);
    return FakeHosts.start(name, settings, hooks, scratch, routes, storage);
  }

  abstract FakeHosts hosts();

  /** The provider, as its own pages write it. */
  abstract String title();

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
              + " request problems that "
              + title()
              + " would not accept or does not document:\n  "
              + String.join("\n  ", violations));
    }
  }

  /** Closes all connections, so that the next call of a client needs a new one. */
  public void dropConnections() {
    hosts().dropConnections();
  }

  /** Ends the fake at once, with calls in flight or not. May be called again. */
  @Override
  public void close() {
    hosts().close();
    scratch.close();
  }
}
