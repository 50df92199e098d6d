package dev.loraport.testkit.internal.fireworks.data;

import dev.loraport.testkit.internal.engine.Answer;
import dev.loraport.testkit.internal.engine.Call;
import dev.loraport.testkit.internal.engine.Form;
import dev.loraport.testkit.internal.engine.Schema;
import dev.loraport.testkit.internal.engine.Schema.JsonType;
import dev.loraport.testkit.internal.engine.Spool;
import dev.loraport.testkit.internal.engine.Wire;
import dev.loraport.testkit.internal.fireworks.world.Bodies;
import dev.loraport.testkit.internal.fireworks.world.Code;
import dev.loraport.testkit.internal.fireworks.world.Gateway;
import dev.loraport.testkit.internal.fireworks.world.SignedPut;
import dev.loraport.testkit.internal.fireworks.world.World;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The bytes of data sets: both ways to upload, the check at the end, and download. */
final class DatasetFiles {
  private static final long MAX_FORM = 150_000_000;
  private static final String INVALID = "DATASET_INVALID";
  private static final Schema ENDPOINT =
      new Schema().required(JsonType.OBJECT, "filenameToSize").optional(JsonType.TEXT, "readMask");
  private static final Schema NOTHING = new Schema();

  private final World world;
  private final Datasets datasets;

  DatasetFiles(World world, Datasets datasets) {
    this.world = world;
    this.datasets = datasets;
  }

  void routes(Gateway gateway) {
    gateway
        .free("POST {A}/datasets/{id}:upload", this::upload)
        .add("POST {A}/datasets/{id}:getUploadEndpoint", this::uploadEndpoint)
        .add("POST {A}/datasets/{id}:validateUpload", this::validate)
        .add(
            "GET {A}/datasets/{id}:getDownloadEndpoint",
            this::downloadEndpoint,
            "downloadLineage",
            "readMask")
        .add("POST {A}/datasets/{id}:splitDataset", DatasetFiles::split);
  }

  private Answer upload(Call call) {
    Form.FilePart part = call.form().file("file");
    if (part == null || call.form().files().size() + call.form().fields().size() != 1) {
      call.problem("the form must have one part, named `file`, with a file name");
      throw Code.INVALID_ARGUMENT.refuse("invalid request: one form file named \"file\" is needed");
    }
    if (part.content().length() > MAX_FORM) {
      throw Code.INVALID_ARGUMENT.refuse("file is too large: use :getUploadEndpoint over 150 MB");
    }
    Rows rows = Rows.read(part.content());
    world.lock().lock();
    try {
      Dataset dataset = datasets.named(call);
      refuseBroken(part.fileName(), rows);
      Dataset.Slot slot = new Dataset.Slot(part.content().length());
      slot.content = part.content().keep();
      slot.rows = rows;
      Map<String, Dataset.Slot> slots = new LinkedHashMap<>();
      slots.put(part.fileName(), slot);
      dataset.expect(slots);
      dataset.complete(world.clock(), Duration.ZERO);
      // The one answer of the control plane in snake case and with plain numbers.
      return Answer.json(
          Wire.object()
              .put("id", dataset.name())
              .put("object", "file")
              .put("bytes", slot.size)
              .put("created_at", world.clock().now().getEpochSecond())
              .put("filename", part.fileName())
              .put("purpose", "dataset"));
    } finally {
      world.lock().unlock();
    }
  }

  private static void refuseBroken(String file, Rows rows) {
    String broken = rows.broken();
    if (broken != null) {
      throw Code.INVALID_ARGUMENT.refuse(
          "invalid dataset file \"" + file + "\": " + broken, INVALID);
    }
  }

  private Answer uploadEndpoint(Call call) {
    Dataset dataset = datasets.named(call);
    ObjectNode body = Bodies.read(call, ENDPOINT);
    Map<String, Dataset.Slot> slots = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> file : body.path("filenameToSize").properties()) {
      slots.put(baseName(call, file.getKey()), new Dataset.Slot(size(file)));
    }
    if (slots.isEmpty()) {
      throw Code.INVALID_ARGUMENT.refuse("invalid request: filename_to_size is empty");
    }
    dataset.expect(slots);
    ObjectNode answer = Wire.object();
    ObjectNode urls = answer.putObject("filenameToSignedUrls");
    slots.forEach(
        (file, slot) -> urls.put(file, world.storage().upload(call, file, put -> take(put, slot))));
    return Answer.json(answer);
  }

  private static String baseName(Call call, String file) {
    if (file.isEmpty() || file.contains("/") || file.contains("\\")) {
      call.problem("'" + file + "' is no base name: folders would be flattened");
      throw Code.INVALID_ARGUMENT.refuse("invalid request: bad file name \"" + file + "\"");
    }
    return file;
  }

  private static long size(Map.Entry<String, JsonNode> file) {
    long size = Bodies.int64(file.getValue());
    if (size < 0) {
      throw Code.INVALID_ARGUMENT.refuse("invalid request: bad size of \"" + file.getKey() + "\"");
    }
    return size;
  }

  private @Nullable Answer take(Call put, Dataset.Slot slot) {
    Answer refusal = SignedPut.refusal(put, slot.size);
    if (refusal != null) {
      return refusal;
    }
    Rows rows = Rows.read(put.body());
    world.lock().lock();
    try {
      Spool old = slot.content;
      if (old != null) {
        old.close();
      }
      slot.content = put.body().keep();
      slot.rows = rows;
      return null;
    } finally {
      world.lock().unlock();
    }
  }

  private Answer validate(Call call) {
    Dataset dataset = datasets.named(call);
    Bodies.read(call, NOTHING);
    if (dataset.slots().isEmpty()) {
      throw Code.FAILED_PRECONDITION.refuse("no files were registered by :getUploadEndpoint");
    }
    for (Map.Entry<String, Dataset.Slot> file : dataset.slots().entrySet()) {
      Rows rows = file.getValue().rows;
      if (rows == null) {
        throw Code.FAILED_PRECONDITION.refuse("file \"" + file.getKey() + "\" is not uploaded yet");
      }
      refuseBroken(file.getKey(), rows);
    }
    if (!dataset.isComplete()) {
      dataset.complete(world.clock(), world.jobDuration(0.05));
    }
    return Answer.json(Wire.object());
  }

  private Answer downloadEndpoint(Call call) {
    Dataset dataset = datasets.named(call);
    if ("true".equals(call.query("downloadLineage"))) {
      String what = "FakeFireworks does not serve downloadLineage";
      call.problem(what);
      throw Code.UNIMPLEMENTED.refuse(what);
    }
    if (!dataset.isReady()) {
      throw Code.FAILED_PRECONDITION.refuse("dataset \"" + dataset.name() + "\" is not ready");
    }
    ObjectNode answer = Wire.object();
    ObjectNode urls = answer.putObject("filenameToSignedUrls");
    dataset
        .contents()
        .forEach((file, bytes) -> urls.put(file, world.storage().download(call, file, bytes)));
    return Answer.json(answer);
  }

  private static Answer split(Call call) {
    String what = "FakeFireworks does not serve splitDataset";
    call.problem(what);
    throw Code.UNIMPLEMENTED.refuse(what);
  }
}
