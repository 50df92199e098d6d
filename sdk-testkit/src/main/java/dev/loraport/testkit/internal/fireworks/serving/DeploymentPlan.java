package dev.loraport.testkit.internal.fireworks.serving;

import dev.loraport.testkit.internal.engine.Call;
import dev.loraport.testkit.internal.engine.Wire;
import dev.loraport.testkit.internal.fireworks.model.Model;
import dev.loraport.testkit.internal.fireworks.model.Models;
import dev.loraport.testkit.internal.fireworks.world.Code;
import dev.loraport.testkit.internal.fireworks.world.Precision;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What a deployment that is asked for would be: model, hardware and number format fit together. */
final class DeploymentPlan {
  /** All fields of the deployment, and whether a LoRA is merged into its base. */
  record Planned(ObjectNode fields, boolean merged) {}

  private final Models models;
  private final Shapes shapes;

  DeploymentPlan(Models models, Shapes shapes) {
    this.models = models;
    this.shapes = shapes;
  }

  Planned of(Call call, ObjectNode body, boolean anyShape) {
    Model model = ready(body.path("baseModel").asString());
    Model base = ready(model.baseModel());
    ObjectNode fields = body.deepCopy();
    DeploymentSchema.defaults()
        .properties()
        .forEach(field -> putMissing(fields, field.getKey(), field.getValue()));
    int min = fields.path("minReplicaCount").asInt();
    fields.put("maxReplicaCount", body.path("maxReplicaCount").asInt(Math.max(min, 1)));
    if (body.hasNonNull("deploymentShape")) {
      shape(call, fields, base.name(), anyShape);
    } else {
      hardware(fields, base, body.path("disableDeploymentSizeValidation").asBoolean(false));
    }
    checkAddons(fields);
    if (fields.path("enableAddons").asBoolean() && !base.is("supportsLora")) {
      throw Code.INVALID_ARGUMENT.refuse(
          "model \"" + base.name() + "\" does not support LoRA addons");
    }
    return new Planned(fields, model.isAddon());
  }

  private static void putMissing(ObjectNode fields, String name, JsonNode value) {
    if (!fields.hasNonNull(name) && !value.isNull()) {
      fields.set(name, value);
    }
  }

  private Model ready(String name) {
    Model model = models.find(name);
    if (model == null) {
      throw Code.NOT_FOUND.refuse("model \"" + name + "\" not found");
    }
    if (!model.isReady()) {
      throw Code.FAILED_PRECONDITION.refuse("model \"" + name + "\" is not ready");
    }
    return model;
  }

  private void shape(Call call, ObjectNode fields, String base, boolean any) {
    String name = fields.path("deploymentShape").asString();
    ObjectNode shape = shapes.find(name);
    if (shape == null) {
      throw Code.NOT_FOUND.refuse("deployment shape \"" + name + "\" not found");
    }
    if (!any && !shape.path("baseModel").asString().equals(base)) {
      throw Code.INVALID_ARGUMENT.refuse(
          "deployment shape \"" + name + "\" is not for model \"" + base + "\"");
    }
    for (String owned : new String[] {"acceleratorType", "acceleratorCount", "precision"}) {
      if (fields.hasNonNull(owned) && !any) {
        call.problem("`" + owned + "` belongs to the deployment shape; leave it out");
        throw Code.INVALID_ARGUMENT.refuse(owned + " cannot be set beside a deployment shape");
      }
      fields.set(owned, shape.path(owned));
    }
    fields.put("deploymentShape", Shapes.versioned(name));
  }

  private static void hardware(ObjectNode fields, Model base, boolean anySize) {
    String accelerator = Wire.string(fields, "acceleratorType", "ACCELERATOR_TYPE_UNSPECIFIED");
    if (accelerator.equals("ACCELERATOR_TYPE_UNSPECIFIED")) {
      throw Code.INVALID_ARGUMENT.refuse(
          "accelerator_type must be specified for non-embeddings engines");
    }
    String precision = Wire.string(fields, "precision", "BF16");
    if (!Hardware.isAccelerator(accelerator)) {
      throw Code.INVALID_ARGUMENT.refuse("invalid accelerator_type \"" + accelerator + "\"");
    }
    Precision.check(precision);
    int least = Hardware.gpusFor(base, accelerator, precision);
    int count = fields.path("acceleratorCount").asInt(0);
    if (count > 0 && count < least && !anySize) {
      throw Code.INVALID_ARGUMENT.refuse(
          "model \"" + base.name() + "\" needs at least " + least + " x " + accelerator);
    }
    fields.put("precision", precision).put("acceleratorCount", count > 0 ? count : least);
  }

  /** Refuses addons beside a number format that has no room for them. */
  static void checkAddons(ObjectNode fields) {
    String precision = Wire.string(fields, "precision", "BF16");
    if (fields.path("enableAddons").asBoolean(false) && !Hardware.takesAddons(precision)) {
      throw Code.INVALID_ARGUMENT.refuse("addons cannot be enabled with precision " + precision);
    }
  }
}
