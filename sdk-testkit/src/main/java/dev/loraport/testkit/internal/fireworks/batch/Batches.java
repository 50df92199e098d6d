package dev.loraport.testkit.internal.fireworks.batch;

import dev.loraport.testkit.internal.engine.Answer;
import dev.loraport.testkit.internal.engine.Call;
import dev.loraport.testkit.internal.engine.Schema;
import dev.loraport.testkit.internal.engine.Schema.JsonType;
import dev.loraport.testkit.internal.engine.Wire;
import dev.loraport.testkit.internal.fireworks.chat.Inference;
import dev.loraport.testkit.internal.fireworks.data.Dataset;
import dev.loraport.testkit.internal.fireworks.data.Datasets;
import dev.loraport.testkit.internal.fireworks.model.Models;
import dev.loraport.testkit.internal.fireworks.serving.ServingRules;
import dev.loraport.testkit.internal.fireworks.world.Bodies;
import dev.loraport.testkit.internal.fireworks.world.Code;
import dev.loraport.testkit.internal.fireworks.world.Gateway;
import dev.loraport.testkit.internal.fireworks.world.Listing;
import dev.loraport.testkit.internal.fireworks.world.Names;
import dev.loraport.testkit.internal.fireworks.world.World;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Batch inference jobs: create, get, list, delete; there is no way to cancel one. */
public final class Batches {
  private static final String COLLECTION = "batchInferenceJobs";
  private static final int ID_LENGTH = 16;
  private static final Schema CREATE =
      new Schema()
          .optional(JsonType.TEXT, "model", "inputDatasetId", "outputDatasetId", "precision")
          .optional(JsonType.TEXT, "displayName", "continuedFromJobName")
          .optional(JsonType.OBJECT, "inferenceParameters");
  private static final Schema PARAMETERS =
      new Schema()
          .optional(JsonType.WHOLE, "maxTokens", "topK", "n")
          .optional(JsonType.NUMBER, "temperature", "topP")
          .optional(JsonType.TEXT, "extraBody");
  private static final Map<String, String> WIRE_NAMES =
      Map.of(
          "maxTokens", "max_tokens",
          "topK", "top_k",
          "n", "n",
          "temperature", "temperature",
          "topP", "top_p");

  private final World world;
  private final Datasets datasets;
  private final Models models;
  private final Inference inference;
  private final ServingRules rules;
  private final Map<String, BatchJob> jobs = new LinkedHashMap<>();

  public Batches(
      World world, Datasets datasets, Models models, Inference inference, ServingRules rules) {
    this.world = world;
    this.datasets = datasets;
    this.models = models;
    this.inference = inference;
    this.rules = rules;
  }

  public void routes(Gateway gateway) {
    gateway
        .add("POST {A}/batchInferenceJobs", this::create, "batchInferenceJobId")
        .add("GET {A}/batchInferenceJobs", this::list, Listing.query())
        .add("GET {A}/batchInferenceJobs/{id}", this::get, "readMask")
        .add("DELETE {A}/batchInferenceJobs/{id}", this::delete);
  }

  private Answer create(Call call) {
    ObjectNode body = Bodies.read(call, CREATE);
    ObjectNode parameters =
        Bodies.nested(call, PARAMETERS, body, "inferenceParameters", "inferenceParameters");
    extraBody(parameters == null ? Wire.object() : parameters);
    String given = call.query("batchInferenceJobId");
    String id =
        given == null || given.isEmpty()
            ? Names.random(world.ids(), ID_LENGTH)
            : Names.chosen(call, "batch_inference_job_id", given);
    String name = Names.of(call, COLLECTION, id);
    if (jobs.containsKey(name)) {
      throw Code.ALREADY_EXISTS.refuse("batch inference job \"" + name + "\" already exists");
    }
    ObjectNode fields = body.deepCopy();
    Set<String> finished = new HashSet<>();
    if (body.hasNonNull("continuedFromJobName")) {
      finished.addAll(inherit(fields));
    }
    check(fields);
    if (!fields.hasNonNull("outputDatasetId")) {
      fields.put("outputDatasetId", Names.of(call, "datasets", Names.random(world.ids(), 16)));
    }
    if (!fields.path("inferenceParameters").hasNonNull("extraBody")) {
      fields.withObject("/inferenceParameters").put("extraBody", "{}");
    }
    BatchJob job = new BatchJob(world, name, fields, finished, rules.takeBatchRows());
    jobs.put(name, job);
    return Answer.json(job.view(true));
  }

  /** Takes over what an expired job was about; ids of the rows that it has finished. */
  private Set<String> inherit(ObjectNode fields) {
    String earlier = fields.path("continuedFromJobName").asString();
    BatchJob job = jobs.get(earlier);
    if (job == null) {
      throw Code.NOT_FOUND.refuse("batch inference job \"" + earlier + "\" not found");
    }
    if (!job.isExpired()) {
      throw Code.FAILED_PRECONDITION.refuse(
          "batch inference job \"" + earlier + "\" has not expired");
    }
    for (String field : List.of("model", "inputDatasetId", "inferenceParameters", "precision")) {
      JsonNode value = job.fields.path(field);
      if (!fields.hasNonNull(field) && !value.isMissingNode()) {
        fields.set(field, value.deepCopy());
      }
    }
    Set<String> finished = new HashSet<>(job.finishedBefore);
    finished.addAll(job.run.done());
    return finished;
  }

  private void check(ObjectNode fields) {
    String model = Wire.string(fields, "model", "");
    if (models.find(model) == null) {
      throw model.isEmpty()
          ? Code.INVALID_ARGUMENT.refuse("model is required")
          : Code.NOT_FOUND.refuse("model \"" + model + "\" not found");
    }
    String input = Wire.string(fields, "inputDatasetId", "");
    if (!Names.isFull(input, "datasets")) {
      throw Code.INVALID_ARGUMENT.refuse(
          "input_dataset_id must be a full name accounts/{account}/datasets/{id}, got \""
              + input
              + "\"");
    }
    Dataset dataset = datasets.find(input);
    if (dataset == null) {
      throw Code.NOT_FOUND.refuse("dataset \"" + input + "\" not found");
    }
    if (!dataset.isReady()) {
      throw Code.FAILED_PRECONDITION.refuse("dataset \"" + input + "\" is not ready");
    }
    String output = Wire.string(fields, "outputDatasetId", "");
    if (!output.isEmpty() && !Names.isFull(output, "datasets")) {
      throw Code.INVALID_ARGUMENT.refuse(
          "output_dataset_id must be a full name, got \"" + output + "\"");
    }
    if (datasets.find(output) != null) {
      throw Code.ALREADY_EXISTS.refuse("dataset \"" + output + "\" already exists");
    }
  }

  private static ObjectNode extraBody(JsonNode parameters) {
    String text = Wire.string(parameters, "extraBody", "");
    if (text.isEmpty()) {
      return Wire.object();
    }
    if (Wire.parse(text.getBytes(StandardCharsets.UTF_8)) instanceof ObjectNode extra) {
      return extra;
    }
    throw Code.INVALID_ARGUMENT.refuse("extra_body must be a JSON object written as a string");
  }

  private BatchJob named(Call call, boolean look) {
    String name = Names.of(call, COLLECTION);
    BatchJob job = jobs.get(name);
    if (job != null && job.isRemoved(look)) {
      jobs.remove(name);
      job = null;
    }
    if (job == null) {
      throw Code.NOT_FOUND.refuse("batch inference job \"" + name + "\" not found");
    }
    job.settle(look, new Answering());
    return job;
  }

  private Answer get(Call call) {
    return Answer.json(Listing.masked(call, named(call, true).view(false)));
  }

  private Answer list(Call call) {
    String prefix = Names.of(call, COLLECTION, "");
    List<ObjectNode> views = new ArrayList<>();
    jobs.values().removeIf(job -> job.isRemoved(false));
    for (BatchJob job : jobs.values()) {
      if (job.name.startsWith(prefix)) {
        job.settle(true, new Answering());
        views.add(job.view(false));
      }
    }
    // The order is documented under the name created_time, which is that of no field.
    return Listing.of(call, COLLECTION, views, "create_time");
  }

  private Answer delete(Call call) {
    named(call, false).remove();
    return Answer.json(Wire.object());
  }

  /** Reads the input data set, and writes the output data set. */
  private final class Answering implements BatchJob.Work {
    @Override
    public @Nullable String check(BatchJob job) {
      Dataset dataset = datasets.find(Wire.string(job.fields, "inputDatasetId", ""));
      return dataset == null
          ? "the input dataset was deleted"
          : job.run.read(dataset.contents().values(), job.finishedBefore);
    }

    @Override
    public void finish(BatchJob job, int rows) {
      ObjectNode usual = usual(job.fields);
      job.run.answer(
          rows,
          body -> {
            ObjectNode request = usual.deepCopy();
            request.setAll(body);
            return inference.batchRow(request);
          });
      datasets.generated(job.fields.path("outputDatasetId").asString(), job.run.files());
    }
  }

  /** What every row of a job has unless it says otherwise. */
  private static ObjectNode usual(ObjectNode fields) {
    JsonNode parameters = fields.path("inferenceParameters");
    ObjectNode usual = extraBody(parameters);
    WIRE_NAMES.forEach(
        (field, wire) -> {
          if (parameters.hasNonNull(field)) {
            usual.set(wire, parameters.path(field));
          }
        });
    return usual.put("model", fields.path("model").asString());
  }
}
