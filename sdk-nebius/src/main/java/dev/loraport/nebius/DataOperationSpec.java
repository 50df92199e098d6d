package dev.loraport.nebius;

import dev.loraport.json.Json;
import dev.loraport.spi.SdkStyle;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.immutables.value.Value;

/** An operation of Data Lab to be created, by the schema of May 2026. */
@Value.Immutable
@SdkStyle
public interface DataOperationSpec {
  /** What to do, such as {@code batch_inference}. */
  String type();

  /** The parameters; their names differ by type, and sources do not tell them all. */
  Json params();

  /** The data sets to read: {@code id}, {@code version} and {@code mapping} each. */
  List<Json> sources();

  /** The data sets to write: {@code id} and {@code version} each; may be empty. */
  List<Json> destinations();

  /** Fields to add to the request, by the names of the provider. */
  @Value.Redacted
  Map<String, Json> extra();

  /**
   * Batch inference over the chats of a data set.
   *
   * @param dataset the id of the data set
   * @param version the version of it
   * @param column the column that holds the messages
   * @param params model and completion window, by the names of the provider
   */
  static DataOperationSpec batchInference(
      String dataset, Optional<String> version, String column, Json params) {
    Json messages = Json.object().put("type", "column").put("name", column).build();
    Json.ObjectBuilder source = Json.object().put("id", dataset);
    version.ifPresent(text -> source.put("version", text));
    source.put(
        "mapping", Json.object().put("type", "text_messages").put("messages", messages).build());
    return builder().type("batch_inference").params(params).addSources(source.build()).build();
  }

  /** Starts a value. */
  static Builder builder() {
    return new Builder();
  }

  /** Collects the parts of a {@link DataOperationSpec}. */
  final class Builder extends ImmutableDataOperationSpec.Builder {
    Builder() {}
  }
}
