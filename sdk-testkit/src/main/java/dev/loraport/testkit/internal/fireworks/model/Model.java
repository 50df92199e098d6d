package dev.loraport.testkit.internal.fireworks.model;

import dev.loraport.testkit.internal.engine.Spool;
import dev.loraport.testkit.internal.engine.Timeline;
import dev.loraport.testkit.internal.engine.Wire;
import dev.loraport.testkit.internal.fireworks.world.Code;
import dev.loraport.testkit.internal.fireworks.world.Stamps;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** One model: a public base, an upload or the result of a job. */
public final class Model {
  /** A registered file; without content until its bytes have come. */
  static final class Slot {
    final long size;
    @Nullable Spool content;

    Slot(long size) {
      this.size = size;
    }

    static Slot of(byte[] bytes) {
      Slot slot = new Slot(bytes.length);
      slot.content = Spool.of(bytes);
      return slot;
    }
  }

  private final String name;
  private final ObjectNode fields;
  private final ObjectNode readOnly;
  private final Instant created;
  private Instant updated;
  private Map<String, Slot> files = new LinkedHashMap<>();
  private boolean ready;
  private @Nullable Timeline arrival;

  Model(String name, ObjectNode fields, ObjectNode readOnly, Instant created, boolean ready) {
    this.name = name;
    this.fields = fields;
    this.readOnly = readOnly;
    this.created = created;
    this.updated = created;
    this.ready = ready;
  }

  public String name() {
    return name;
  }

  /** One of {@code HF_BASE_MODEL}, {@code HF_PEFT_ADDON} and so on. */
  public String kind() {
    return Wire.string(fields, "kind", "HF_PEFT_ADDON");
  }

  public boolean isReady() {
    return ready;
  }

  /** Whether it is a LoRA adapter. */
  public boolean isAddon() {
    return kind().equals("HF_PEFT_ADDON");
  }

  /** The full name of the model that an addon belongs to; the own name of any other. */
  public String baseModel() {
    return isAddon() ? Wire.string(fields.path("peftDetails"), "baseModel", "") : name;
  }

  /** The rank of an addon, 0 for any other. */
  public int rank() {
    return fields.path("peftDetails").path("r").asInt(0);
  }

  /** A flag of the record, such as {@code supportsServerless}. */
  public boolean is(String flag) {
    return readOnly.path(flag).asBoolean(false) || fields.path(flag).asBoolean(false);
  }

  /** The longest prompt and answer in tokens; 0 when that is not known. */
  public int contextLength() {
    return fields.path("contextLength").asInt(0);
  }

  /** The longest training sequence in tokens; 0 when that is not known. */
  public int trainingContextLength() {
    return fields.path("trainingContextLength").asInt(0);
  }

  /** Billions of parameters; 0 when that is not known. */
  public double billions() {
    String count = Wire.string(fields.path("baseModelDetails"), "parameterCount", "0");
    return Long.parseLong(count) / 1e9;
  }

  ObjectNode fields() {
    return fields;
  }

  Map<String, Slot> slots() {
    return files;
  }

  ObjectNode readOnly() {
    return readOnly;
  }

  /** Forgets all files and waits for the bytes of these. */
  void expect(Map<String, Slot> slots) {
    drop();
    files = slots;
    arrival = null;
  }

  /** The last byte has come; the store tells after that timeline. */
  void arriving(Timeline timeline) {
    arrival = timeline;
  }

  /** Whether all bytes have landed. A look. */
  boolean hasLanded() {
    Timeline timeline = arrival;
    return timeline == null
        ? ready && files.values().stream().allMatch(slot -> slot.content != null)
        : timeline.look() == 1;
  }

  void complete(Instant now) {
    ready = true;
    updated = now;
  }

  void touch(Instant now) {
    updated = now;
  }

  void drop() {
    for (Slot slot : files.values()) {
      Spool content = slot.content;
      if (content != null) {
        content.close();
      }
    }
    files = new LinkedHashMap<>();
  }

  ObjectNode view(boolean creating) {
    ObjectNode view =
        Wire.object()
            .put("name", name)
            .put("createTime", Stamps.of(created, creating))
            .put("updateTime", Stamps.of(updated, creating))
            .put("state", ready ? "READY" : "UPLOADING");
    view.set("status", Code.ok());
    view.setAll(fields);
    return view.setAll(readOnly);
  }
}
