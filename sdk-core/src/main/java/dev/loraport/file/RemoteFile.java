package dev.loraport.file;

import dev.loraport.json.Json;
import dev.loraport.spi.SdkStyle;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.immutables.value.Value;
import tools.jackson.databind.annotation.JsonDeserialize;

/** A file at a provider. */
@Value.Immutable
@SdkStyle
@JsonDeserialize(builder = RemoteFile.Builder.class)
public interface RemoteFile {
  /** The id, to name the file in a job. */
  FileId id();

  /** The name it was uploaded under. */
  Optional<String> name();

  /** The size in bytes. */
  OptionalLong bytes();

  /** The number of lines or examples, where the provider counts them. */
  OptionalLong lines();

  /** What it is for. */
  Optional<FilePurpose> purpose();

  /** When it was created. */
  Optional<Instant> createdAt();

  /** Whether a job can use it; {@link FileState#READY} where the provider has no such state. */
  @Value.Default
  default FileState state() {
    return FileState.READY;
  }

  /** The provider's own word for the state. */
  Optional<String> status();

  /** What the provider found wrong with the content. */
  Optional<String> problem();

  /** Whether an upload found identical content there and returned this older file. */
  @Value.Default
  default boolean reused() {
    return false;
  }

  /** What the provider sent beyond the fields above, by its own names. */
  @Value.Redacted
  Map<String, Json> extra();

  /** Starts a value. */
  static Builder builder() {
    return new Builder();
  }

  /** Collects the parts of a {@link RemoteFile}. */
  final class Builder extends ImmutableRemoteFile.Builder {
    Builder() {}
  }
}
