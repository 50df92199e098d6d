package dev.loraport.testkit.internal.nebius;

import dev.loraport.testkit.internal.engine.Answer;
import dev.loraport.testkit.internal.engine.Call;
import dev.loraport.testkit.internal.engine.Form;
import dev.loraport.testkit.internal.engine.Spool;
import dev.loraport.testkit.internal.engine.Wire;
import dev.loraport.testkit.internal.nebius.Findings.At;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/** Files: upload, list, get, delete, content and link, and the upload of adapter archives. */
final class FileStore {
  static final String BATCH = "batch";
  static final String ARCHIVE = "custom-model";
  private static final String TRAINING = "fine-tune";
  private static final int USUAL_LIMIT = 10;
  private static final Check PURPOSE = Check.oneOf(BATCH, TRAINING);

  private final World world;
  private final Map<String, StoredFile> files = new LinkedHashMap<>();

  FileStore(World world) {
    this.world = world;
  }

  void routes(NebiusRoutes routes) {
    routes
        .add("POST /v1/files", this::upload, NebiusRoutes.PROJECT)
        .add("GET /v1/files", this::list, "limit", "purpose", NebiusRoutes.PROJECT)
        .add("GET /v1/files/{id}", call -> Answer.json(of(call).view()))
        .add("DELETE /v1/files/{id}", this::delete)
        .add("GET /v1/files/{id}/content", this::content)
        .add("GET /v1/files/{id}/link", this::link)
        .add("POST /v0/models/upload", this::archive, NebiusRoutes.PROJECT);
  }

  /** The file of that id; what is unknown is refused. */
  StoredFile get(String id) {
    StoredFile file = files.get(id);
    if (file == null) {
      throw world.errors.missing();
    }
    return file;
  }

  boolean has(String id) {
    return files.containsKey(id);
  }

  /** A file that the service itself writes. */
  StoredFile write(String name, String purpose, byte[] bytes) {
    return add(name, purpose, Spool.of(bytes), false);
  }

  private StoredFile add(String name, String purpose, Spool content, boolean listed) {
    StoredFile file =
        new StoredFile(
            "file-" + world.ids.uuid(), name, purpose, world.now(), content.keep(), listed);
    files.put(file.id(), file);
    return file;
  }

  private StoredFile of(Call call) {
    return get(call.parameter("id"));
  }

  private Answer upload(Call call) {
    Findings findings = new Findings(call);
    Form.FilePart part = call.form().file("file");
    if (part == null) {
      findings.missing(At.of("body", "file"));
    }
    String purpose = call.form().field("purpose");
    if (purpose == null) {
      findings.missing(At.of("body", "purpose"));
    } else {
      PURPOSE.check(findings, At.of("body", "purpose"), StringNode.valueOf(purpose));
    }
    findings.check();
    if (part == null || purpose == null) {
      throw new IllegalStateException("a missing part is a finding");
    }
    return Answer.json(add(part.fileName(), purpose, part.content(), true).view());
  }

  private Answer archive(Call call) {
    if (!world.servesCustomModels()) {
      throw world.errors.gone();
    }
    Form.FilePart part = call.form().file("file");
    if (part == null) {
      Findings findings = new Findings(call);
      findings.missing(At.of("body", "file"));
      findings.check();
      throw new IllegalStateException("a missing part is a finding");
    }
    call.form()
        .fields()
        .keySet()
        .forEach(name -> call.problem("unknown form field '" + name + "'"));
    return Answer.json(add(part.fileName(), ARCHIVE, part.content(), false).view());
  }

  private Answer list(Call call) {
    String purpose = call.query("purpose");
    if (purpose != null) {
      Findings findings = new Findings(call);
      PURPOSE.check(findings, At.of("query", "purpose"), StringNode.valueOf(purpose));
      findings.check();
    }
    List<ObjectNode> found = new ArrayList<>();
    for (StoredFile file : files.values()) {
      if (file.listed() && (purpose == null || purpose.equals(file.purpose()))) {
        found.add(0, file.view());
      }
    }
    int limit = Page.limit(call, USUAL_LIMIT);
    return Page.all(found.subList(0, Math.min(limit, found.size())));
  }

  private Answer delete(Call call) {
    StoredFile file = of(call);
    files.remove(file.id());
    file.content().close();
    return Answer.json(
        Wire.object().put("id", file.id()).put("object", "file").put("deleted", true));
  }

  private Answer content(Call call) {
    return Answer.download(call, "application/octet-stream", of(call).content());
  }

  private Answer link(Call call) {
    StoredFile file = of(call);
    String url = world.storage().download(call, file.id(), file.content());
    return Answer.json(Wire.object().put("url", url));
  }
}
