package dev.loraport.together.internal.tuning;

import dev.loraport.RequestOptions;
import dev.loraport.json.Json;
import dev.loraport.spi.Answer;
import dev.loraport.spi.Call;
import dev.loraport.spi.Downloads;
import dev.loraport.spi.Fields;
import dev.loraport.spi.Operation;
import dev.loraport.spi.Operation.Kind;
import dev.loraport.together.TogetherFineTuning;
import dev.loraport.together.TogetherLimits;
import dev.loraport.together.TogetherLimits.Batch;
import dev.loraport.together.TogetherMetricsQuery;
import dev.loraport.together.TogetherPreview;
import dev.loraport.together.TogetherPreviewQuery;
import dev.loraport.together.internal.wire.Api;
import dev.loraport.tuning.JobId;
import dev.loraport.tuning.MetricPoint;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;

/** Calls for what Together alone tells about fine-tuning. */
public final class FineTuningCalls implements TogetherFineTuning.Async {
  private final Api api;

  /**
   * Makes them.
   *
   * @param api the way
   */
  public FineTuningCalls(Api api) {
    this.api = api;
  }

  @Override
  public CompletableFuture<List<String>> models(RequestOptions options) {
    return api.get(
        "tuning.models",
        api.v1("/fine-tunes/models/supported"),
        options,
        (answer, json) ->
            json.get("models").elements().stream()
                .flatMap(name -> name.string().stream())
                .toList());
  }

  @Override
  public CompletableFuture<TogetherLimits> limits(String model, RequestOptions options) {
    return api.send(
        Call.get(Operation.read("tuning.limits"), api.v1("/fine-tunes/models/limits"))
            .query("model_name", model),
        options,
        (answer, json) -> limits(model, json));
  }

  private static TogetherLimits limits(String model, Json json) {
    Fields fields = Fields.of(json);
    Json lora = fields.json("lora_training");
    return new TogetherLimits(
        fields.text("model_name").orElse(model),
        batch(lora),
        batch(fields.json("full_training")),
        Fields.of(lora).count("max_rank"),
        lora.get("target_modules").elements().stream()
            .flatMap(name -> name.string().stream())
            .toList(),
        fields.count("max_num_epochs"),
        fields.count("max_num_evals"),
        fields.count("max_num_checkpoints"),
        number(fields, "min_learning_rate"),
        number(fields, "max_learning_rate"),
        fields.count("max_seq_length_sft"),
        fields.count("max_seq_length_dpo"),
        fields.bool("supports_vision"),
        fields.bool("merge_output_lora"),
        fields.rest());
  }

  private static OptionalDouble number(Fields fields, String name) {
    return fields.number(name).stream().mapToDouble(BigDecimal::doubleValue).findFirst();
  }

  // Absent and all zero both mean that it can't be tuned so.
  private static Optional<Batch> batch(Json json) {
    Fields fields = Fields.of(json);
    int most = fields.count("max_batch_size").orElse(0);
    if (most < 1) {
      return Optional.empty();
    }
    int min = fields.count("min_batch_size").orElse(1);
    OptionalInt dpo = fields.count("max_batch_size_dpo");
    // where it is missing the provider's own clients take half, in steps of 8
    return Optional.of(new Batch(min, most, dpo.orElse(Math.max(min, most / 2 / 8 * 8))));
  }

  @Override
  public CompletableFuture<List<MetricPoint>> metrics(
      JobId id, TogetherMetricsQuery query, RequestOptions options) {
    Call.Builder call = Call.get(Operation.read("tuning.metrics"), job(id, "/metrics"));
    query.parameters().forEach(call::query);
    return api.send(
        call,
        options,
        (answer, json) ->
            json.get("metrics").elements().stream().map(TrailReader::metric).toList());
  }

  @Override
  public CompletableFuture<TogetherPreview> preview(
      TogetherPreviewQuery query, RequestOptions options) {
    Json.ObjectBuilder body =
        Json.object()
            .put("model", query.model())
            .put("training_file", query.file().value())
            .put("training_method", "sft");
    query.rows().ifPresent(count -> body.put("top_k", count));
    query.trainOnInputs().ifPresent(train -> body.put("train_on_inputs", train));
    // it makes nothing, so that it can be sent again like a read
    return api.send(
        Call.post(Operation.read("tuning.preview"), api.v1("/fine-tunes/preview"))
            .json(body.build()),
        options,
        PreviewReader::read);
  }

  @Override
  public CompletableFuture<Path> downloadTokenizedDataset(
      JobId id, Path target, RequestOptions options) {
    return api.follow(
            api.get(
                "tuning.downloadTokenizedDataset",
                job(id, "/download-tokenized-dataset"),
                options,
                FineTuningCalls::archive))
        .thenCompose(
            archive ->
                Downloads.download(
                    api.caller(),
                    Call.get(
                            new Operation("tuning.downloadTokenizedDataset", Kind.DOWNLOAD),
                            archive.address())
                        .signed()
                        .build(),
                    target,
                    archive.name(),
                    RequestOptions.builder()
                        .from(options)
                        .headers(Map.of())
                        .query(Map.of())
                        .extraBody(Map.of())
                        .build()));
  }

  /** An archive; its signed address is a secret. */
  private record Archive(URI address, String name) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Archive archive(Answer answer, Json json) {
    Fields fields = Fields.of(json);
    String name = fields.text("filename").orElse("tokenized-dataset.tar.zst");
    try {
      URI address = URI.create(fields.requireText(answer, "url"));
      if (address.getHost() != null) {
        return new Archive(address, name);
      }
    } catch (IllegalArgumentException e) {
      // falls through: the exception would show the address
    }
    throw answer.unreadable("\"url\" is no address", null);
  }

  private URI job(JobId id, String rest) {
    return api.v1("/fine-tunes/" + Api.path(id) + rest);
  }
}
