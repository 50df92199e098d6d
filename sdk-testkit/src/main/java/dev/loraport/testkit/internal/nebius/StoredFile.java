package dev.loraport.testkit.internal.nebius;

import dev.loraport.testkit.internal.engine.Spool;
import dev.loraport.testkit.internal.engine.Wire;
import tools.jackson.databind.node.ObjectNode;

/**
 * A file.
 *
 * @param listed whether lists show it; those that jobs and batches write are found by their ids
 */
record StoredFile(
    String id, String name, String purpose, long createdAt, Spool content, boolean listed) {
  ObjectNode view() {
    return Wire.object()
        .put("id", id)
        .put("object", "file")
        .put("bytes", content.length())
        .put("created_at", createdAt)
        .put("filename", name)
        .put("purpose", purpose)
        .putNull("status")
        .putNull("status_details");
  }
}
