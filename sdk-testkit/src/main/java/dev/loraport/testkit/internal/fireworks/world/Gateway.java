package dev.loraport.testkit.internal.fireworks.world;

import dev.loraport.testkit.internal.engine.Answer;
import dev.loraport.testkit.internal.engine.Call;
import dev.loraport.testkit.internal.engine.Provider;
import dev.loraport.testkit.internal.engine.RefusedException;
import dev.loraport.testkit.internal.engine.Router;
import java.util.Set;

/** The table of routes of both planes, and what every call has to pass before its handler. */
public final class Gateway implements Provider {
  private static final String INFERENCE = "/inference/";
  private static final Set<String> UNSERVED =
      Set.of(
          "apiKeys",
          "billing",
          "billingUsage",
          "checkpoints",
          "evaluationJobs",
          "evaluators",
          "fineTuningJobs",
          "identityProviders",
          "rlorTrainerJobs",
          "secrets",
          "serverlessModels",
          "serverlessRateLimits",
          "trainingShapes",
          "usageCosts",
          "users");

  private final World world;
  private final Router plain = new Router();
  private final Router verbs = new Router();

  public Gateway(World world) {
    this.world = world;
  }

  /**
   * Adds a route whose handler runs under the lock; {@code {A}} at the start of its path stands for
   * an account, {@code query} names every query parameter that it knows.
   */
  public Gateway add(String route, Router.Handler handler, String... query) {
    return free(
        route,
        call -> {
          world.lock().lock();
          try {
            return handler.handle(call);
          } finally {
            world.lock().unlock();
          }
        },
        query);
  }

  /** Adds a route whose handler takes the lock itself, because it reads large bodies. */
  public Gateway free(String route, Router.Handler handler, String... query) {
    String whole = route.replace(" {A}", " /v1/accounts/{account}");
    boolean verb = hasVerb(whole.substring(whole.indexOf(' ') + 1));
    (verb ? verbs : plain).add(whole, handler, query);
    return this;
  }

  private static boolean hasVerb(String path) {
    return path.indexOf(':', path.lastIndexOf('/')) > 0;
  }

  @Override
  public String canonicalPath(String path) {
    return path;
  }

  @Override
  public Answer answer(Call call) {
    try {
      check(call);
      Answer answer = (hasVerb(call.path()) ? verbs : plain).answer(call);
      return answer == null ? unknown(call) : answer;
    } catch (RefusedException e) {
      return e.answer();
    }
  }

  private void check(Call call) {
    boolean inference = call.path().startsWith(INFERENCE);
    boolean bearer = call.headers().first("Authorization", "").equals("Bearer " + world.apiKey());
    boolean key = !inference && call.headers().first("X-Api-Key", "").equals(world.apiKey());
    if (!bearer && !key) {
      throw new RefusedException(error(call, 401, "The API key you provided is invalid."));
    }
    String suspension = world.accounts().suspension();
    if (suspension != null) {
      throw new RefusedException(error(call, 412, suspension));
    }
    String[] parts = call.path().split("/", -1);
    if (parts.length > 3 && call.path().startsWith("/v1/accounts/")) {
      world.accounts().check(parts[3], call.method().equals("GET"));
    }
  }

  private Answer unknown(Call call) {
    String[] parts = call.path().split("/", -1);
    if (call.path().startsWith(INFERENCE)) {
      call.problem("unknown route; nearest: " + plain.nearest(call));
      return InferenceErrors.of(404, "NOT_FOUND", "Path not found: " + call.path(), null);
    }
    if (parts.length > 4 && UNSERVED.contains(verbless(parts[4]))) {
      String what = "FakeFireworks does not serve " + verbless(parts[4]);
      call.problem(what);
      return Code.UNIMPLEMENTED.answer(501, what);
    }
    if (hasVerb(call.path())) {
      call.problem("unknown verb; nearest: " + verbs.nearest(call));
      String id = parts[parts.length - 1];
      return Code.INVALID_ARGUMENT.answer(400, "invalid id \"" + id + "\"");
    }
    call.problem("unknown route; nearest: " + plain.nearest(call));
    return Code.UNIMPLEMENTED.answer(501, "Not Implemented");
  }

  private static String verbless(String segment) {
    int colon = segment.indexOf(':');
    return colon < 0 ? segment : segment.substring(0, colon);
  }

  @Override
  public Answer error(int status, String message) {
    return InferenceErrors.ofStatus(status, message);
  }

  @Override
  public Answer error(Call call, int status, String message) {
    return call.path().startsWith(INFERENCE)
        ? InferenceErrors.ofStatus(status, message)
        : Code.ofStatus(status, message);
  }

  @Override
  public void decorate(Answer answer) {
    answer.header("x-request-id", world.ids().uuid());
  }
}
