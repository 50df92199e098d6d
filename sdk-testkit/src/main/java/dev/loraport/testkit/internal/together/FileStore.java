package dev.loraport.testkit.internal.together;

import dev.loraport.testkit.internal.engine.Answer;
import dev.loraport.testkit.internal.engine.Call;
import dev.loraport.testkit.internal.engine.Form;
import dev.loraport.testkit.internal.engine.Router;
import dev.loraport.testkit.internal.engine.SignedUrls;
import dev.loraport.testkit.internal.engine.Spool;
import dev.loraport.testkit.internal.engine.Timeline;
import dev.loraport.testkit.internal.engine.Wire;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;

/** Files: redirect upload, direct upload, list, get, delete, content. */
final class FileStore {
  static final Set<String> PURPOSES =
      Set.of(
          "fine-tune",
          "batch-api",
          "eval",
          "eval-output",
          "eval-sample",
          "eval-summary",
          "batch-generated");
  static final Set<String> TYPES = Set.of("jsonl", "csv", "parquet");
  private static final Set<String> FORM_FIELDS =
      Set.of("purpose", "file_name", "file_type", "checksum");

  private final World world;
  private final SignedUrls signedUrls;
  private final Map<String, StoredFile> files = new LinkedHashMap<>();

  FileStore(World world, SignedUrls signedUrls) {
    this.world = world;
    this.signedUrls = signedUrls;
  }

  void routes(Router router) {
    String[] upload = FORM_FIELDS.toArray(new String[0]);
    router
        .add("POST /v1/files", this::create, upload)
        .add("POST /v1/files/upload", this::direct)
        .add("POST /v1/files/{id}/preprocess", this::preprocess)
        .add("GET /v1/files", this::list)
        .add("GET /v1/files/{id}/content", this::content)
        .add("GET /v1/files/{id}", call -> withFile(call, f -> Answer.json(f.view(true))))
        .add("DELETE /v1/files/{id}", this::delete);
  }

  @Nullable StoredFile find(String id) {
    return files.get(id);
  }

  @Nullable StoredFile findByContent(String sha256) {
    for (StoredFile file : files.values()) {
      Spool content = file.content;
      if (content != null && content.sha256().equals(sha256)) {
        return file;
      }
    }
    return null;
  }

  /** A new file without content. */
  StoredFile add(String name, String purpose, String type) {
    StoredFile file =
        new StoredFile(
            "file-" + world.ids.uuid(), name, purpose, type, world.clock.now().getEpochSecond());
    files.put(file.id, file);
    return file;
  }

  void forget(String id) {
    files.remove(id);
  }

  /** Takes the bytes over and starts their validation. */
  void fill(StoredFile file, Spool content, @Nullable FileCheck check) {
    Spool old = file.content;
    if (old != null) {
      old.close();
    }
    file.content = content.keep();
    file.check = check;
    file.processing = new Timeline(world.clock, 3, 3, world.jobDuration(0.1));
  }

  /** A file that the provider itself writes. */
  StoredFile generated(String name, String purpose, byte[] bytes) {
    StoredFile file = add(name, purpose, "jsonl");
    fill(file, Spool.of(bytes), null);
    return file;
  }

  /** What is wrong with the description of an upload, or null. */
  static @Nullable String problem(String purpose, String type) {
    if (!PURPOSES.contains(purpose)) {
      return "purpose must be one of fine-tune, batch-api, eval, not '" + purpose + "'";
    }
    if (!TYPES.contains(type)) {
      return "file_type must be one of jsonl, csv, parquet, not '" + type + "'";
    }
    return null;
  }

  private Answer create(Call call) {
    Answer unknown = unknownField(call);
    if (unknown != null) {
      return unknown;
    }
    Form.FilePart part = call.form().file("file");
    if (part != null) {
      return store(call, part, field(call, "file_name", part.fileName()));
    }
    String purpose = field(call, "purpose", "");
    String name = field(call, "file_name", "");
    String type = field(call, "file_type", "jsonl");
    if (name.isEmpty()) {
      call.problem("`file_name` is required");
      return world.errors.invalid("file_name is required");
    }
    String problem = problem(purpose, type);
    if (problem != null) {
      return world.errors.invalid(problem);
    }
    world.lock.lock();
    try {
      StoredFile same = findByContent(field(call, "checksum", ""));
      if (same != null) {
        return Answer.json(409, Wire.object().put("file_id", same.id));
      }
      StoredFile file = add(baseName(name), purpose, type);
      return Answer.empty(302)
          .header("Location", signedUrls.upload(call, "", put -> accept(file, put.body())))
          .header("X-Together-File-Id", file.id);
    } finally {
      world.lock.unlock();
    }
  }

  private @Nullable Answer accept(StoredFile file, Spool content) {
    FileCheck check = check(file.purpose, file.type, content);
    world.lock.lock();
    try {
      fill(file, content, check);
      return null;
    } finally {
      world.lock.unlock();
    }
  }

  static @Nullable FileCheck check(String purpose, String type, Spool content) {
    return purpose.equals("fine-tune") ? FileCheck.run(content, type) : null;
  }

  private @Nullable Answer unknownField(Call call) {
    for (String name : call.form().fields().keySet()) {
      if (!FORM_FIELDS.contains(name)) {
        call.problem("unknown form field '" + name + "'");
        return world.errors.invalid("Unknown form field " + name);
      }
    }
    return null;
  }

  private Answer direct(Call call) {
    Answer unknown = unknownField(call);
    if (unknown != null) {
      return unknown;
    }
    Form.FilePart part = call.form().file("file");
    String name = call.form().field("file_name");
    if (part == null || name == null) {
      call.problem("the form needs the parts `file` and `file_name`");
      return world.errors.invalid("file and file_name are required");
    }
    return store(call, part, name);
  }

  private Answer store(Call call, Form.FilePart part, String name) {
    String purpose = field(call, "purpose", "");
    String type = field(call, "file_type", "jsonl");
    String problem = name.isEmpty() ? "the file has no name" : problem(purpose, type);
    if (problem != null) {
      return world.errors.invalid(problem);
    }
    FileCheck check = check(purpose, type, part.content());
    world.lock.lock();
    try {
      StoredFile file = add(baseName(name), purpose, type);
      fill(file, part.content(), check);
      return Answer.json(file.view(false));
    } finally {
      world.lock.unlock();
    }
  }

  private Answer preprocess(Call call) {
    return withFile(
        call,
        file ->
            file.content == null
                ? world.errors.invalid("File " + file.id + " has not been uploaded yet")
                : Answer.json(file.view(false)));
  }

  private Answer list(Call call) {
    world.lock.lock();
    try {
      ArrayNode data = Wire.array();
      files.values().forEach(file -> data.add(file.view(true)));
      return Answer.json(Wire.object().set("data", data));
    } finally {
      world.lock.unlock();
    }
  }

  private Answer content(Call call) {
    return withFile(
        call,
        file -> {
          Spool bytes = file.content;
          return bytes == null
              ? world.errors.invalid("File " + file.id + " has not been uploaded yet")
              : Answer.download(call, "text/plain; charset=utf-8", bytes);
        });
  }

  private Answer delete(Call call) {
    return withFile(
        call,
        file -> {
          files.remove(file.id);
          Spool bytes = file.content;
          if (bytes != null) {
            bytes.close();
          }
          return Answer.json(
              Wire.object().put("id", file.id).put("object", "file").put("deleted", true));
        });
  }

  /** Looks a file up under the lock. */
  private Answer withFile(Call call, Function<StoredFile, Answer> use) {
    world.lock.lock();
    try {
      StoredFile file = files.get(call.parameter("id"));
      return file == null ? world.errors.notFound("File", call.parameter("id")) : use.apply(file);
    } finally {
      world.lock.unlock();
    }
  }

  private static String field(Call call, String name, String absent) {
    String value = call.form().field(name);
    String query = value == null ? call.query(name) : value;
    return query == null ? absent : query;
  }

  static String baseName(String name) {
    return name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
  }
}
