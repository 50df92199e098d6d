package dev.loraport.testkit.internal.fireworks.model;

import dev.loraport.testkit.internal.engine.AdapterFiles;
import dev.loraport.testkit.internal.engine.Answer;
import dev.loraport.testkit.internal.engine.Call;
import dev.loraport.testkit.internal.engine.Wire;
import dev.loraport.testkit.internal.fireworks.world.Accounts;
import dev.loraport.testkit.internal.fireworks.world.Bodies;
import dev.loraport.testkit.internal.fireworks.world.Code;
import dev.loraport.testkit.internal.fireworks.world.Gateway;
import dev.loraport.testkit.internal.fireworks.world.Listing;
import dev.loraport.testkit.internal.fireworks.world.Names;
import dev.loraport.testkit.internal.fireworks.world.Patch;
import dev.loraport.testkit.internal.fireworks.world.World;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The records of models: create, get, list, update, delete. */
public final class Models {
  static final String COLLECTION = "models";

  private final World world;
  private final Map<String, Model> models = new TreeMap<>();
  private Deployed deployed = name -> List.of();
  private Runnable jobs = () -> {};

  public Models(World world) {
    this.world = world;
    BaseModels.load().forEach(model -> models.put(model.name(), model));
  }

  public void routes(Gateway gateway) {
    gateway
        .add("POST {A}/models", this::create)
        .add("GET {A}/models", this::list, Listing.query())
        .add("GET {A}/models/{id}", this::get, "readMask")
        .add("PATCH {A}/models/{id}", this::update, "updateMask")
        .add("DELETE {A}/models/{id}", this::delete);
    new ModelFiles(world, this).routes(gateway);
    new Conversions(world, this).routes(gateway);
  }

  /** Tells who knows where models are loaded. */
  public void deployed(Deployed source) {
    deployed = source;
  }

  /** Brings the jobs up to date whose results are models. */
  public void before(Runnable refresh) {
    jobs = refresh;
  }

  /** The model that a job leaves behind. */
  public void tuned(String name, String base, int rank, String job) {
    ObjectNode fields = ModelFields.defaults().put("kind", "HF_BASE_MODEL");
    if (rank > 0) {
      fields.put("kind", "HF_PEFT_ADDON");
      ObjectNode peft = fields.putObject("peftDetails").put("baseModel", base).put("r", rank);
      AdapterFiles.MODULES.forEach(peft.putArray("targetModules")::add);
    } else {
      Model of = models.get(base);
      if (of != null) {
        fields.set("baseModelDetails", of.fields().path("baseModelDetails"));
      }
    }
    ObjectNode readOnly = ModelFields.readOnly().put("fineTuningJob", job);
    Model model = new Model(name, fields, readOnly, world.clock().now(), true);
    Map<String, Model.Slot> slots = new TreeMap<>();
    if (rank > 0) {
      AdapterFiles.of(base, rank, 2 * rank)
          .forEach((file, bytes) -> slots.put(file, Model.Slot.of(bytes)));
    } else {
      slots.put("model.safetensors", Model.Slot.of(AdapterFiles.safetensors(1)));
    }
    model.expect(slots);
    models.put(name, model);
  }

  /** A model by its full name, or null. */
  public @Nullable Model find(String name) {
    jobs.run();
    return models.get(name);
  }

  /** The public base models. */
  public List<Model> publicBases() {
    String prefix = "accounts/" + Accounts.PUBLIC + "/";
    return models.values().stream().filter(model -> model.name().startsWith(prefix)).toList();
  }

  /** The model that the path is about. */
  Model named(Call call) {
    String name = Names.of(call, COLLECTION);
    Model model = find(name);
    if (model == null) {
      throw Code.NOT_FOUND.refuse("model \"" + name + "\" not found");
    }
    return model;
  }

  private Answer list(Call call) {
    jobs.run();
    String prefix = Names.of(call, COLLECTION, "");
    return Listing.of(
        call,
        COLLECTION,
        models.values().stream()
            .filter(model -> model.name().startsWith(prefix))
            .map(model -> model.view(false))
            .toList(),
        "name");
  }

  private Answer get(Call call) {
    Model model = named(call);
    ObjectNode view = model.view(false);
    List<ObjectNode> refs = deployed.refs(model.name());
    if (!refs.isEmpty()) {
      refs.forEach(view.putArray("deployedModelRefs")::add);
    }
    return Answer.json(Listing.masked(call, view));
  }

  private Answer create(Call call) {
    ObjectNode body = Bodies.read(call, ModelRules.CREATE);
    String id = Names.chosen(call, "modelId", body.path("modelId").asString());
    String name = Names.of(call, COLLECTION, id);
    ObjectNode given = body.withObject("model");
    ModelRules.form(call, given, "model");
    if (models.containsKey(name)) {
      throw Code.ALREADY_EXISTS.refuse("model \"" + name + "\" already exists");
    }
    ObjectNode fields = ModelFields.defaults();
    Patch.apply(call, given, fields, fields);
    ModelRules.check(fields, this);
    Model model = new Model(name, fields, ModelFields.readOnly(), world.clock().now(), false);
    models.put(name, model);
    return Answer.json(model.view(true));
  }

  private Answer update(Call call) {
    Model model = named(call);
    ObjectNode body = Bodies.read(call, ModelRules.MODEL);
    ModelRules.form(call, body, "");
    ObjectNode changed = model.fields().deepCopy();
    Patch.apply(call, body, changed, ModelFields.defaults());
    ModelRules.check(changed, this);
    model.fields().removeAll();
    model.fields().setAll(changed);
    model.touch(world.clock().now());
    return Answer.json(model.view(false));
  }

  private Answer delete(Call call) {
    Model model = named(call);
    if (!deployed.refs(model.name()).isEmpty()) {
      throw Code.FAILED_PRECONDITION.refuse(
          "model \"" + model.name() + "\" is deployed: unload it first");
    }
    model.drop();
    models.remove(model.name());
    return Answer.json(Wire.object());
  }
}
