package dev.loraport.testkit.internal.nebius;

import dev.loraport.testkit.internal.engine.Wire;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a job is to train.
 *
 * @param request the body of the request
 * @param parameters all hyper-parameters, the defaults among them
 * @param rows the training examples
 * @param tokens the tokens of one epoch; a token is four bytes of the file
 */
record JobPlan(ObjectNode request, ObjectNode parameters, int rows, long tokens) {
  private static final int BYTES_OF_A_TOKEN = 4;

  static JobPlan of(ObjectNode request, int rows, long bytes) {
    return new JobPlan(
        request, parameters(request), rows, Math.max(rows, bytes / BYTES_OF_A_TOKEN));
  }

  /** The hyper-parameters that a request asks for, wherever they stand in it. */
  static ObjectNode parameters(JsonNode request) {
    JsonNode method = request.path("method");
    if (Wire.string(method, "type", "").equals("spec-draft")) {
      return JobSchema.resolvedDraft(method.path("spec_draft").path("hyperparameters"));
    }
    return JobSchema.resolved(
        method.isObject()
            ? method.path("supervised").path("hyperparameters")
            : request.path("hyperparameters"));
  }

  boolean lora() {
    return parameters.path("lora").asBoolean(false);
  }

  int epochs() {
    return parameters.path("n_epochs").asInt();
  }

  String model() {
    return request.path("model").asString();
  }

  String suffix() {
    return Wire.string(request, "suffix", "");
  }

  /** With packing a step takes as many tokens as fit, else as many rows as the batch has. */
  int stepsPerEpoch() {
    long batch = parameters.path("batch_size").asLong();
    boolean packing = parameters.path("packing").asBoolean();
    long size = packing ? batch * parameters.path("context_length").asLong() : batch;
    long amount = packing ? tokens : rows;
    return (int) Math.max(1, (amount + size - 1) / size);
  }

  /** The hyper-parameters where the job object has them: here, or inside the method. */
  void show(ObjectNode view) {
    JsonNode method = request.path("method");
    if (!method.isObject()) {
      view.set("hyperparameters", parameters);
      view.putNull("method");
      return;
    }
    boolean draft = Wire.string(method, "type", "").equals("spec-draft");
    view.putNull("hyperparameters");
    view.putObject("method")
        .put("type", draft ? "spec-draft" : "supervised")
        .putObject(draft ? "spec_draft" : "supervised")
        .set("hyperparameters", parameters);
  }
}
