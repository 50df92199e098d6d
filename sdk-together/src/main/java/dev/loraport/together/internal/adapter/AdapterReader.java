package dev.loraport.together.internal.adapter;

import dev.loraport.adapter.Adapter;
import dev.loraport.adapter.AdapterId;
import dev.loraport.adapter.AdapterState;
import dev.loraport.json.Json;
import dev.loraport.spi.Answer;
import dev.loraport.spi.Fields;
import java.util.List;
import java.util.Optional;

/** Reads what both APIs say about adapters. */
final class AdapterReader {
  static final String REGISTRY = "ml_";

  private AdapterReader() {}

  /** The answer to an upload, with or without its wrapper. */
  static Adapter created(Answer answer, Json json) {
    Json data = json.get("data").kind() == Json.Kind.OBJECT ? json.get("data") : json;
    Fields fields = Fields.of(data);
    return Adapter.builder()
        .id(AdapterId.of(fields.requireText(answer, "job_id")))
        .name(fields.text("model_name"))
        .modelId(fields.text("model_id"))
        .state(AdapterState.IMPORTING)
        .status("created")
        .putAllExtra(fields.rest())
        .build();
  }

  /** An upload job of the first API. */
  static Adapter job(Answer answer, Json json) {
    Fields fields = Fields.of(json);
    String status = fields.text("status").orElse("");
    AdapterState state = AdapterStates.of(status);
    Fields args = Fields.of(fields.json("args"));
    return Adapter.builder()
        .id(AdapterId.of(fields.requireText(answer, "job_id", "id")))
        .name(args.text("modelName", "model_name"))
        .state(state)
        .status(status)
        .problem(
            state == AdapterState.FAILED ? last(fields.list("status_updates")) : Optional.empty())
        .createdAt(fields.instant("created_at"))
        .putAllExtra(fields.rest())
        .build();
  }

  /** A fine-tuning job as the adapter that it trains. */
  static Adapter trained(Answer answer, Json json) {
    Fields fields = Fields.of(json);
    String status = fields.text("status").orElse("");
    return Adapter.builder()
        .id(AdapterId.of(fields.requireText(answer, "id")))
        .name(fields.text("model_output_name", "output_name"))
        .modelId(fields.text("adapter_object_id"))
        .baseModel(fields.text("model"))
        .state(AdapterStates.ofJob(status))
        .status(status)
        .createdAt(fields.instant("created_at"))
        .build();
  }

  /** A model of the registry. */
  static Adapter registered(Answer answer, Json json) {
    Fields fields = Fields.of(json);
    String id = fields.requireText(answer, "id");
    return Adapter.builder()
        .id(AdapterId.of(id))
        .name(fields.text("name"))
        .modelId(id)
        .baseModel(fields.text("baseModel"))
        .state(AdapterState.READY)
        .createdAt(fields.instant("createdAt"))
        .putAllExtra(fields.rest())
        .build();
  }

  static boolean isJobId(AdapterId id) {
    return id.value().startsWith("ft-");
  }

  static boolean isRegistryId(AdapterId id) {
    return id.value().startsWith(REGISTRY);
  }

  private static Optional<String> last(List<Json> updates) {
    return updates.stream()
        .flatMap(update -> Fields.of(update).message("message").stream())
        .filter(text -> !text.isBlank())
        .reduce((first, second) -> second);
  }
}
