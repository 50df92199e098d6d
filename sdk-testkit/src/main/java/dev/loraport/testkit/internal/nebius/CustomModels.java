package dev.loraport.testkit.internal.nebius;

import dev.loraport.testkit.internal.engine.Answer;
import dev.loraport.testkit.internal.engine.Call;
import dev.loraport.testkit.internal.engine.Router;
import dev.loraport.testkit.internal.engine.Wire;
import dev.loraport.testkit.internal.nebius.Catalogue.Served;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** LoRA adapters that are called without a deployment, on days that have them. */
final class CustomModels {
  private static final Shape CREATE =
      new Shape()
          .needs(Check.text(), "name", "base_model", "source")
          .nullable(Check.text(), "description");
  private static final Pattern ADDRESS =
      Pattern.compile("(https?://)?huggingface\\.co/[^/\\s]+/[^/\\s]+/?");
  private static final int SUFFIX = 4;

  /** The recorded size, of the one base whose adapter was recorded; shown for every base. */
  private static final double SIZE = 8.03;

  private final World world;
  private final Catalogue catalogue;
  private final FileStore files;
  private final JobStore jobs;
  private final List<CustomModel> models = new ArrayList<>();

  CustomModels(World world, Catalogue catalogue, FileStore files, JobStore jobs) {
    this.world = world;
    this.catalogue = catalogue;
    this.files = files;
    this.jobs = jobs;
  }

  void routes(NebiusRoutes routes) {
    routes
        .add("POST /v0/models", dated(this::create), NebiusRoutes.PROJECT)
        .add("GET /v0/models", dated(call -> list()), NebiusRoutes.PROJECT)
        .add("GET /v0/models/{name}", dated(this::get))
        .add("GET /v0/models/{vendor}/{name}", dated(this::get))
        .add("DELETE /v0/models/{name}", dated(this::delete))
        .add("DELETE /v0/models/{vendor}/{name}", dated(this::delete));
  }

  private Router.Handler dated(Router.Handler handler) {
    return call -> {
      if (!world.servesCustomModels()) {
        throw world.errors.gone();
      }
      return handler.handle(call);
    };
  }

  boolean isActive(String name) {
    return world.servesCustomModels()
        && models.stream().anyMatch(model -> model.fullName().equals(name) && model.isActive());
  }

  private Answer create(Call call) {
    ObjectNode body = CREATE.read(call);
    String base = body.path("base_model").asString();
    Served served = catalogue.served().get(base);
    if (served == null || !served.lora()) {
      throw Errors.refuse(400, "Base model " + base + " does not support LoRA adapters");
    }
    String source = body.path("source").asString();
    Map<String, String> origin = origin(source);
    String problem = world.switches.validationError();
    if (problem.isEmpty() && origin.containsKey("file_id")) {
      problem = AdapterArchive.problem(files.get(source).content());
    }
    String shortName = body.path("name").asString() + "-" + world.ids.letters(SUFFIX);
    CustomModel model = new CustomModel(world, shortName, body, origin, problem);
    models.add(model);
    return Answer.json(model.receipt(answered(model), "validating"));
  }

  /** The name that answers to creation and deletion give. */
  private String answered(CustomModel model) {
    return world.since(World.FULL_NAMES) ? model.fullName() : model.shortName();
  }

  private Map<String, String> origin(String source) {
    Checkpoint checkpoint = jobs.find(source);
    if (checkpoint != null) {
      return Map.of("job_id", checkpoint.job(), "checkpoint_id", checkpoint.id());
    }
    if (ADDRESS.matcher(source).matches()) {
      return Map.of("url", source);
    }
    if (files.has(source) && files.get(source).purpose().equals(FileStore.ARCHIVE)) {
      return Map.of("file_id", source);
    }
    throw Errors.refuse(
        400,
        "source must be <job>:<checkpoint>, an uploaded archive or a Hugging Face repository, not "
            + source);
  }

  private Answer list() {
    ArrayNode list = Wire.array();
    for (CustomModel model : models) {
      model.look();
      if (model.isVisible()) {
        list.add(view(model));
      }
    }
    return Answer.json(list);
  }

  private ObjectNode view(CustomModel model) {
    String base = model.fullName().substring(0, model.fullName().indexOf("-LoRa:"));
    Served served = catalogue.served().get(base);
    return model.view(served == null ? 0 : served.context() / 1024, SIZE);
  }

  private CustomModel find(Call call) {
    String vendor = call.parameter("vendor");
    String name = call.parameter("name");
    String full = vendor + "/" + name;
    for (CustomModel model : models) {
      if (vendor.isEmpty() ? model.shortName().equals(name) : model.fullName().equals(full)) {
        return model;
      }
    }
    if (name.contains("/")) {
      call.problem("an escaped slash in the name of a model: send both segments instead");
    }
    throw world.errors.missing();
  }

  private Answer get(Call call) {
    CustomModel model = find(call);
    model.look();
    if (!model.isVisible()) {
      throw world.errors.missing();
    }
    return Answer.json(view(model));
  }

  private Answer delete(Call call) {
    CustomModel model = find(call);
    models.remove(model);
    return Answer.json(model.receipt(answered(model), "deleted"));
  }
}
