package dev.loraport.testkit.internal.together;

import dev.loraport.testkit.internal.engine.Answer;
import dev.loraport.testkit.internal.engine.Call;
import dev.loraport.testkit.internal.engine.ChatRules;
import dev.loraport.testkit.internal.engine.JobScripts;
import dev.loraport.testkit.internal.engine.Provider;
import dev.loraport.testkit.internal.engine.Router;
import dev.loraport.testkit.internal.engine.SignedUrls;
import java.util.List;

/** The whole fake of Together AI: key check, routes, error shapes, headers. */
public final class TogetherRoutes implements Provider {
  private static final List<String> V2_ROOTS =
      List.of("/projects/", "/supported-models", "/public/", "/organizations/");

  private final World world;
  private final SignedUrls signedUrls;
  private final TuningInfo info;
  private final Adapters adapters;
  private final Router unlocked = new Router();
  private final Router locked = new Router();

  public TogetherRoutes(World world, ChatRules chatRules, JobScripts scripts) {
    this.world = world;
    this.signedUrls = new SignedUrls(world.ids, SignedUrls.Store.AMAZON, world.clock::now);
    Catalogue catalogue = new Catalogue(world.asOf);
    FileStore files = new FileStore(world, signedUrls);
    this.info = new TuningInfo(world, catalogue, files);
    Registry registry = new Registry(world, catalogue);
    JobStore jobs = new JobStore(world, catalogue, files, info, registry, scripts);
    this.adapters = new Adapters(world);
    Endpoints endpoints = new Endpoints(world);
    SupportedModels supported = new SupportedModels(world, catalogue);
    Deployments deployments = new Deployments(world, registry, supported, catalogue);
    Serving serving = new Serving(world, catalogue, jobs, adapters, endpoints, deployments);
    new PartUploads(world, files, signedUrls).routes(unlocked);
    files.routes(unlocked);
    info.routes(locked);
    new Preview(world, catalogue, files).routes(locked);
    jobs.routes(locked);
    new JobResults(world, jobs, signedUrls).routes(locked);
    adapters.routes(locked);
    endpoints.routes(locked);
    new ModelList(world, catalogue, serving).routes(locked);
    Chat chat = new Chat(world, serving, chatRules);
    chat.routes(locked);
    new Batches(world, files, serving, chat).routes(locked);
    // Before the registry, whose routes would take "uploads" for the id of a model.
    new RemoteUploads(world, registry).routes(locked);
    registry.routes(locked);
    supported.routes(locked);
    deployments.routes(locked);
    new DeploymentAdapters(world, registry, deployments).routes(locked);
  }

  public SignedUrls storage() {
    return signedUrls;
  }

  public void balance(double dollars) {
    info.balance(dollars);
  }

  public void stuckImports(boolean stuck) {
    adapters.stuck(stuck);
  }

  /** One name for what can be reached by several: v2 paths below any base URL. */
  @Override
  public String canonicalPath(String path) {
    String bare = path.startsWith("/v1/") ? path.substring(3) : path;
    return V2_ROOTS.stream().anyMatch(bare::startsWith) ? "/v2" + bare : path;
  }

  @Override
  public Answer answer(Call call) {
    String key = call.headers().first("Authorization", "");
    if (!key.equals("Bearer " + world.apiKey())) {
      return world.errors.of(
          401, "Invalid API key provided.", "invalid_request_error", "invalid_api_key");
    }
    if (call.path().startsWith("/v2/") && !world.hasV2()) {
      return world.errors.of(404, "Not found: " + call.path(), "invalid_request_error", null);
    }
    Answer answer = unlocked.answer(call);
    if (answer == null) {
      world.lock.lock();
      try {
        answer = locked.answer(call);
      } finally {
        world.lock.unlock();
      }
    }
    return answer == null ? unknownRoute(call) : answer;
  }

  private Answer unknownRoute(Call call) {
    String unserved = Unserved.name(call.path());
    if (unserved != null) {
      String what = "FakeTogether does not serve " + unserved + ": " + call.path();
      call.problem(what);
      return world.errors.of(501, what, "not_implemented", null);
    }
    call.problem("unknown route; nearest: " + locked.nearest(call));
    return world.errors.of(404, "Not found: " + call.path(), "invalid_request_error", null);
  }

  @Override
  public Answer error(int status, String message) {
    return world.errors.ofStatus(status, message);
  }

  @Override
  public void decorate(Answer answer) {
    String limited = answer.headers().first("x-ratelimit-remaining");
    answer.header("x-request-id", world.errors.requestId()).header("x-ratelimit-limit", "600");
    if (limited == null) {
      answer.header("x-ratelimit-remaining", "599").header("x-ratelimit-reset", "1");
    }
  }
}
