package dev.loraport.testkit.internal.together;

import dev.loraport.testkit.JobScript;
import dev.loraport.testkit.internal.engine.Timeline;
import dev.loraport.testkit.internal.engine.Wire;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** One fine-tuning job on its way through its states. */
final class Job {
  private static final Set<String> TERMINAL =
      Set.of("completed", "error", "user_error", "cancelled");

  final String id;
  final ObjectNode request;
  final String model;
  final String outputName;
  final String createdAt;
  final int samples;
  final long trainTokens;
  final long totalPrice;
  final int totalSteps;
  final JobEvents events;
  private final World world;
  private final String message;
  private List<String> states;
  private Timeline timeline;
  private int entered;
  private int epochsSeen;
  private double stoppedAt;
  String updatedAt;
  String startedAt = "";
  String modelObject = "";
  String adapterObject = "";
  private boolean plainBase = true;

  Job(
      World world,
      String id,
      ObjectNode request,
      String model,
      String outputName,
      StoredFile training,
      JobScript script,
      TuningInfo.Price price) {
    this.world = world;
    this.id = id;
    this.request = request;
    this.model = model;
    this.outputName = outputName;
    this.message = script.message();
    this.states = script.states();
    this.timeline =
        new Timeline(world.clock, states.size() - 1, script.polls(), world.jobDuration());
    this.createdAt = World.time(timeline.start());
    this.updatedAt = createdAt;
    FileCheck check = training.check;
    this.samples = check == null ? 1 : Math.max(1, check.records());
    this.trainTokens = price.trainTokens();
    this.totalPrice = price.nanoDollars();
    this.totalSteps = epochs() * Math.max(1, (samples + batchSize() - 1) / batchSize());
    this.events = new JobEvents(world, totalSteps, trainTokens, Catalogue.parameters(model));
    events.add(createdAt, "job_pending", "Fine tune request created", 0);
  }

  String status() {
    return states.get(entered);
  }

  boolean isTerminal() {
    return TERMINAL.contains(status());
  }

  boolean isCompleted() {
    return status().equals("completed");
  }

  boolean isLora() {
    return JobSchema.isLora(request);
  }

  /**
   * Goes on from another job. Unless the adapter keeps its rank, alpha and modules, the older one
   * is merged into the base first (fine-tuning guide, read 2026-02-13).
   */
  void goesOnFrom(Job parent) {
    plainBase =
        parent.plainBase
            && parent.isLora()
            && JobSchema.sameAdapter(
                parent.request.path("training_type"), request.path("training_type"));
  }

  /** Whether the result is an adapter that fits the base as published. */
  boolean isAdapterOfBase() {
    return isLora() && plainBase;
  }

  int epochs() {
    return request.path("n_epochs").asInt(1);
  }

  int batchSize() {
    JsonNode asked = request.path("batch_size");
    return asked.isIntegralNumber() ? Math.max(1, asked.asInt()) : 8;
  }

  int stepsCompleted() {
    int running = states.indexOf("running");
    if (running < 0 || entered < running) {
      return status().startsWith("cancel") ? (int) (totalSteps * stoppedAt) : 0;
    }
    return entered > running ? totalSteps : (int) Math.floor(totalSteps * timeline.partOf(running));
  }

  int epochsCompleted() {
    return (int) ((long) stepsCompleted() * epochs() / totalSteps);
  }

  /** Brings the job to where it is by now; true when it has just completed. */
  boolean refresh(boolean look) {
    boolean wasDone = isTerminal();
    int step = look ? timeline.look() : timeline.step();
    while (entered < step) {
      enter(++entered);
    }
    for (int done = epochsCompleted(); epochsSeen < done; epochsSeen++) {
      int at = totalSteps * (epochsSeen + 1) / epochs();
      events.add(world.now(), "epoch_complete", "Epoch completed, at step " + at, at);
    }
    return !wasDone && isCompleted();
  }

  private void enter(int index) {
    String at = World.time(timeline.at(index));
    String before = states.get(index - 1);
    String state = states.get(index);
    updatedAt = at;
    startedAt = at;
    if (before.equals("running") && state.equals("queued")) {
      events.add(at, "job_restarted", "Job restarted by the platform", 0);
    }
    if (before.equals("running") && !TERMINAL.contains(state) && !state.equals("queued")) {
      refreshEpochs(at);
      events.add(at, "training_complete", "Training completed", totalSteps);
    }
    switch (state) {
      case "queued" -> events.add(at, "job_start", "Job started", 0);
      case "running" -> {
        events.add(at, "training_data_download_complete", "Training data downloaded", 0);
        events.add(at, "training_start", "Training started", 0);
      }
      case "compressing" -> events.add(at, "model_compressing", "Compressing model", totalSteps);
      case "uploading" -> events.add(at, "model_uploading", "Uploading model", totalSteps);
      case "completed" -> {
        events.add(at, "model_upload_complete", "Model upload complete", totalSteps);
        events.add(at, "job_complete", "Job finished", totalSteps);
      }
      case "error", "user_error" ->
          events.add(at, "error", "job_error", message.isEmpty() ? "Job failed" : message, 0);
      case "cancelled" -> events.add(at, "job_stopped", "Job stopped", stepsCompleted());
      default -> events.add(at, "warning", "Job state " + state, 0);
    }
  }

  private void refreshEpochs(String at) {
    for (; epochsSeen < epochs(); epochsSeen++) {
      int step = totalSteps * (epochsSeen + 1) / epochs();
      events.add(at, "epoch_complete", "Epoch completed, at step " + step, step);
      events.add(at, "checkpoint_save", "Checkpoint saved, at step " + step, step);
    }
  }

  void cancel() {
    stoppedAt = (double) stepsCompleted() / totalSteps;
    states = List.of("cancel_requested", "cancelled");
    entered = 0;
    timeline = new Timeline(world.clock, 1, 1, world.jobDuration(0.05));
    updatedAt = world.now();
    events.add(updatedAt, "cancel_requested", "Cancellation requested", 0);
  }

  /** The form of create, list and cancel. */
  ObjectNode truncated() {
    ObjectNode view = common();
    copy(view, "packing", "max_seq_length", "random_seed", "suffix", "wandb_name");
    if (!view.has("random_seed")) {
      view.putNull("random_seed");
    }
    view.put("batch_size", batchSize());
    view.put("owner_address", World.EMAIL);
    return view.set("events", Wire.array());
  }

  /** The form of retrieve. */
  ObjectNode full(StoredFile training) {
    ObjectNode view = common();
    copy(view, "multimodal_params", "wandb_base_url", "train_on_inputs");
    JsonNode batch = request.path("batch_size");
    if (batch.isMissingNode()) {
      view.put("batch_size", "max");
    } else {
      view.set("batch_size", batch);
    }
    view.put("job_id", id.substring(3, 11));
    view.put("trainingfile_numlines", samples);
    view.put("trainingfile_size", training.content == null ? 0 : training.content.length());
    view.put("param_count", Catalogue.parameters(model));
    view.put("epochs_completed", epochsCompleted());
    view.put("total_steps", totalSteps);
    view.put("steps_completed", stepsCompleted());
    view.put("evals_completed", isCompleted() ? request.path("n_evals").asInt(0) : 0);
    view.put("queue_depth", status().equals("queued") ? 1 : 0);
    if (isCompleted()) {
      view.put("model_output_path", "s3://bucket/" + id + "/merged");
      if (isLora()) {
        view.put("adapter_output_name", outputName + "-adapter");
      }
      object(view, "model", modelObject, outputName);
      object(view, "adapter", adapterObject, outputName + "-adapter");
    }
    ArrayNode list = events.view();
    return view.set("events", list);
  }

  private static void object(ObjectNode view, String kind, String objectId, String name) {
    if (!objectId.isEmpty()) {
      view.put(kind + "_object_id", objectId);
      view.put(kind + "_object_name", name);
      view.put(kind + "_object_revision_id", Registry.revisionOf(objectId));
    }
  }

  private ObjectNode common() {
    ObjectNode view =
        Wire.object()
            .put("id", id)
            .put("status", status())
            .put("created_at", createdAt)
            .put("updated_at", updatedAt)
            .put("user_id", World.USER);
    if (!startedAt.isEmpty()) {
      view.put("started_at", startedAt);
    }
    view.put("model", model).put("model_output_name", outputName);
    view.put("training_file", Wire.string(request, "training_file", ""));
    view.put("validation_file", Wire.string(request, "validation_file", ""));
    copy(view, "n_epochs", "n_checkpoints", "n_evals", "learning_rate", "warmup_ratio");
    copy(view, "max_grad_norm", "weight_decay", "lr_scheduler", "training_method");
    copy(view, "training_type", "from_checkpoint", "from_hf_model", "hf_model_revision");
    copy(view, "wandb_project_name");
    boolean failed = List.of("error", "user_error").contains(status());
    boolean priced =
        !List.of("pending", "queued").contains(status())
            && !(failed && !states.contains("running"));
    view.put("token_count", priced ? trainTokens : 0);
    view.put("total_price", priced ? totalPrice : 0);
    if (status().equals("running")) {
      double left = Math.max(1, world.jobDuration().toSeconds() / 5.0);
      view.putObject("progress").put("estimate_available", true).put("seconds_remaining", left);
    }
    return view;
  }

  private void copy(ObjectNode view, String... names) {
    for (String name : names) {
      JsonNode value = request.path(name);
      if (!value.isMissingNode()) {
        view.set(name, value);
      }
    }
  }
}
