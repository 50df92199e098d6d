package dev.loraport.testkit.internal.fireworks.model;

import dev.loraport.testkit.internal.engine.Answer;
import dev.loraport.testkit.internal.engine.Call;
import dev.loraport.testkit.internal.fireworks.world.Code;
import dev.loraport.testkit.internal.fireworks.world.Gateway;
import dev.loraport.testkit.internal.fireworks.world.Listing;
import dev.loraport.testkit.internal.fireworks.world.Names;
import dev.loraport.testkit.internal.fireworks.world.World;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The records of models: create, get, list, update, delete. */
public final class Models {
  static final String COLLECTION = "models";

  private final Map<String, Model> models = new TreeMap<>();

  public Models(World world) {
    BaseModels.load().forEach(model -> models.put(model.name(), model));
  }

  public void routes(Gateway gateway) {
    gateway
        .add("GET {A}/models", this::list, Listing.QUERY)
        .add("GET {A}/models/{id}", this::get, "readMask");
  }

  /** A model by its full name, or null. */
  public @Nullable Model find(String name) {
    return models.get(name);
  }

  /** The model that the path is about. */
  Model named(Call call) {
    String name = Names.of(call, COLLECTION);
    Model model = models.get(name);
    if (model == null) {
      throw Code.NOT_FOUND.refuse("model \"" + name + "\" not found");
    }
    return model;
  }

  private Answer list(Call call) {
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
    return Answer.json(Listing.masked(call, named(call).view(false)));
  }
}
