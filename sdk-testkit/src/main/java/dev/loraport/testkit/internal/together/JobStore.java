package dev.loraport.testkit.internal.together;

import dev.loraport.testkit.JobScript;
import dev.loraport.testkit.internal.engine.Answer;
import dev.loraport.testkit.internal.engine.Call;
import dev.loraport.testkit.internal.engine.JobScripts;
import dev.loraport.testkit.internal.engine.Router;
import dev.loraport.testkit.internal.engine.Wire;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Fine-tuning jobs: create, list, get, cancel, delete. */
final class JobStore {
  private final World world;
  private final Catalogue catalogue;
  private final FileStore files;
  private final TuningInfo info;
  private final Registry registry;
  private final JobScripts scripts;
  private final Map<String, Job> jobs = new LinkedHashMap<>();

  JobStore(
      World world,
      Catalogue catalogue,
      FileStore files,
      TuningInfo info,
      Registry registry,
      JobScripts scripts) {
    this.world = world;
    this.catalogue = catalogue;
    this.files = files;
    this.info = info;
    this.registry = registry;
    this.scripts = scripts;
  }

  void routes(Router router) {
    router
        .add("POST /v1/fine-tunes", this::create)
        .add("GET /v1/fine-tunes", call -> list())
        .add("GET /v1/fine-tunes/{id}", call -> withJob(call, this::view))
        .add("POST /v1/fine-tunes/{id}/cancel", call -> withJob(call, this::cancel))
        .add("DELETE /v1/fine-tunes/{id}", call -> withJob(call, this::delete), "force");
  }

  /** Looks a job up and brings it up to date. */
  Answer withJob(Call call, Function<Job, Answer> use) {
    String id = call.parameter("id");
    Job job = jobs.get(id);
    return job == null ? world.errors.notFound("Fine-tune job", id) : use.apply(job);
  }

  @Nullable Job find(String id) {
    return jobs.get(id);
  }

  /** The job whose result has that name, or null. */
  @Nullable Job byOutputName(String name) {
    for (Job job : jobs.values()) {
      if (job.outputName.equals(name)) {
        return job;
      }
    }
    return null;
  }

  /** The names that results have or will have. */
  List<String> outputNames() {
    return jobs.values().stream().map(job -> job.outputName).toList();
  }

  void refresh(Job job, boolean look) {
    if (job.refresh(look) && world.hasV2()) {
      registry.addTuned(job);
    }
  }

  private Answer create(Call call) {
    ObjectNode body = call.json();
    String problem = body == null ? "a JSON object is needed" : JobSchema.form(call, body);
    if (body == null || problem != null) {
      return world.errors.invalid(String.valueOf(problem));
    }
    String reference = Wire.string(body, "from_checkpoint", "");
    Job parent = reference.isEmpty() ? null : parent(reference);
    if (!reference.isEmpty() && parent == null) {
      return world.errors.notFound("Checkpoint", reference);
    }
    problem = parent == null ? null : contradiction(body, parent);
    if (problem != null) {
      return world.errors.invalid(problem);
    }
    String modelId = parent == null ? Wire.string(body, "model", "") : parent.model;
    if (modelId.isEmpty()) {
      call.problem("`model` is required");
      return world.errors.invalid("model is required");
    }
    Catalogue.Tunable model = catalogue.tunable(modelId);
    if (model == null) {
      return world.errors.invalid("Model " + modelId + " is not available for fine-tuning");
    }
    problem = JobSchema.ranges(body, model);
    if (problem != null) {
      return world.errors.invalid(problem);
    }
    Answer refusal = file(Wire.string(body, "training_file", ""), "training_file");
    String validation = Wire.string(body, "validation_file", "");
    refusal =
        refusal == null && !validation.isEmpty() ? file(validation, "validation_file") : refusal;
    return refusal != null ? refusal : start(withDefaults(body, model, parent), model, parent);
  }

  private @Nullable Answer file(String id, String field) {
    StoredFile file = files.find(id);
    if (file == null) {
      return world.errors.notFound("File", id);
    }
    if (!file.isFor("fine-tune")) {
      return world.errors.invalid(
          field + " " + id + " has purpose " + file.purpose + ", not fine-tune");
    }
    String status = file.status(false);
    if (status.equals("INVALID_FORMAT")) {
      return world.errors.invalid(field + " " + id + " has an invalid format");
    }
    return status.equals("COMPLETED")
        ? null
        : world.errors.invalid(
            field + " " + id + " is not ready: its processing_status is " + status);
  }

  /** What a job that goes on from another must not ask for, or null. */
  private static @Nullable String contradiction(ObjectNode body, Job parent) {
    if (!Wire.string(body, "from_hf_model", "").isEmpty()) {
      return "from_checkpoint and from_hf_model can't both be given";
    }
    String model = Wire.string(body, "model", parent.model);
    return model.equals(parent.model)
        ? null
        : "from_checkpoint continues " + parent.model + ", so that model can't be " + model;
  }

  private Answer start(ObjectNode request, Catalogue.Tunable base, @Nullable Job parent) {
    String model = base.id();
    StoredFile training = files.find(request.path("training_file").asString());
    if (training == null) {
      return world.errors.notFound("File", request.path("training_file").asString());
    }
    StoredFile validation = files.find(Wire.string(request, "validation_file", ""));
    TuningInfo.Price price = info.price(request, model, training, validation);
    if (price.dollars() > info.balance()) {
      return world.errors.of(
          402,
          String.format(
              Locale.ROOT,
              "Insufficient balance: this job needs $%.4f but only $%.4f is available.",
              price.dollars(),
              info.balance()),
          "invalid_request_error",
          "insufficient_balance");
    }
    JobScript script = scripts.take();
    String unfit = DataFit.problem(request, base, training, validation);
    if (unfit != null) {
      script = JobScript.userErrorAt("queued", unfit);
    }
    String suffix = Wire.string(request, "suffix", "");
    String name =
        World.SLUG
            + "/"
            + model.substring(model.lastIndexOf('/') + 1)
            + (suffix.isEmpty() ? "" : "-" + suffix)
            + "-"
            + world.ids.hex(8);
    Job job =
        new Job(world, "ft-" + world.ids.uuid(), request, model, name, training, script, price);
    if (parent != null) {
      job.goesOnFrom(parent);
    }
    jobs.put(job.id, job);
    return Answer.json(job.truncated());
  }

  private ObjectNode withDefaults(ObjectNode body, Catalogue.Tunable model, @Nullable Job parent) {
    ObjectNode request = body.deepCopy();
    body.properties()
        .forEach(
            p -> {
              if (p.getValue().isNull()) {
                request.remove(p.getKey());
              }
            });
    for (String secret : List.of("wandb_api_key", "wandb_key", "hf_api_token")) {
      request.remove(secret);
    }
    putAbsent(request, "n_epochs", 1);
    putAbsent(request, "n_checkpoints", 1);
    putAbsent(request, "n_evals", 0);
    if (!request.has("learning_rate")) {
      request.put("learning_rate", 0.00001);
    }
    if (!request.has("packing")) {
      request.put("packing", true);
    }
    if (!request.has("training_method")) {
      request.putObject("training_method").put("method", "sft").put("train_on_inputs", "auto");
    }
    if (!request.has("training_type")) {
      if (parent != null) {
        request.set("training_type", parent.request.path("training_type"));
      } else {
        request
            .putObject("training_type")
            .put("type", "Lora")
            .put("lora_r", model.maxRank())
            .put("lora_alpha", 2 * model.maxRank())
            .put("lora_dropout", 0.0)
            .put("lora_trainable_modules", "all-linear");
      }
    }
    return request;
  }

  private static void putAbsent(ObjectNode request, String name, int value) {
    if (!request.has(name)) {
      request.put(name, value);
    }
  }

  /** The job of a checkpoint that exists, or null. */
  private @Nullable Job parent(String reference) {
    int colon = reference.lastIndexOf(':');
    String name = colon < 0 ? reference : reference.substring(0, colon);
    Job byId = jobs.get(name);
    Job job = byId == null ? byOutputName(name) : byId;
    if (job == null) {
      return null;
    }
    refresh(job, false);
    boolean there =
        colon < 0 ? job.isCompleted() : JobResults.hasStep(job, reference.substring(colon + 1));
    return there ? job : null;
  }

  private Answer view(Job job) {
    refresh(job, true);
    StoredFile training = files.find(job.request.path("training_file").asString());
    StoredFile shown =
        training == null ? new StoredFile("", "", "fine-tune", "jsonl", 0) : training;
    return Answer.json(job.full(shown));
  }

  private Answer list() {
    ArrayNode data = Wire.array();
    List<Job> newestFirst = new ArrayList<>(jobs.values());
    Collections.reverse(newestFirst);
    for (Job job : newestFirst) {
      refresh(job, true);
      data.add(job.truncated());
    }
    return Answer.json(Wire.object().set("data", data));
  }

  private Answer cancel(Job job) {
    refresh(job, false);
    if (job.isTerminal() || job.status().equals("cancel_requested")) {
      return world.errors.invalid("Job " + job.id + " is " + job.status() + ": nothing to cancel");
    }
    job.cancel();
    return Answer.json(job.truncated());
  }

  private Answer delete(Job job) {
    refresh(job, false);
    if (!job.isTerminal()) {
      return world.errors.invalid("Job " + job.id + " is " + job.status() + ": cancel it first");
    }
    jobs.remove(job.id);
    return Answer.json(Wire.object().put("message", "Job " + job.id + " deleted"));
  }
}
