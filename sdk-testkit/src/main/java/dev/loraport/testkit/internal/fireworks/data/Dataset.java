package dev.loraport.testkit.internal.fireworks.data;

import dev.loraport.testkit.FakeClock;
import dev.loraport.testkit.internal.engine.Spool;
import dev.loraport.testkit.internal.engine.Timeline;
import dev.loraport.testkit.internal.engine.Wire;
import dev.loraport.testkit.internal.fireworks.world.Code;
import dev.loraport.testkit.internal.fireworks.world.Stamps;
import dev.loraport.testkit.internal.fireworks.world.World;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** One data set: its record and the files that belong to it. */
public final class Dataset {
  /** A registered file; without content until its bytes have come. */
  static final class Slot {
    final long size;
    @Nullable Spool content;
    @Nullable Rows rows;

    Slot(long size) {
      this.size = size;
    }
  }

  private static final int MIN_ROWS = 3;
  private static final int MAX_ROWS = 3_000_000;

  private final String name;
  private final ObjectNode fields;
  private final String encryption;
  private final Instant created;
  private Instant updated;
  private @Nullable Timeline processing;
  private Map<String, Slot> files = new LinkedHashMap<>();

  Dataset(String name, ObjectNode fields, String encryption, Instant created) {
    this.name = name;
    this.fields = fields;
    this.encryption = encryption;
    this.created = created;
    this.updated = created;
  }

  public String name() {
    return name;
  }

  ObjectNode fields() {
    return fields;
  }

  void touch(Instant now) {
    updated = now;
  }

  /** Whether its bytes are there and have been processed. */
  public boolean isReady() {
    Timeline timeline = processing;
    return timeline != null && timeline.step() == 1;
  }

  /** The files in the order in which they were registered. */
  public Map<String, Spool> contents() {
    Map<String, Spool> contents = new LinkedHashMap<>();
    files.forEach(
        (file, slot) -> {
          Spool content = slot.content;
          if (content != null) {
            contents.put(file, content);
          }
        });
    return contents;
  }

  /** Whether all bytes are there and have been found to be JSON Lines. */
  boolean isComplete() {
    return processing != null;
  }

  Map<String, Slot> slots() {
    return files;
  }

  /** Forgets all files and waits for the bytes of these. */
  void expect(Map<String, Slot> slots) {
    drop();
    files = slots;
    processing = null;
  }

  /** All bytes are there: it is ready at once, or after a few looks. */
  void complete(FakeClock clock, Duration length) {
    processing = new Timeline(clock, 1, length.isZero() ? 1 : 2, length);
    if (length.isZero()) {
      processing.look();
    }
    updated = clock.now();
  }

  void drop() {
    contents().values().forEach(Spool::close);
    files = new LinkedHashMap<>();
  }

  /** How many rows its files have. */
  public long rows() {
    long count = 0;
    for (Slot slot : files.values()) {
      Rows rows = slot.rows;
      count += rows == null ? 0 : rows.count();
    }
    return count;
  }

  /** About how many tokens its files have. */
  public long tokens() {
    long count = 0;
    for (Slot slot : files.values()) {
      Rows rows = slot.rows;
      count += rows == null ? 0 : rows.tokens();
    }
    return count;
  }

  /** Why a job of that kind fails on these rows, or null. */
  public @Nullable String unfitFor(Training kind) {
    if (rows() < MIN_ROWS) {
      return "dataset must have at least " + MIN_ROWS + " examples, found " + rows();
    }
    if (rows() > MAX_ROWS) {
      return "dataset must have at most " + MAX_ROWS + " examples, found " + rows();
    }
    for (Map.Entry<String, Slot> file : files.entrySet()) {
      if (!file.getKey().endsWith(".jsonl")) {
        return "dataset has no .jsonl file: \"" + file.getKey() + "\" is not found by training";
      }
      Rows rows = file.getValue().rows;
      String problem = rows == null ? null : rows.unfitFor(kind);
      if (problem != null) {
        return "dataset " + problem;
      }
    }
    return null;
  }

  ObjectNode view(boolean creating) {
    Timeline timeline = processing;
    boolean ready = timeline != null && (creating ? timeline.step() : timeline.look()) == 1;
    ObjectNode view =
        Wire.object()
            .put("name", name)
            .put("createTime", Stamps.of(created, creating))
            .put("updateTime", Stamps.of(updated, creating))
            .put("state", ready ? "READY" : "UPLOADING")
            .put("createdBy", World.EMAIL)
            .put("estimatedTokenCount", Long.toString(ready ? tokens() : 0))
            .put("encryptionState", encryption);
    view.set("status", Code.ok());
    view.setAll(fields);
    return view;
  }
}
