package dev.loraport.testkit.internal.together;

import dev.loraport.testkit.internal.engine.Answer;
import dev.loraport.testkit.internal.engine.Call;
import dev.loraport.testkit.internal.engine.Router;
import dev.loraport.testkit.internal.engine.Schema;
import dev.loraport.testkit.internal.engine.Schema.JsonType;
import dev.loraport.testkit.internal.engine.Wire;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The v2 registry: own models and adapters. Finished jobs put their results here. */
final class Registry {
  private static final Schema CREATE =
      new Schema()
          .required(JsonType.TEXT, "baseModelId", "name", "type")
          .optional(JsonType.TEXT, "description");
  private static final Schema PATCH =
      new Schema().optional(JsonType.TEXT, "name", "description", "visibility");

  /** One model or adapter. */
  static final class Entry {
    final String id;
    final boolean adapter;
    final String base;
    String name;
    String description;
    String visibility = "VISIBILITY_PRIVATE";
    boolean filled;

    Entry(String id, String name, boolean adapter, String base, String description) {
      this.id = id;
      this.name = name;
      this.adapter = adapter;
      this.base = base;
      this.description = description;
    }
  }

  private final World world;
  private final Catalogue catalogue;
  private final Map<String, Entry> entries = new LinkedHashMap<>();

  Registry(World world, Catalogue catalogue) {
    this.world = world;
    this.catalogue = catalogue;
  }

  void routes(Router router) {
    router
        .add("POST /v2/projects/{p}/models", this::create)
        .add(
            "GET /v2/projects/{p}/models",
            call -> page(call),
            "after",
            "limit",
            "organizationId",
            "visibility",
            "type")
        .add("GET /v2/projects/{p}/models/{id}", call -> with(call, e -> Answer.json(view(e))))
        .add(
            "PATCH /v2/projects/{p}/models/{id}",
            call -> with(call, e -> patch(call, e)),
            "updateMask")
        .add("DELETE /v2/projects/{p}/models/{id}", call -> with(call, this::delete))
        .add(
            "GET /v2/projects/{p}/models/{id}/files",
            call -> with(call, this::files),
            "revisionId",
            "type")
        .add("GET /v2/projects/{p}/models/{id}/revisions", call -> with(call, this::revisions))
        .add("GET /v2/organizations/{o}/models", call -> page(call), "after", "limit");
  }

  /** The revision that a model has as long as nothing replaces its files. */
  static String revisionOf(String modelId) {
    return "rv_" + modelId.substring(3);
  }

  @Nullable Entry find(String id) {
    return entries.get(id);
  }

  /** Registers the results of a completed job, once. */
  void addTuned(Job job) {
    Entry merged = add(job.outputName, false, job.model, "fine-tune " + job.id);
    merged.filled = true;
    job.modelObject = merged.id;
    if (job.isLora()) {
      Entry adapter = add(job.outputName + "-adapter", true, job.model, "fine-tune " + job.id);
      adapter.filled = true;
      job.adapterObject = adapter.id;
    }
  }

  private Entry add(String name, boolean adapter, String base, String description) {
    Entry entry = new Entry("ml_" + world.ids.alphanumeric(12), name, adapter, base, description);
    entries.put(entry.id, entry);
    return entry;
  }

  private Answer create(Call call) {
    ObjectNode body = call.json();
    String problem = body == null ? "a JSON object is needed" : CREATE.check(call, body, "");
    if (body == null || problem != null) {
      return world.errors.invalid(String.valueOf(problem));
    }
    String type = body.path("type").asString();
    boolean adapter = type.equals("adapter") || type.equals("adapters");
    if (!adapter && !type.equals("model") && !type.equals("models")) {
      return world.errors.invalid("type must be model or adapter, not '" + type + "'");
    }
    String baseId = body.path("baseModelId").asString();
    String base = SupportedModels.modelOf(catalogue, baseId);
    Entry parent = entries.get(baseId);
    if (base == null && parent == null) {
      return world.errors.invalid("Unsupported base model " + baseId);
    }
    String given = body.path("name").asString();
    String prefix = World.SLUG + "/";
    String name = given.startsWith(prefix) ? given : prefix + given;
    if (entries.values().stream().anyMatch(e -> e.name.equals(name))) {
      return world.errors.of(409, "Model name already exists", "invalid_request_error", null);
    }
    String root = base != null ? base : parent == null ? "" : parent.base;
    return Answer.json(view(add(name, adapter, root, Wire.string(body, "description", ""))));
  }

  private Answer with(Call call, Function<Entry, Answer> use) {
    Entry entry = entries.get(call.parameter("id"));
    return entry == null ? world.errors.notFound("Model", call.parameter("id")) : use.apply(entry);
  }

  private Answer page(Call call) {
    List<ObjectNode> items = new ArrayList<>();
    entries.values().forEach(entry -> items.add(view(entry)));
    return Page.of(world, call, items);
  }

  private Answer patch(Call call, Entry entry) {
    ObjectNode body = call.json();
    String problem = body == null ? "a JSON object is needed" : PATCH.check(call, body, "");
    if (body == null || problem != null) {
      return world.errors.invalid(String.valueOf(problem));
    }
    if (body.isEmpty()) {
      return world.errors.invalid("no fields to update");
    }
    String name = Wire.string(body, "name", entry.name);
    entry.name = name.startsWith(World.SLUG + "/") ? name : World.SLUG + "/" + name;
    entry.description = Wire.string(body, "description", entry.description);
    entry.visibility = Wire.string(body, "visibility", entry.visibility);
    return Answer.json(view(entry));
  }

  private Answer delete(Entry entry) {
    entries.remove(entry.id);
    return Answer.json(Wire.object());
  }

  private Answer files(Entry entry) {
    ObjectNode body = Wire.object();
    ArrayNode data = body.putArray("data");
    long total = 0;
    if (entry.filled) {
      String[] names =
          entry.adapter
              ? new String[] {"adapter_config.json", "adapter_model.safetensors"}
              : new String[] {"config.json", "model.safetensors"};
      for (String name : names) {
        long size = name.endsWith(".json") ? 512 : 16_384;
        total += size;
        data.addObject()
            .put("path", name)
            .put("sizeBytes", Long.toString(size))
            .put("hash", world.ids.hex(64));
      }
    }
    return Answer.json(
        body.put("revisionId", revisionOf(entry.id))
            .put("revisionCreatedAt", world.now())
            .put("totalSizeBytes", Long.toString(total)));
  }

  private Answer revisions(Entry entry) {
    ObjectNode body = Wire.object();
    ArrayNode data = body.putArray("data");
    if (entry.filled) {
      data.addObject()
          .put("revisionId", revisionOf(entry.id))
          .put("createdAt", world.now())
          .put("lastValidatedAt", world.now())
          .put("validationStatus", "REVISION_VALIDATION_STATUS_SUCCESS")
          .putArray("validationErrors");
    }
    return Answer.json(body);
  }

  private ObjectNode view(Entry entry) {
    ObjectNode view =
        Wire.object()
            .put("id", entry.id)
            .put("name", entry.name)
            .put("organizationId", world.organizationId)
            .put("projectId", world.projectId)
            .put("visibility", entry.visibility);
    ObjectNode weights =
        view.putObject("weights")
            .put("type", entry.adapter ? "WEIGHTS_TYPE_ADAPTER" : "WEIGHTS_TYPE_DEFAULT");
    weights.putObject("parameters").put("total", Long.toString(Catalogue.parameters(entry.base)));
    Catalogue.Tunable base = catalogue.tunable(entry.base);
    if (base != null) {
      weights.put("contextLength", Integer.toString(base.maxSft()));
    }
    return view.put("baseModel", entry.base)
        .put("baseModelId", SupportedModels.idOf(entry.base))
        .put("description", entry.description);
  }
}
