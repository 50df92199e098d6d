package dev.loraport.testkit;

import dev.loraport.testkit.internal.engine.ChatRules;
import dev.loraport.testkit.internal.together.TogetherRoutes;
import dev.loraport.testkit.internal.together.World;
import java.io.IOException;
import java.time.LocalDate;
import java.util.Map;
import java.util.Set;

/**
 * A fake of Together AI on a loopback port: files, fine-tuning jobs, adapters, the v2 registry with
 * its deployments, chat and models, with state, the provider's own checks and error bodies, and no
 * bill.
 *
 * <pre>{@code
 * try (FakeTogether fake = FakeTogether.start()) {
 *   // a client with base URL fake.baseUrl() and key fake.apiKey()
 *   fake.assertNoViolations();
 * }
 * }</pre>
 *
 * <p><b>What is served depends on the date</b> given to {@link Builder#asOf(LocalDate)}, by default
 * today:
 *
 * <ul>
 *   <li>before 18 Mar 2026 a finished LoRA job and an uploaded adapter answer chat without a
 *       deployment when their base is in the provider's list of 13 Feb 2026; later they answer 404
 *       {@code model_not_available}. Sources do not say when between 18 Mar and 16 Jul 2026 that
 *       ended; the fake refuses from the first day on which the provider's guidance no longer
 *       mentions it.
 *   <li>the v2 API (registry, deployments) exists from 16 Jul 2026; creating a v1 endpoint is
 *       refused with 403 {@code endpoints_v1_create_access_disabled} from that day.
 *   <li>base models whose name contains {@code -Reference} can't be deployed on v2: the provider
 *       says that they often can't.
 * </ul>
 *
 * <p>A request for a job is held against the limits of its model. A job whose files do not fit its
 * method or its model (preference rows for SFT, pictures for a text model) ends as {@code
 * user_error} when it has queued, whatever its script says; one that goes on from another with
 * another rank, alpha or other modules is not served without a deployment on any day.
 *
 * <p>Signed URLs point to a second port, so that credentials sent along are noticed. Request bodies
 * go to temporary files; one that is larger than 64 GiB or than the free disk is refused with 413.
 * A fake that is not closed keeps the JVM alive. Thread-safe.
 */
public final class FakeTogether extends HostedFake {
  private static final Set<String> ENDS =
      Set.of("stop", "eos", "length", "tool_calls", "function_call", "error");

  static final String NAME = "together";

  private final World world;
  private final TogetherRoutes routes;
  private final FakeHosts hosts;

  private FakeTogether(Builder builder) throws IOException {
    super(builder, new ChatRules(ENDS, false));
    this.world = new World(clock(), asOf(), builder.seed, builder.jobDuration);
    this.routes = new TogetherRoutes(world, chatRules, jobScripts);
    this.hosts = listen(NAME, builder, routes, routes.storage());
  }

  /**
   * Starts a fake of today's service on a free port.
   *
   * @return the running fake
   */
  public static FakeTogether start() {
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
    return "Together AI";
  }

  @Override
  FakeHosts hosts() {
    return hosts;
  }

  /**
   * The base URL for v1 calls, such as {@code http://127.0.0.1:41873/v1}. v2 calls go to the same
   * host below {@code /v2}, or below this base URL.
   *
   * @return the URL without a final slash
   */
  @Override
  public String baseUrl() {
    return url() + "/v1";
  }

  /**
   * The address without a path.
   *
   * @return the URL without a final slash
   */
  public String url() {
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
   * Sets the account's balance; a job that is estimated to cost more is refused with 402.
   *
   * @param dollars the balance in USD, 1,000 at the start
   * @return this fake
   */
  public FakeTogether balance(double dollars) {
    routes.balance(dollars);
    return this;
  }

  /**
   * Lets imports of adapters that begin from now on stay in {@code Processing} for ever. So the
   * provider leaves those whose signed address has expired, that are larger than the account may
   * have, or whose Hugging Face token lacks the rights (its troubleshooting notes of 13 Feb 2026).
   *
   * @param stuck false to let them come to their end again
   * @return this fake
   */
  public FakeTogether stuckImports(boolean stuck) {
    routes.stuckImports(stuck);
    return this;
  }

  /**
   * The settings under the names of the environment variables that official clients read, for
   * example for a dynamic property source.
   *
   * @return base URL and key by name
   */
  public Map<String, String> properties() {
    return Map.of(
        "TOGETHER_BASE_URL", baseUrl(),
        "TOGETHER_API_BASE_URL", baseUrl(),
        "TOGETHER_API_KEY", apiKey());
  }

  /** Settings for a {@link FakeTogether}. */
  public static final class Builder extends FakeBuilder<Builder, FakeTogether> {
    private Builder() {}

    @Override
    Builder self() {
      return this;
    }

    @Override
    FakeTogether start() throws IOException {
      return new FakeTogether(this);
    }
  }
}
