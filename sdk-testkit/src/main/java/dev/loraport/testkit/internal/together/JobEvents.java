package dev.loraport.testkit.internal.together;

import dev.loraport.testkit.internal.engine.Wire;
import tools.jackson.databind.node.ArrayNode;

/** The events of one job in the order they happened. */
final class JobEvents {
  private final World world;
  private final int totalSteps;
  private final long tokens;
  private final long parameters;
  private final ArrayNode list = Wire.array();

  JobEvents(World world, int totalSteps, long tokens, long parameters) {
    this.world = world;
    this.totalSteps = totalSteps;
    this.tokens = tokens;
    this.parameters = parameters;
  }

  void add(String at, String type, String message, int step) {
    add(at, type.equals("warning") ? "warning" : "info", type, message, step);
  }

  void add(String at, String level, String type, String message, int step) {
    list.addObject()
        .put("object", "fine-tune-event")
        .put("created_at", at)
        .put("level", level)
        .put("type", type)
        .put("message", message)
        .put("param_count", step == 0 ? 0 : parameters)
        .put("token_count", step == 0 ? 0 : tokens)
        .put("total_steps", totalSteps)
        .put("wandb_url", "")
        .put("step", step)
        .put("checkpoint_path", "")
        .put("model_path", "")
        .put("training_offset", 0)
        .put("hash", world.ids.hex(8));
  }

  ArrayNode view() {
    return list.deepCopy();
  }
}
