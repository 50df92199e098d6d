package dev.loraport.testkit.internal.together;

import dev.loraport.testkit.internal.engine.Answer;
import dev.loraport.testkit.internal.engine.Call;
import dev.loraport.testkit.internal.engine.Router;
import dev.loraport.testkit.internal.engine.Schema;
import dev.loraport.testkit.internal.engine.Schema.JsonType;
import dev.loraport.testkit.internal.engine.SignedUrls;
import dev.loraport.testkit.internal.engine.Spool;
import dev.loraport.testkit.internal.engine.Wire;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What a job leaves behind: events, checkpoints, metrics, weights. */
final class JobResults {
  private static final int POINTS = 20;
  private static final Schema FILTER =
      new Schema()
          .optional(JsonType.WHOLE, "global_step_from", "global_step_to", "resolution")
          .optional(JsonType.TEXT, "logged_at_from", "logged_at_to");
  private static final String[] FILTERS = {
    "global_step_from", "global_step_to", "resolution", "logged_at_from", "logged_at_to"
  };

  private final World world;
  private final JobStore jobs;
  private final SignedUrls signedUrls;

  JobResults(World world, JobStore jobs, SignedUrls signedUrls) {
    this.world = world;
    this.jobs = jobs;
    this.signedUrls = signedUrls;
  }

  void routes(Router router) {
    router
        .add("GET /v1/fine-tunes/{id}/events", call -> jobs.withJob(call, this::events))
        .add("GET /v1/fine-tunes/{id}/checkpoints", call -> jobs.withJob(call, this::checkpoints))
        .add(
            "GET /v1/fine-tunes/{id}/metrics",
            call -> jobs.withJob(call, job -> metrics(call, job)),
            FILTERS)
        .add(
            "GET /v1/fine-tunes/{id}/download-tokenized-dataset",
            call -> jobs.withJob(call, job -> tokenized(call, job)))
        .add("GET /v1/finetune/download", this::download, "ft_id", "checkpoint", "checkpoint_step");
  }

  private Answer events(Job job) {
    jobs.refresh(job, false);
    return Answer.json(Wire.object().set("data", job.events.view()));
  }

  private Answer checkpoints(Job job) {
    jobs.refresh(job, false);
    ArrayNode data = Wire.array();
    for (int step : intermediate(job)) {
      checkpoint(data, job, step, "/" + step, "Intermediate", job.isLora() ? "adapter" : "model");
    }
    if (job.isCompleted()) {
      int last = job.totalSteps;
      if (job.isLora()) {
        ObjectNode adapter = checkpoint(data, job, last, "/adapter", "Final Adapter", "adapter");
        registered(adapter, job.adapterObject, job.outputName + "-adapter");
      }
      String label = job.isLora() ? "Final Merged" : "Final";
      ObjectNode merged = checkpoint(data, job, last, "/merged", label, "model");
      registered(merged, job.modelObject, job.outputName);
    }
    return Answer.json(Wire.object().set("data", data));
  }

  private static int[] intermediate(Job job) {
    int wanted = job.request.path("n_checkpoints").asInt(1);
    return IntStream.range(1, wanted)
        .map(i -> Math.max(1, job.totalSteps * i / wanted))
        .filter(step -> step <= job.stepsCompleted())
        .toArray();
  }

  /** Whether there are weights of that step. */
  static boolean hasStep(Job job, String step) {
    return IntStream.of(intermediate(job)).anyMatch(s -> step.equals("" + s))
        || (job.isCompleted() && step.equals("" + job.totalSteps));
  }

  private static ObjectNode checkpoint(
      ArrayNode data, Job job, int step, String path, String type, String artefact) {
    return data.addObject()
        .put("step", step)
        .put("created_at", job.updatedAt)
        .put("path", "s3://bucket/" + job.id + path)
        .put("checkpoint_type", type)
        .put("checkpoint", artefact);
  }

  private static void registered(ObjectNode checkpoint, String id, String name) {
    if (!id.isEmpty()) {
      checkpoint
          .put("object_id", id)
          .put("object_name", name)
          .put("object_revision_id", Registry.revisionOf(id));
    }
  }

  /** Filters come in the query or, as the published API description has it, in a body. */
  private Answer metrics(Call call, Job job) {
    jobs.refresh(job, false);
    ObjectNode filter = Wire.object();
    if (call.body().length() > 0) {
      ObjectNode body = call.json();
      String problem = body == null ? "a JSON object is needed" : FILTER.check(call, body, "");
      if (body == null || problem != null) {
        return world.errors.invalid(String.valueOf(problem));
      }
      filter = body;
    }
    for (String name : FILTERS) {
      String value = call.query(name);
      if (value != null) {
        filter.put(name, value);
      }
    }
    long from = number(filter, "global_step_from", 0);
    long to = number(filter, "global_step_to", Long.MAX_VALUE);
    long resolution = number(filter, "resolution", POINTS);
    if (from < 0 || to < 0 || resolution < 1) {
      return world.errors.invalid("global_step_from, global_step_to or resolution is no number");
    }
    long earliest = nanos(filter, "logged_at_from", 0);
    long latest = nanos(filter, "logged_at_to", Long.MAX_VALUE);
    if (earliest < 0 || latest < 0) {
      return world.errors.invalid("logged_at_from or logged_at_to is no time");
    }
    ArrayNode list = Wire.array();
    long points = Math.min(Math.min(resolution, 1000), job.stepsCompleted());
    for (long i = 1; i <= points; i++) {
      long step = Math.max(1, job.stepsCompleted() * i / points);
      if (step >= from && step <= to) {
        list.add(point(job, step));
      }
    }
    if (job.isCompleted() && job.request.path("n_evals").asInt(0) > 0) {
      list.addObject()
          .put("train/global_step", job.totalSteps)
          .put("eval/loss", loss(1.0) + 0.05)
          .put("timestamp", timestamp(job, job.totalSteps));
    }
    ArrayNode logged = Wire.array();
    for (JsonNode point : list) {
      long at = point.path("timestamp").asLong();
      if (at >= earliest && at <= latest) {
        logged.add(point);
      }
    }
    return Answer.json(Wire.object().set("metrics", logged));
  }

  private static long nanos(JsonNode filter, String name, long absent) {
    String text = Wire.string(filter, name, "");
    try {
      return text.isEmpty() ? absent : nanos(OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeParseException e) {
      return -1;
    }
  }

  private static long nanos(Instant at) {
    return at.getEpochSecond() * 1_000_000_000L + at.getNano();
  }

  private static long number(JsonNode filter, String name, long absent) {
    JsonNode value = filter.path(name);
    if (value.isMissingNode()) {
      return absent;
    }
    try {
      return Long.parseLong(value.asString());
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  private static ObjectNode point(Job job, long step) {
    double part = (double) step / job.totalSteps;
    return Wire.object()
        .put("train/global_step", step)
        .put("train/epoch", part * job.epochs())
        .put("train/loss", loss(part))
        .put("train/grad_norm", 0.4 + 0.6 * (1 - part))
        .put("train/learning_rate", job.request.path("learning_rate").asDouble() * (1 - part / 2))
        .put("timestamp", timestamp(job, step));
  }

  private static double loss(double part) {
    return 0.45 + 1.55 * Math.exp(-3 * part);
  }

  private static long timestamp(Job job, long step) {
    Instant at = Instant.parse(job.createdAt).plus(Duration.ofSeconds(step));
    return nanos(at);
  }

  private Answer tokenized(Call call, Job job) {
    jobs.refresh(job, false);
    if (!job.isCompleted()) {
      return world.errors.notFound("Tokenized dataset of job", job.id);
    }
    Spool archive = Spool.of(Weights.archive("tokenized.json", "{\"rows\":" + job.samples + "}"));
    return Answer.json(
        Wire.object()
            .put("url", signedUrls.download(call, "", archive))
            .put("filename", "tokenized-dataset.tar.gz")
            .put("size", archive.length())
            .put("content_type", "application/x-tar")
            .put("expires_at", World.time(world.clock.now().plus(Duration.ofHours(1)))));
  }

  private Answer download(Call call) {
    String id = call.query("ft_id");
    Job job = id == null ? null : jobs.find(id);
    if (job == null) {
      return world.errors.notFound("Fine-tune job", String.valueOf(id));
    }
    jobs.refresh(job, false);
    String problem = problem(call, job);
    if (problem != null) {
      return world.errors.invalid(problem);
    }
    String checkpoint = call.query("checkpoint");
    boolean adapter = checkpoint == null ? job.isLora() : checkpoint.equals("adapter");
    byte[] archive = adapter ? Weights.adapter(job) : Weights.merged(job);
    return Answer.download(call, "application/x-tar", Spool.of(archive));
  }

  private static @Nullable String problem(Call call, Job job) {
    String checkpoint = call.query("checkpoint");
    String step = call.query("checkpoint_step");
    boolean last = step == null || step.equals("0") || step.equals("" + job.totalSteps);
    if (checkpoint == null && step == null) {
      return "checkpoint is required when no checkpoint_step is given";
    }
    if (checkpoint != null
        && !Set.of("merged", "adapter", "model_output_path").contains(checkpoint)) {
      return "checkpoint must be merged, adapter or model_output_path, not '" + checkpoint + "'";
    }
    if (checkpoint != null && job.isLora() == checkpoint.equals("model_output_path")) {
      return "checkpoint " + checkpoint + " does not exist for this type of training";
    }
    if (last && !job.isCompleted()) {
      return "Job " + job.id + " is " + job.status() + ": its weights are not ready";
    }
    if (step != null && !last && !hasStep(job, step)) {
      return "Job " + job.id + " has no checkpoint of step " + step;
    }
    return null;
  }
}
