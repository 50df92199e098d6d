package dev.loraport.testkit.internal.nebius;

import dev.loraport.testkit.internal.engine.Timeline;
import dev.loraport.testkit.internal.engine.Wire;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** One LoRA adapter that was registered to be called. */
final class CustomModel {
  /** In this step, the first look, it can't be found yet. */
  private static final int HIDDEN = 1;

  private final String shortName;
  private final ObjectNode request;
  private final Map<String, String> origin;
  private final long createdAt;
  private final Timeline timeline;
  private final int lastStep;
  private final String problem;

  /**
   * A new adapter.
   *
   * @param origin what it was made from, by the names of the fields that tell it
   * @param problem why its validation will fail; empty for success
   */
  CustomModel(
      World world,
      String shortName,
      ObjectNode request,
      Map<String, String> origin,
      String problem) {
    this.shortName = shortName;
    this.request = request;
    this.origin = origin;
    this.createdAt = world.now();
    this.lastStep = HIDDEN + 1 + world.switches.validationLooks();
    this.timeline = new Timeline(world.clock, lastStep, lastStep, world.jobDuration(0.05));
    this.problem = problem;
  }

  String shortName() {
    return shortName;
  }

  String fullName() {
    return request.path("base_model").asString() + "-LoRa:" + shortName;
  }

  void look() {
    timeline.look();
  }

  boolean isVisible() {
    return timeline.step() > HIDDEN;
  }

  boolean isActive() {
    return status().equals("active");
  }

  private String status() {
    if (timeline.step() < lastStep) {
      return "validating";
    }
    return problem.isEmpty() ? "active" : "error";
  }

  /** The form in which creation and deletion are answered. */
  ObjectNode receipt(String name, String status) {
    ObjectNode view = Wire.object().put("name", name);
    view.set("base_model", request.path("base_model"));
    view.set("source", request.path("source"));
    view.put("description", description());
    return view.put("created_at", createdAt).put("status", status);
  }

  private @Nullable String description() {
    String text = Wire.string(request, "description", "");
    return text.isEmpty() ? null : text;
  }

  ObjectNode view(int contextK, double sizeB) {
    String status = status();
    ObjectNode view =
        Wire.object().put("type", "text2text").put("name", fullName()).put("status", status);
    view.put("status_reason", status.equals("error") ? problem : null);
    for (String field : new String[] {"checkpoint_id", "job_id", "file_id", "url"}) {
      view.put(field, origin.get(field));
    }
    String base = request.path("base_model").asString();
    String vendor = base.startsWith("meta-llama/") ? "meta" : base.replaceAll("/.*", "");
    view.put("created_at", createdAt).put("description", description()).put("vendor", vendor);
    view.putArray("tags").add(contextK + "K context").add("lora");
    view.putArray("use_cases").add("lora");
    return view.put("quality", 73).put("context_window_k", contextK).put("size_b", sizeB);
  }
}
