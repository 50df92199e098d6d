package dev.loraport.testkit;

import dev.loraport.testkit.internal.engine.ChatRules;
import dev.loraport.testkit.internal.fireworks.FireworksRoutes;
import dev.loraport.testkit.internal.fireworks.serving.ServingRules;
import dev.loraport.testkit.internal.fireworks.world.World;
import java.io.IOException;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * A fake of Fireworks AI on a loopback port: accounts, data sets, models and their uploads,
 * fine-tuning jobs, deployments and the adapters on them, chat, text completions and batch
 * inference, with state, the provider's own checks and both families of error bodies, and no bill.
 *
 * <pre>{@code
 * try (FakeFireworks fake = FakeFireworks.start()) {
 *   // a client with base URL fake.baseUrl(), key fake.apiKey() and account fake.accountId()
 *   fake.assertNoViolations();
 * }
 * }</pre>
 *
 * <p><b>What is served depends on the date</b> given to {@link Builder#asOf(LocalDate)}, by default
 * today: before 13 Feb 2026 a LoRA addon can be loaded without a deployment, later only on a
 * dedicated one. Sources name that February and no day; the fake takes the day on which the
 * provider's pages were read.
 *
 * <p>Signed URLs point to a second port, so that credentials sent along are noticed. Request bodies
 * go to temporary files; one that is larger than 64 GiB or than the free disk is refused with 413.
 * A fake that is not closed keeps the JVM alive. Thread-safe.
 */
public final class FakeFireworks extends HostedFake {
  private static final Set<String> ENDS = Set.of("stop", "length", "tool_calls", "function_call");

  static final String NAME = "fireworks";

  private final World world;
  private final FakeAccount account;
  private final FakeServing serving;
  private final FakeHosts hosts;

  private FakeFireworks(Builder builder) throws IOException {
    super(builder, new ChatRules(ENDS, false));
    this.world = new World(clock(), asOf(), builder.seed, builder.jobDuration);
    this.account = new FakeAccount(world.accounts());
    ServingRules servingRules = new ServingRules();
    this.serving = new FakeServing(servingRules);
    this.hosts =
        listen(
            NAME,
            builder,
            FireworksRoutes.of(world, chatRules, jobScripts, servingRules),
            world.storage());
  }

  /**
   * Starts a fake of today's service on a free port.
   *
   * @return the running fake
   */
  public static FakeFireworks start() {
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
    return "Fireworks AI";
  }

  @Override
  FakeHosts hosts() {
    return hosts;
  }

  /**
   * The address without a path, such as {@code http://127.0.0.1:41873}: the control plane is below
   * {@code /v1}, inference below {@code /inference/v1}.
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
   * How its GPUs and its inference plane behave.
   *
   * @return its serving
   */
  public FakeServing serving() {
    return serving;
  }

  /**
   * The id of the account that the key belongs to.
   *
   * @return the id, without {@code accounts/}
   */
  public String accountId() {
    return world.accounts().main();
  }

  /** Address, key, day and account as properties below {@code loraport.fireworks}. */
  @Override
  public Map<String, String> asProperties() {
    Map<String, String> properties = new LinkedHashMap<>(super.asProperties());
    properties.put("loraport.fireworks.account-id", accountId());
    return properties;
  }

  /**
   * What the account may do.
   *
   * @return the account
   */
  public FakeAccount account() {
    return account;
  }

  /**
   * The settings under the names of the environment variables that official clients read, for
   * example for a dynamic property source.
   *
   * @return base URL, key and account by name
   */
  public Map<String, String> properties() {
    return Map.of(
        "FIREWORKS_BASE_URL", baseUrl(),
        "FIREWORKS_API_KEY", apiKey(),
        "FIREWORKS_ACCOUNT_ID", accountId());
  }

  /** Settings for a {@link FakeFireworks}. */
  public static final class Builder extends FakeBuilder<Builder, FakeFireworks> {
    private Builder() {}

    @Override
    Builder self() {
      return this;
    }

    @Override
    FakeFireworks start() throws IOException {
      return new FakeFireworks(this);
    }
  }
}
