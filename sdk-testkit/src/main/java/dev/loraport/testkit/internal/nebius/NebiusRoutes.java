package dev.loraport.testkit.internal.nebius;

import dev.loraport.testkit.internal.engine.Answer;
import dev.loraport.testkit.internal.engine.Call;
import dev.loraport.testkit.internal.engine.ChatRules;
import dev.loraport.testkit.internal.engine.JobScripts;
import dev.loraport.testkit.internal.engine.Provider;
import dev.loraport.testkit.internal.engine.RefusedException;
import dev.loraport.testkit.internal.engine.Router;
import java.util.List;

/** The whole fake of Nebius: key check, routes, error shapes. */
public final class NebiusRoutes implements Provider {
  /** The query parameter of the calls that can be made for a project. */
  static final String PROJECT = "ai_project_id";

  private static final List<String> UNSERVED =
      List.of(
          "/openapi.json",
          "/v1/embeddings",
          "/v1/rerank",
          "/v1/responses",
          "/v1/images/",
          "/v1/datasets",
          "/v1alpha1/",
          "/v1/fine_tuning/models/");

  private final World world;
  private final Router router = new Router();

  public NebiusRoutes(World world, ChatRules chatRules, JobScripts scripts) {
    this.world = world;
    Catalogue catalogue = new Catalogue(world.asOf);
    FileStore files = new FileStore(world);
    files.routes(this);
    JobStore jobs = new JobStore(world, catalogue, files, scripts);
    jobs.routes(this);
    CustomModels customModels = new CustomModels(world, catalogue, files, jobs);
    customModels.routes(this);
    Artifacts artifacts = new Artifacts(world);
    artifacts.routes(this);
    Endpoints endpoints = new Endpoints(world, catalogue, artifacts);
    endpoints.routes(this);
    new ModelList(catalogue).routes(this);
    Serving serving = new Serving(catalogue, customModels, endpoints);
    Inference inference = new Inference(world, serving, chatRules);
    inference.routes(this);
    new Batches(world, files, inference).routes(this);
    new Operations(world).routes(this);
  }

  /** Adds a route that runs under the lock; {@code query} names the parameters that it knows. */
  NebiusRoutes add(String route, Router.Handler handler, String... query) {
    router.add(route, handler, query);
    return this;
  }

  @Override
  public String canonicalPath(String path) {
    return path;
  }

  @Override
  public Answer answer(Call call) {
    if (!call.headers().first("Authorization", "").equals("Bearer " + world.apiKey())) {
      return error(401, "");
    }
    world.lock.lock();
    try {
      Answer answer = router.answer(call);
      return answer == null ? unknown(call) : answer;
    } catch (RefusedException e) {
      return e.answer();
    } finally {
      world.lock.unlock();
    }
  }

  private Answer unknown(Call call) {
    for (String route : UNSERVED) {
      if (call.path().startsWith(route)) {
        String what = "FakeNebius does not serve " + route;
        call.problem(what);
        return Errors.detail(501, what);
      }
    }
    call.problem("unknown route; nearest: " + router.nearest(call));
    return error(404, "");
  }

  @Override
  public Answer error(int status, String message) {
    return Errors.detail(status, message.isEmpty() ? Errors.plain(status) : message);
  }

  @Override
  public Answer error(Call call, int status, String message) {
    return Inference.serves(call.path())
        ? world.errors.inference(status, message)
        : error(status, message);
  }

  /** The documented headers are those of inference, which are set with its answers. */
  @Override
  public void decorate(Answer answer) {}
}
