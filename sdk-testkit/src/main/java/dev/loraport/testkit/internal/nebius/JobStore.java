package dev.loraport.testkit.internal.nebius;

import dev.loraport.testkit.internal.engine.AdapterFiles;
import dev.loraport.testkit.internal.engine.Answer;
import dev.loraport.testkit.internal.engine.Call;
import dev.loraport.testkit.internal.engine.JobScripts;
import dev.loraport.testkit.internal.engine.Wire;
import dev.loraport.testkit.internal.nebius.Catalogue.Trainable;
import dev.loraport.testkit.internal.nebius.Findings.At;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Fine-tuning jobs: create, list, get, cancel, events, checkpoints. */
final class JobStore {
  private static final String ALL = "/v1/fine_tuning/jobs";
  private static final String ONE = ALL + "/{id}";
  private static final String RESULTS = "fine-tune-results";
  private static final int USUAL_LIMIT = 20;

  private final World world;
  private final Catalogue catalogue;
  private final FileStore files;
  private final JobScripts scripts;
  private final Map<String, Job> jobs = new LinkedHashMap<>();

  JobStore(World world, Catalogue catalogue, FileStore files, JobScripts scripts) {
    this.world = world;
    this.catalogue = catalogue;
    this.files = files;
    this.scripts = scripts;
  }

  void routes(NebiusRoutes routes) {
    routes
        .add("POST " + ALL, this::create, NebiusRoutes.PROJECT)
        .add("GET " + ALL, this::list, "limit", "after", NebiusRoutes.PROJECT)
        .add("GET " + ONE, call -> Answer.json(of(call, true).view()))
        .add("POST " + ONE + "/cancel", this::cancel)
        .add("GET " + ONE + "/events", this::events, "limit", "after")
        .add("GET " + ONE + "/checkpoints", this::checkpoints, "limit", "after")
        .add("GET " + ONE + "/checkpoints/{checkpoint}", this::checkpoint);
  }

  /** The checkpoint that {@code <job>:<checkpoint>} names, or null. */
  @Nullable Checkpoint find(String source) {
    String[] parts = source.split(":", -1);
    Job job = parts.length == 2 ? jobs.get(parts[0]) : null;
    if (job == null) {
      return null;
    }
    refresh(job, false);
    return job.checkpoints().stream()
        .filter(checkpoint -> checkpoint.id().equals(parts[1]))
        .findFirst()
        .orElse(null);
  }

  private Job of(Call call, boolean look) {
    Job job = jobs.get(call.parameter("id"));
    if (job == null) {
      throw world.errors.missing();
    }
    refresh(job, look);
    return job;
  }

  private void refresh(Job job, boolean look) {
    job.refresh(look);
    while (job.checkpoints().size() < job.epochsDone()) {
      job.checkpoints().add(store(job, job.checkpoints().size() + 1));
    }
  }

  private Checkpoint store(Job job, int epoch) {
    JobPlan plan = job.plan();
    String id = "ftckpt_" + world.ids.uuid();
    int step = epoch * plan.stepsPerEpoch();
    String day = LocalDate.ofInstant(job.created(), ZoneOffset.UTC).toString();
    String model =
        String.join(
            ":",
            "ft",
            plan.model() + "-" + day,
            "org_placeholder",
            plan.suffix(),
            "IDPlaceholder",
            "ckpt-step-" + step);
    List<StoredFile> stored = new ArrayList<>();
    weights(plan)
        .forEach((name, bytes) -> stored.add(files.write(id + "/" + name, RESULTS, bytes)));
    world
        .switches
        .resultFile()
        .ifPresent(name -> stored.add(files.write(name, RESULTS, new byte[] {1, 2, 3})));
    boolean validated = plan.request().hasNonNull("validation_file");
    return new Checkpoint(id, world.now(), job.id(), step, model, epoch, validated, stored);
  }

  /** A PEFT adapter, or what stands for whole weights. */
  private static Map<String, byte[]> weights(JobPlan plan) {
    if (plan.lora()) {
      int rank = plan.parameters().path("lora_r").asInt();
      return AdapterFiles.of(plan.model(), rank, plan.parameters().path("lora_alpha").asInt());
    }
    Map<String, byte[]> whole = new TreeMap<>();
    whole.put("config.json", Wire.bytes(Wire.object().put("_name_or_path", plan.model())));
    whole.put("model.safetensors", AdapterFiles.safetensors(1));
    return whole;
  }

  private Answer create(Call call) {
    ObjectNode body = JobSchema.read(call);
    StoredFile training = files.get(body.path("training_file").asString());
    if (body.hasNonNull("validation_file")) {
      files.get(body.path("validation_file").asString());
    }
    checkModel(call, body);
    DataCheck data = DataCheck.of(training.content());
    boolean runsAtOnce = world.switches.jobsStartRunning();
    JobRoad road =
        data.problem().isEmpty()
            ? JobRoad.of(scripts.take(), runsAtOnce)
            : JobRoad.unfit(data.problem(), runsAtOnce);
    Job job = new Job(world, JobPlan.of(body, data.rows(), training.content().length()), road);
    jobs.put(job.id(), job);
    return Answer.json(job.view());
  }

  private void checkModel(Call call, ObjectNode body) {
    String model = body.path("model").asString();
    Trainable trainable = catalogue.trainable(model);
    if (trainable == null) {
      throw Errors.refuse(400, "Model " + model + " is not available for fine-tuning");
    }
    ObjectNode parameters = JobPlan.parameters(body);
    boolean lora = parameters.path("lora").asBoolean(false);
    if (lora && !trainable.methods().contains("lora")) {
      throw Errors.refuse(400, "Model " + model + " does not support LoRA fine-tuning");
    }
    long tokens =
        parameters.path("batch_size").asLong() * parameters.path("context_length").asLong();
    if (tokens < trainable.leastTokens()) {
      Findings findings = new Findings(call);
      String message =
          "Value error, batch_size * context_length must be at least " + trainable.leastTokens();
      findings.add(
          At.of("body", "hyperparameters", "batch_size"),
          "value_error",
          message,
          parameters.path("batch_size"),
          null);
      findings.check();
    }
  }

  private Answer list(Call call) {
    List<ObjectNode> views = new ArrayList<>();
    for (Job job : jobs.values()) {
      refresh(job, true);
      views.add(0, job.view());
    }
    return Page.of(world, call, views, USUAL_LIMIT).answer();
  }

  private Answer cancel(Call call) {
    Job job = of(call, false);
    if (job.isTerminal()) {
      throw Errors.refuse(400, "Job " + job.id() + " has already ended: " + job.state());
    }
    job.cancel();
    return Answer.json(job.view());
  }

  private Answer events(Call call) {
    List<ObjectNode> events = JobEvents.of(of(call, false));
    return Page.of(world, call, events, USUAL_LIMIT).answer();
  }

  private Answer checkpoints(Call call) {
    List<ObjectNode> views =
        of(call, false).checkpoints().stream().map(checkpoint -> checkpoint.view(true)).toList();
    return Page.of(world, call, views, USUAL_LIMIT).answerWithIds();
  }

  private Answer checkpoint(Call call) {
    String id = call.parameter("checkpoint");
    for (Checkpoint checkpoint : of(call, false).checkpoints()) {
      if (checkpoint.id().equals(id)) {
        return Answer.json(checkpoint.view(false));
      }
    }
    throw world.errors.missing();
  }
}
