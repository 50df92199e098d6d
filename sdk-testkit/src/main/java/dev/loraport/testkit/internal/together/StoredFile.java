package dev.loraport.testkit.internal.together;

import dev.loraport.testkit.internal.engine.Spool;
import dev.loraport.testkit.internal.engine.Timeline;
import dev.loraport.testkit.internal.engine.Wire;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** One file of the account, from the request for an upload URL to the end of its validation. */
final class StoredFile {
  private static final List<String> STATES = List.of("PENDING", "QUEUED", "RUNNING");

  final String id;
  final String name;
  final String purpose;
  final String type;
  final long created;
  @Nullable Spool content;
  @Nullable FileCheck check;
  @Nullable Timeline processing;

  StoredFile(String id, String name, String purpose, String type, long created) {
    this.id = id;
    this.name = name;
    this.purpose = purpose;
    this.type = type;
    this.created = created;
  }

  boolean isFor(String wanted) {
    return purpose.equals(wanted);
  }

  /** The processing status; a file whose purpose is not validated has none. */
  String status(boolean look) {
    Timeline timeline = processing;
    FileCheck result = check;
    if (timeline == null || result == null) {
      return "PENDING";
    }
    int step = look ? timeline.look() : timeline.step();
    if (step < STATES.size()) {
      return STATES.get(step);
    }
    return !result.isFinished() ? "FAILED" : result.valid() ? "COMPLETED" : "INVALID_FORMAT";
  }

  ObjectNode view(boolean look) {
    Spool bytes = content;
    ObjectNode view =
        Wire.object()
            .put("id", id)
            .put("object", "file")
            .put("created_at", created)
            .put("filename", name)
            .put("bytes", bytes == null ? 0 : bytes.length())
            .put("purpose", purpose)
            .put("FileType", type)
            .put("Processed", bytes != null);
    if (isFor("fine-tune")) {
      String status = status(look);
      FileCheck result = check;
      boolean done = !STATES.contains(status);
      view.put("LineCount", done && result != null ? result.records() : 0);
      view.put("processing_status", status);
      if (done && result != null) {
        view.set("validation_report", result.report(id));
      }
    }
    return view;
  }
}
