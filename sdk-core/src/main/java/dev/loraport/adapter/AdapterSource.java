package dev.loraport.adapter;

import dev.loraport.spi.SdkStyle;
import dev.loraport.tuning.Checkpoint;
import dev.loraport.tuning.TuningResult;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.immutables.value.Value;
import tools.jackson.databind.annotation.JsonDeserialize;

/**
 * Where the weights of an adapter come from. Tokens and signed addresses are masked in {@code
 * toString}.
 */
@Value.Immutable
@SdkStyle
@JsonDeserialize(builder = AdapterSource.Builder.class)
public interface AdapterSource {
  /** Which of the fields below says it. */
  AdapterSourceKind kind();

  /** The finished job. */
  Optional<TuningResult> result();

  /** The checkpoint of {@link #result()}. */
  Optional<Checkpoint> checkpoint();

  /** The PEFT folder, or zip archive of one, on this machine. */
  Optional<String> folder();

  /** The Hugging Face repository, as {@code owner/name}. */
  Optional<String> repository();

  /** A Hugging Face token, for private and gated repositories. */
  @Value.Redacted
  Optional<String> token();

  /** The signed address of a {@code .zip} or {@code .tar.gz} archive. */
  @Value.Redacted
  Optional<URI> signedUrl();

  /** The adapter that a job has trained. */
  static AdapterSource job(TuningResult result) {
    return builder().kind(AdapterSourceKind.JOB).result(result).build();
  }

  /** A checkpoint of a job. */
  static AdapterSource checkpoint(TuningResult result, Checkpoint checkpoint) {
    return builder()
        .kind(AdapterSourceKind.CHECKPOINT)
        .result(result)
        .checkpoint(checkpoint)
        .build();
  }

  /** A PEFT folder on this machine, or a zip archive of one. */
  static AdapterSource folder(Path folder) {
    return builder().kind(AdapterSourceKind.FOLDER).folder(folder.toString()).build();
  }

  /** A public Hugging Face repository, as {@code owner/name}. */
  static AdapterSource huggingFace(String repository) {
    return builder().kind(AdapterSourceKind.HUGGING_FACE).repository(repository).build();
  }

  /** A private Hugging Face repository, as {@code owner/name}. */
  static AdapterSource huggingFace(String repository, String token) {
    return builder()
        .kind(AdapterSourceKind.HUGGING_FACE)
        .repository(repository)
        .token(token)
        .build();
  }

  /** An archive behind a signed address with the files at its root. */
  static AdapterSource signedUrl(URI url) {
    return builder().kind(AdapterSourceKind.SIGNED_URL).signedUrl(url).build();
  }

  /** Starts a value. */
  static Builder builder() {
    return new Builder();
  }

  /** Collects the parts of an {@link AdapterSource}. */
  final class Builder extends ImmutableAdapterSource.Builder {
    Builder() {}
  }
}
