package dev.loraport.batch;

import dev.loraport.file.FileId;
import dev.loraport.json.Json;
import dev.loraport.spi.SdkStyle;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.immutables.value.Value;
import tools.jackson.databind.annotation.JsonDeserialize;

/** A batch of requests to be run when there is room. */
@Value.Immutable
@SdkStyle
@JsonDeserialize(builder = BatchSpec.Builder.class)
public interface BatchSpec {
  /** The uploaded file, one request a line. */
  FileId inputFile();

  /** The path that the requests are for. */
  @Value.Default
  default String endpoint() {
    return "/v1/chat/completions";
  }

  /** The model, where the provider takes it for all lines at once. */
  Optional<String> model();

  /** How long it may take; 24 hours where it is not given. */
  Optional<Duration> completionWindow();

  /**
   * Fields to add to the request, by the names of the provider. They may hold secrets, and are
   * masked in {@code toString}.
   */
  @Value.Redacted
  Map<String, Json> extra();

  /** Starts a value. */
  static Builder builder() {
    return new Builder();
  }

  /** Collects the parts of a {@link BatchSpec}. */
  final class Builder extends ImmutableBatchSpec.Builder {
    Builder() {}
  }
}
