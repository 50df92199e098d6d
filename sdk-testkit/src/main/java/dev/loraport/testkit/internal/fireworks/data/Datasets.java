package dev.loraport.testkit.internal.fireworks.data;

import dev.loraport.testkit.internal.engine.Answer;
import dev.loraport.testkit.internal.engine.Call;
import dev.loraport.testkit.internal.engine.Schema;
import dev.loraport.testkit.internal.engine.Schema.JsonType;
import dev.loraport.testkit.internal.engine.Spool;
import dev.loraport.testkit.internal.engine.Wire;
import dev.loraport.testkit.internal.fireworks.world.Bodies;
import dev.loraport.testkit.internal.fireworks.world.Code;
import dev.loraport.testkit.internal.fireworks.world.Gateway;
import dev.loraport.testkit.internal.fireworks.world.Listing;
import dev.loraport.testkit.internal.fireworks.world.Names;
import dev.loraport.testkit.internal.fireworks.world.Patch;
import dev.loraport.testkit.internal.fireworks.world.World;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The records of data sets: create, get, list, update, delete. */
public final class Datasets {
  static final String COLLECTION = "datasets";

  private static final Set<String> FORMATS =
      Set.of("FORMAT_UNSPECIFIED", "CHAT", "COMPLETION", "RL");
  private static final Schema RECORD =
      new Schema()
          .optional(JsonType.TEXT, "displayName", "externalUrl", "format", "sourceJobName")
          .optional(JsonType.WHOLE_OR_TEXT, "exampleCount")
          .optional(JsonType.OBJECT, "userUploaded", "evaluationResult", "transformed")
          .optional(JsonType.OBJECT, "splitted", "evalProtocol");
  private static final Schema CREATE =
      new Schema()
          .required(JsonType.TEXT, "datasetId")
          .required(JsonType.OBJECT, "dataset")
          .optional(JsonType.TEXT, "sourceDatasetId", "filter");

  private final World world;
  private final Map<String, Dataset> datasets = new TreeMap<>();

  public Datasets(World world) {
    this.world = world;
  }

  public void routes(Gateway gateway) {
    gateway
        .add("POST {A}/datasets", this::create)
        .add("GET {A}/datasets", this::list, Listing.query())
        .add("GET {A}/datasets/{id}", this::get, "readMask")
        .add("PATCH {A}/datasets/{id}", this::update, "updateMask")
        .add("DELETE {A}/datasets/{id}", this::delete);
    new DatasetFiles(world, this).routes(gateway);
  }

  /** A data set by its full name, or null. */
  public @Nullable Dataset find(String name) {
    return datasets.get(name);
  }

  /** A data set that a job writes: ready, with these files. */
  public Dataset generated(String name, Map<String, byte[]> files) {
    Dataset dataset =
        new Dataset(name, defaults(), world.accounts().encryption(), world.clock().now());
    Map<String, Dataset.Slot> slots = new TreeMap<>();
    files.forEach(
        (file, bytes) -> {
          Dataset.Slot slot = new Dataset.Slot(bytes.length);
          Spool content = Spool.of(bytes);
          slot.content = content;
          slot.rows = Rows.read(content);
          slots.put(file, slot);
        });
    dataset.expect(slots);
    dataset.complete(world.clock(), Duration.ZERO);
    datasets.put(name, dataset);
    return dataset;
  }

  /** The data set that the path is about. */
  Dataset named(Call call) {
    String name = Names.of(call, COLLECTION);
    Dataset dataset = datasets.get(name);
    if (dataset == null) {
      throw Code.NOT_FOUND.refuse("dataset \"" + name + "\" not found");
    }
    return dataset;
  }

  private Answer create(Call call) {
    ObjectNode body = Bodies.read(call, CREATE);
    ObjectNode given = Bodies.nested(call, RECORD, body, "dataset", "");
    String name =
        Names.of(
            call, COLLECTION, Names.chosen(call, "datasetId", body.path("datasetId").asString()));
    if (body.has("sourceDatasetId") || body.has("filter")) {
      String what = "FakeFireworks does not make derived data sets";
      call.problem(what);
      throw Code.UNIMPLEMENTED.refuse(what);
    }
    if (datasets.containsKey(name)) {
      throw Code.ALREADY_EXISTS.refuse("dataset \"" + name + "\" already exists");
    }
    ObjectNode fields = defaults();
    Patch.apply(call, valid(Objects.requireNonNullElseGet(given, Wire::object)), fields, fields);
    Dataset dataset = new Dataset(name, fields, world.accounts().encryption(), world.clock().now());
    datasets.put(name, dataset);
    return Answer.json(dataset.view(true));
  }

  private static ObjectNode valid(ObjectNode given) {
    ObjectNode fields = given.deepCopy();
    JsonNode count = given.path("exampleCount");
    if (!count.isMissingNode() && !count.isNull()) {
      if (Bodies.int64(count) < 0) {
        throw Code.INVALID_ARGUMENT.refuse("invalid request: `exampleCount` is no count");
      }
      fields.put("exampleCount", Long.toString(Bodies.int64(count)));
    }
    String format = Wire.string(given, "format", "FORMAT_UNSPECIFIED");
    if (!FORMATS.contains(format)) {
      throw Code.INVALID_ARGUMENT.refuse("invalid request: unknown format \"" + format + "\"");
    }
    return fields;
  }

  private static ObjectNode defaults() {
    return Wire.object()
        .put("displayName", "")
        .put("exampleCount", "0")
        .put("format", "FORMAT_UNSPECIFIED")
        .put("externalUrl", "")
        .put("sourceJobName", "")
        .putNull("userUploaded")
        .putNull("evaluationResult")
        .putNull("transformed")
        .putNull("splitted")
        .putNull("evalProtocol");
  }

  private Answer list(Call call) {
    String prefix = Names.of(call, COLLECTION, "");
    return Listing.of(
        call,
        COLLECTION,
        datasets.values().stream()
            .filter(dataset -> dataset.name().startsWith(prefix))
            .map(dataset -> dataset.view(false))
            .toList(),
        "name");
  }

  private Answer get(Call call) {
    return Answer.json(Listing.masked(call, named(call).view(false)));
  }

  private Answer update(Call call) {
    Dataset dataset = named(call);
    ObjectNode body = Bodies.read(call, RECORD);
    Patch.apply(call, valid(body), dataset.fields(), defaults());
    dataset.touch(world.clock().now());
    return Answer.json(dataset.view(false));
  }

  private Answer delete(Call call) {
    Dataset dataset = named(call);
    dataset.drop();
    datasets.remove(dataset.name());
    return Answer.json(Wire.object());
  }
}
