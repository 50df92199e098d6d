package dev.loraport.testkit;

import dev.loraport.testkit.internal.engine.Answer;
import dev.loraport.testkit.internal.engine.Call;
import dev.loraport.testkit.internal.engine.MockHost;
import dev.loraport.testkit.internal.engine.Provider;
import dev.loraport.testkit.internal.engine.Router;
import dev.loraport.testkit.internal.engine.Scratch;
import dev.loraport.testkit.internal.engine.Wire;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.function.BiFunction;
import tools.jackson.databind.node.ObjectNode;

/**
 * A fake of a provider of one's own: routes with whatever state is behind them, on a loopback port,
 * with the same key check, faults, journal, clock and strictness as the fakes of this kit.
 *
 * <pre>{@code
 * FakeServer server =
 *     FakeServer.builder("acme")
 *         .path("/v1")
 *         .route("GET /v1/models", call -> FakeAnswer.json(models))
 *         .start(FakeOptions.defaults());
 * }</pre>
 *
 * <p>A request without the key is answered with 401, one that no route takes with 404 and a
 * violation. Routes run one at a time, so that what is behind them needs no lock.
 */
public final class FakeServer implements FakeProvider {
  private final String name;
  private final String path;
  private final LocalDate asOf;
  private final String key;
  private final FakeClock clock;
  private final Faults faults = new Faults();
  private final Journal journal = new Journal();
  private final Scratch scratch = new Scratch();
  private final MockHost host;

  private FakeServer(Builder builder, FakeOptions options) {
    this.name = builder.name;
    this.path = builder.path;
    this.asOf = options.asOf().orElseGet(() -> LocalDate.now(ZoneOffset.UTC));
    this.key = name + "-" + UUID.randomUUID();
    this.clock =
        FakeClock.startingAt(
            options.clock(), asOf.atTime(LocalTime.of(9, 0)).toInstant(ZoneOffset.UTC));
    Provider routes = new Routes(builder.router, builder.errors, "Bearer " + key);
    EngineHooks hooks = new EngineHooks(clock, faults, journal);
    try {
      this.host = MockHost.start("fake-" + name, 0, routes, hooks, scratch);
    } catch (IOException e) {
      scratch.close();
      throw new UncheckedIOException("the fake of " + name + " could not listen", e);
    }
  }

  /**
   * Describes a fake.
   *
   * @param name the provider, as its client module registers it
   */
  public static Builder builder(String name) {
    return new Builder(name);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String baseUrl() {
    return "http://127.0.0.1:" + host.port() + path;
  }

  @Override
  public String apiKey() {
    return key;
  }

  @Override
  public LocalDate asOf() {
    return asOf;
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
  public void assertNoViolations() {
    List<String> violations = journal.violations();
    if (!violations.isEmpty()) {
      throw new AssertionError(
          "requests that " + name + " does not document:\n" + String.join("\n", violations));
    }
  }

  @Override
  public void close() {
    host.close();
    scratch.close();
  }

  /** Answers the requests of one route. */
  @FunctionalInterface
  public interface Handler {
    /**
     * Answers a request.
     *
     * @param call the request
     */
    FakeAnswer answer(FakeCall call);
  }

  /** Collects the routes of a {@link FakeServer}. */
  public static final class Builder {
    private final String name;
    private final Router router = new Router();
    private String path = "";
    private BiFunction<Integer, String, String> errors =
        (status, message) -> {
          ObjectNode body = Wire.object();
          body.putObject("error").put("message", message).put("code", status);
          return Wire.text(body);
        };

    private Builder(String name) {
      this.name = name;
    }

    /**
     * The path of the base address, such as {@code /v1}; none by default. Routes are given with it.
     *
     * @param basePath the path, without a final slash
     * @return this
     */
    public Builder path(String basePath) {
      path = basePath;
      return this;
    }

    /**
     * How the provider writes errors; as OpenAI does by default.
     *
     * @param body makes the body, a JSON text, of a status and a message
     * @return this
     */
    public Builder errors(BiFunction<Integer, String, String> body) {
      errors = body;
      return this;
    }

    /**
     * Adds a route.
     *
     * @param route method and path as for {@link Faults#on(String)}
     * @param handler answers it
     * @param query the names of the query parameters that it takes; any other is a violation
     * @return this
     */
    public Builder route(String route, Handler handler, String... query) {
      router.add(route, call -> handler.answer(new FakeCall(call)).answer(), query);
      return this;
    }

    /**
     * Starts the fake on a free port; it listens when this returns.
     *
     * @param options its day and its clock
     */
    public FakeServer start(FakeOptions options) {
      return new FakeServer(this, options);
    }
  }

  private static final class Routes implements Provider {
    private final Router router;
    private final BiFunction<Integer, String, String> errors;
    private final String authorization;

    Routes(Router router, BiFunction<Integer, String, String> errors, String authorization) {
      this.router = router;
      this.errors = errors;
      this.authorization = authorization;
    }

    @Override
    public String canonicalPath(String path) {
      return path;
    }

    @Override
    public Answer answer(Call call) {
      if (!call.headers().first("Authorization", "").equals(authorization)) {
        return error(401, "the key is missing or wrong");
      }
      Answer answer;
      synchronized (router) {
        answer = router.answer(call);
      }
      if (answer == null) {
        call.problem("unknown route; nearest: " + router.nearest(call));
        return error(404, "there is no " + call.path());
      }
      return answer;
    }

    @Override
    public Answer error(int status, String message) {
      return FakeAnswer.json(status, errors.apply(status, message)).answer();
    }

    @Override
    public void decorate(Answer answer) {
      answer.header("x-request-id", UUID.randomUUID().toString());
    }
  }
}
