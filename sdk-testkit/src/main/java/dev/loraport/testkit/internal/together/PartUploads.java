package dev.loraport.testkit.internal.together;

import dev.loraport.testkit.internal.engine.Answer;
import dev.loraport.testkit.internal.engine.Call;
import dev.loraport.testkit.internal.engine.Router;
import dev.loraport.testkit.internal.engine.Schema;
import dev.loraport.testkit.internal.engine.SignedUrls;
import dev.loraport.testkit.internal.engine.Spool;
import dev.loraport.testkit.internal.engine.Wire;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Uploads of large files in parts. */
final class PartUploads {
  private static final int MAX_PARTS = 250;
  private static final Schema INITIATE =
      new Schema()
          .required(Schema.JsonType.TEXT, "file_name", "purpose", "file_type")
          .required(Schema.JsonType.WHOLE, "file_size", "num_parts")
          .optional(Schema.JsonType.TEXT, "checksum");
  private static final Schema COMPLETE =
      new Schema()
          .required(Schema.JsonType.TEXT, "upload_id", "file_id")
          .required(Schema.JsonType.LIST, "parts");
  private static final Schema PART =
      new Schema()
          .required(Schema.JsonType.WHOLE, "part_number")
          .required(Schema.JsonType.TEXT, "etag");
  private static final Schema ABORT =
      new Schema().required(Schema.JsonType.TEXT, "upload_id", "file_id");

  private record Pending(
      String fileId,
      String name,
      String purpose,
      String type,
      long size,
      String checksum,
      Map<Integer, Spool> parts) {}

  private final World world;
  private final FileStore files;
  private final SignedUrls signedUrls;
  private final Map<String, Pending> uploads = new LinkedHashMap<>();

  PartUploads(World world, FileStore files, SignedUrls signedUrls) {
    this.world = world;
    this.files = files;
    this.signedUrls = signedUrls;
  }

  void routes(Router router) {
    router
        .add("POST /v1/files/multipart/initiate", this::initiate)
        .add("POST /v1/files/multipart/complete", this::complete)
        .add("POST /v1/files/multipart/abort", this::abort);
  }

  private Answer initiate(Call call) {
    ObjectNode body = call.json();
    String problem = body == null ? "a JSON object is needed" : INITIATE.check(call, body, "");
    if (body == null || problem != null) {
      return world.errors.invalid(String.valueOf(problem));
    }
    String purpose = body.path("purpose").asString();
    String type = body.path("file_type").asString();
    int parts = body.path("num_parts").asInt();
    problem = FileStore.problem(purpose, type);
    if (problem == null && (parts < 1 || parts > MAX_PARTS)) {
      problem = "num_parts must be from 1 to " + MAX_PARTS;
    }
    if (problem != null) {
      return world.errors.invalid(problem);
    }
    world.lock.lock();
    try {
      String checksum = Wire.string(body, "checksum", "");
      StoredFile same = files.findByContent(checksum);
      if (same != null) {
        return Answer.json(409, Wire.object().put("file_id", same.id));
      }
      String name = FileStore.baseName(body.path("file_name").asString());
      StoredFile file = files.add(name, purpose, type);
      String uploadId = "up-" + world.ids.hex(12);
      Map<Integer, Spool> received = new TreeMap<>();
      long size = body.path("file_size").asLong();
      uploads.put(uploadId, new Pending(file.id, name, purpose, type, size, checksum, received));
      return Answer.json(started(call, uploadId, file.id, parts, received));
    } finally {
      world.lock.unlock();
    }
  }

  private ObjectNode started(
      Call call, String uploadId, String fileId, int parts, Map<Integer, Spool> received) {
    ObjectNode answer = Wire.object().put("upload_id", uploadId).put("file_id", fileId);
    ArrayNode list = answer.putArray("parts");
    for (int i = 1; i <= parts; i++) {
      int number = i;
      String url = signedUrls.upload(call, "", put -> receive(received, number, put.body()));
      list.addObject().put("PartNumber", number).put("URL", url).putObject("Headers");
    }
    return answer;
  }

  private @Nullable Answer receive(Map<Integer, Spool> received, int number, Spool part) {
    world.lock.lock();
    try {
      Spool old = received.put(number, part.keep());
      if (old != null) {
        old.close();
      }
      if (received.values().stream().mapToLong(Spool::stored).sum() > Spool.KEPT) {
        part.forget();
      }
      return null;
    } finally {
      world.lock.unlock();
    }
  }

  private Answer complete(Call call) {
    ObjectNode body = call.json();
    String problem = body == null ? "a JSON object is needed" : COMPLETE.check(call, body, "");
    if (body == null || problem != null) {
      return world.errors.invalid(String.valueOf(problem));
    }
    Pending upload = pending(body);
    if (upload == null) {
      return world.errors.notFound("Upload", body.path("upload_id").asString());
    }
    List<Spool> parts = new ArrayList<>();
    for (JsonNode part : body.path("parts")) {
      if (part instanceof ObjectNode object && PART.check(call, object, "parts[]") == null) {
        Spool spool = upload.parts().get(object.path("part_number").asInt());
        String tag = object.path("etag").asString();
        if (spool != null && spool.sha256().startsWith(tag) && tag.length() == 32) {
          parts.add(spool);
        }
      }
    }
    long size = parts.stream().mapToLong(Spool::length).sum();
    if (parts.size() != upload.parts().size() || size != upload.size()) {
      return world.errors.invalid(
          "The parts do not make up the file: " + size + " of " + upload.size() + " bytes");
    }
    return finish(body.path("upload_id").asString(), upload, parts);
  }

  private Answer finish(String uploadId, Pending upload, List<Spool> parts) {
    Spool whole = Spool.joined(parts, upload.checksum());
    FileCheck check = FileStore.check(upload.purpose(), upload.type(), whole);
    world.lock.lock();
    try {
      StoredFile file = files.find(upload.fileId());
      if (file == null || uploads.remove(uploadId) == null) {
        return world.errors.notFound("Upload", uploadId);
      }
      files.fill(file, whole, check);
      return Answer.json(Wire.object().set("file", file.view(false)));
    } finally {
      world.lock.unlock();
    }
  }

  private Answer abort(Call call) {
    ObjectNode body = call.json();
    String problem = body == null ? "a JSON object is needed" : ABORT.check(call, body, "");
    if (body == null || problem != null) {
      return world.errors.invalid(String.valueOf(problem));
    }
    Pending upload = pending(body);
    if (upload == null) {
      return world.errors.notFound("Upload", body.path("upload_id").asString());
    }
    world.lock.lock();
    try {
      uploads.remove(body.path("upload_id").asString());
      files.forget(upload.fileId());
      upload.parts().values().forEach(Spool::close);
      return Answer.json(Wire.object().put("message", "Upload aborted"));
    } finally {
      world.lock.unlock();
    }
  }

  private @Nullable Pending pending(ObjectNode body) {
    world.lock.lock();
    try {
      Pending upload = uploads.get(body.path("upload_id").asString());
      return upload != null && upload.fileId().equals(body.path("file_id").asString())
          ? upload
          : null;
    } finally {
      world.lock.unlock();
    }
  }
}
