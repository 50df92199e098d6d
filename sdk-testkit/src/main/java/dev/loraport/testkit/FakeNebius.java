package dev.loraport.testkit;

import dev.loraport.testkit.internal.engine.ChatRules;
import dev.loraport.testkit.internal.nebius.NebiusRoutes;
import dev.loraport.testkit.internal.nebius.World;
import java.io.IOException;
import java.time.LocalDate;
import java.util.Map;
import java.util.Set;

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
public final class FakeNebius extends HostedFake {
  private static final Set<String> ENDS = Set.of("stop", "length", "tool_calls", "content_filter");

  static final String NAME = "nebius";

  private final World world;
  private final NebiusSwitches switches = new NebiusSwitches();
  private final FakeHosts hosts;

  private FakeNebius(Builder builder) throws IOException {
    super(builder, new ChatRules(ENDS, true));
    this.world = new World(clock(), asOf(), builder.seed, builder.jobDuration, switches);
    this.hosts =
        listen(NAME, builder, new NebiusRoutes(world, chatRules, jobScripts), world.storage());
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

  @Override
  String title() {
    return "Nebius";
  }

  @Override
  FakeHosts hosts() {
    return hosts;
  }

  /**
   * The address without a path, such as {@code http://127.0.0.1:41873}: the routes are below {@code
   * /v1} and {@code /v0}.
   *
   * @return the URL without a final slash
   */
  @Override
  public String baseUrl() {
    return hosts.url();
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

  /** Settings for a {@link FakeNebius}. */
  public static final class Builder extends FakeBuilder<Builder, FakeNebius> {
    private Builder() {}

    @Override
    Builder self() {
      return this;
    }

    @Override
    FakeNebius start() throws IOException {
      return new FakeNebius(this);
    }
  }
}
