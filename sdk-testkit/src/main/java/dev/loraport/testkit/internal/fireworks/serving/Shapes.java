package dev.loraport.testkit.internal.fireworks.serving;

import dev.loraport.testkit.internal.engine.Answer;
import dev.loraport.testkit.internal.engine.Call;
import dev.loraport.testkit.internal.engine.Wire;
import dev.loraport.testkit.internal.fireworks.model.Model;
import dev.loraport.testkit.internal.fireworks.model.Models;
import dev.loraport.testkit.internal.fireworks.world.Accounts;
import dev.loraport.testkit.internal.fireworks.world.Code;
import dev.loraport.testkit.internal.fireworks.world.Gateway;
import dev.loraport.testkit.internal.fireworks.world.Listing;
import dev.loraport.testkit.internal.fireworks.world.Names;
import dev.loraport.testkit.internal.fireworks.world.Stamps;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Presets of hardware: for every public base model a minimal one in BF16 and a fast one in FP8,
 * each in three versions of which the last is the newest that was validated.
 */
public final class Shapes {
  private static final String ROOT = "accounts/" + Accounts.PUBLIC + "/deploymentShapes/";
  private static final String VERSIONS = "/versions/";
  private static final int NEWEST = 3;
  private static final Instant MADE = Instant.parse("2026-01-20T08:00:00Z");

  private final Models models;

  public Shapes(Models models) {
    this.models = models;
  }

  public void routes(Gateway gateway) {
    gateway
        .add("GET {A}/deploymentShapes", this::list, Listing.query())
        .add(
            "GET {A}/deploymentShapes/{id}",
            call -> Answer.json(Listing.masked(call, shape(call))),
            "readMask",
            "skipVisibilityFilter")
        .add("GET {A}/deploymentShapes/{id}/versions", this::versions, Listing.query())
        .add("GET {A}/deploymentShapes/{id}/versions/{v}", this::version, "readMask");
  }

  private Answer list(Call call) {
    boolean known = call.parameter("account").equals(Accounts.PUBLIC);
    return Listing.of(call, "deploymentShapes", known ? all() : List.of(), "name");
  }

  private ObjectNode shape(Call call) {
    String name = Names.of(call, "deploymentShapes");
    ObjectNode shape = find(name);
    if (shape == null) {
      throw notFound(name);
    }
    return shape;
  }

  private Answer versions(Call call) {
    ObjectNode shape = shape(call);
    List<ObjectNode> versions = new ArrayList<>();
    for (int i = 1; i <= NEWEST; i++) {
      versions.add(version(shape, i));
    }
    return Listing.of(call, "deploymentShapeVersions", versions, "name");
  }

  private Answer version(Call call) {
    ObjectNode shape = shape(call);
    int number = number(call.parameter("v"));
    if (number == 0) {
      throw notFound(name(shape) + VERSIONS + call.parameter("v"));
    }
    return Answer.json(Listing.masked(call, version(shape, number)));
  }

  private static RuntimeException notFound(String name) {
    return Code.NOT_FOUND.refuse("deployment shape \"" + name + "\" not found");
  }

  private static ObjectNode version(ObjectNode shape, int number) {
    ObjectNode version =
        Wire.object()
            .put("name", name(shape) + VERSIONS + "v" + number)
            .put("createTime", Stamps.of(MADE))
            .put("validated", number > 1)
            .put("latestValidated", number == NEWEST)
            .put("public", true);
    version.set("snapshot", shape);
    return version;
  }

  /** The shape of that name, with or without a version; null when there is none. */
  @Nullable ObjectNode find(String name) {
    int at = name.indexOf(VERSIONS);
    if (at >= 0 && number(name.substring(at + VERSIONS.length())) == 0) {
      return null;
    }
    String bare = at < 0 ? name : name.substring(0, at);
    return all().stream().filter(shape -> name(shape).equals(bare)).findFirst().orElse(null);
  }

  /** The name with the version that it stands for. */
  static String versioned(String name) {
    return name.contains(VERSIONS) ? name : name + VERSIONS + "v" + NEWEST;
  }

  private static int number(String version) {
    for (int i = 1; i <= NEWEST; i++) {
      if (version.equals("v" + i)) {
        return i;
      }
    }
    return 0;
  }

  private static String name(JsonNode shape) {
    return shape.path("name").asString();
  }

  private List<ObjectNode> all() {
    List<ObjectNode> shapes = new ArrayList<>();
    for (Model model : models.publicBases()) {
      shapes.add(shape(model, "minimal", "BF16"));
      shapes.add(shape(model, "fast", "FP8"));
    }
    return shapes;
  }

  private static ObjectNode shape(Model model, String preset, String precision) {
    String base = model.name();
    String id = Names.id(base) + "-" + preset;
    ObjectNode shape =
        Wire.object()
            .put("name", ROOT + id)
            .put("displayName", id)
            .put("createTime", Stamps.of(MADE))
            .put("updateTime", Stamps.of(MADE))
            .put("baseModel", base)
            .put("acceleratorType", Hardware.USUAL)
            .put("acceleratorCount", Hardware.gpusFor(model, Hardware.USUAL, precision))
            .put("precision", precision);
    shape.set("status", Code.ok());
    return shape;
  }
}
