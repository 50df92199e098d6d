package dev.loraport.together.internal.registry;

import dev.loraport.json.Json;
import dev.loraport.spi.Answer;
import dev.loraport.spi.Fields;
import dev.loraport.together.RegistryEvent;
import dev.loraport.together.RegistryFiles;
import dev.loraport.together.RegistryId;
import dev.loraport.together.RegistryModel;
import dev.loraport.together.RegistryRevision;
import dev.loraport.together.RegistryUpload;
import dev.loraport.together.RegistryUpload.State;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads what the registry says. */
final class RegistryReader {
  private static final String PREFIX = "REMOTE_UPLOAD_STATUS_";

  private RegistryReader() {}

  static RegistryModel model(Answer answer, Json json) {
    Fields fields = Fields.of(json);
    Fields weights = Fields.of(fields.json("weights"));
    return new RegistryModel(
        RegistryId.of(fields.requireText(answer, "id")),
        fields.text("name"),
        weights.text("type"),
        weights.integer("contextLength"),
        Fields.of(weights.json("parameters")).integer("total"),
        fields.text("baseModel"),
        fields.text("baseModelId"),
        fields.text("visibility"),
        fields.text("description"),
        fields.rest());
  }

  static RegistryFiles files(Answer answer, Json json) {
    Fields fields = Fields.of(json);
    List<RegistryFiles.Entry> entries =
        fields.list("data").stream()
            .map(Fields::of)
            .map(
                file ->
                    new RegistryFiles.Entry(
                        file.requireText(answer, "path"),
                        file.integer("sizeBytes"),
                        file.text("hash")))
            .toList();
    return new RegistryFiles(
        entries,
        fields.text("revisionId"),
        fields.instant("revisionCreatedAt"),
        fields.integer("totalSizeBytes"));
  }

  static RegistryRevision revision(Answer answer, Json json) {
    Fields fields = Fields.of(json);
    return new RegistryRevision(
        fields.requireText(answer, "revisionId"),
        fields.instant("createdAt"),
        fields.instant("lastValidatedAt"),
        fields.text("validationStatus"),
        fields.list("validationErrors").stream().map(RegistryReader::problem).toList());
  }

  private static RegistryRevision.Problem problem(Json json) {
    Fields fields = Fields.of(json);
    return new RegistryRevision.Problem(
        fields.text("rule"), fields.text("severity"), fields.message("message"));
  }

  static RegistryUpload upload(Answer answer, Json json) {
    Fields fields = Fields.of(json);
    String status = fields.text("status").orElse("");
    OptionalInt restarts = fields.count("restartCount");
    OptionalInt most = fields.count("maxRestarts");
    return new RegistryUpload(
        RegistryId.of(fields.requireText(answer, "id")),
        fields.text("modelId").map(RegistryId::of),
        state(status, restarts, most),
        status,
        fields.message("statusMessage").filter(text -> !text.isBlank()),
        fields.text("remoteUrl").map(RegistryReader::withoutQuery),
        restarts,
        most,
        fields.instant("createdAt"),
        fields.instant("updatedAt"),
        fields.rest());
  }

  /** A broken upload is begun again as long as restarts are left. */
  static State state(String status, OptionalInt restarts, OptionalInt most) {
    String word = status.startsWith(PREFIX) ? status.substring(PREFIX.length()) : status;
    return switch (word) {
      case "PENDING", "RUNNING" -> State.RUNNING;
      case "SUCCEEDED" -> State.SUCCEEDED;
      case "FAILED" -> State.FAILED;
      case "ERROR" ->
          restarts.isPresent() && most.isPresent() && restarts.getAsInt() >= most.getAsInt()
              ? State.FAILED
              : State.RUNNING;
      default -> State.UNKNOWN;
    };
  }

  static RegistryEvent event(Answer answer, Json json) {
    Fields fields = Fields.of(json);
    return new RegistryEvent(
        fields.text("id"),
        fields.instant("createdAt"),
        fields.text("level"),
        fields.text("type"),
        fields.message("message"));
  }

  /** An address without what may be a signature. */
  static String withoutQuery(String address) {
    int end = address.indexOf('?');
    return end < 0 ? address : address.substring(0, end);
  }

  /** Whether a name is the given bare name below a slug, or that name itself. */
  static boolean isNamed(Optional<String> full, String name) {
    return full.filter(text -> text.equals(name) || text.endsWith("/" + name)).isPresent();
  }
}
