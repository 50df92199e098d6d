package dev.loraport.file;

import dev.loraport.spi.SdkStyle;
import java.nio.file.Path;
import org.immutables.value.Value;

/** What to upload, and how. */
@Value.Immutable
@SdkStyle
public interface FileUpload {
  /** The bytes, their name and length. */
  FileSource source();

  /** What the file is for. */
  @Value.Default
  default FilePurpose purpose() {
    return FilePurpose.FINE_TUNE;
  }

  /** Told about progress, at most about ten times a second and at the end. */
  @Value.Auxiliary
  @Value.Default
  default UploadListener listener() {
    return UploadListener.NONE;
  }

  /**
   * Whether a file for fine-tuning is checked before a byte is sent; on by default. It refuses what
   * the provider would refuse.
   */
  @Value.Default
  default boolean checkFirst() {
    return true;
  }

  /** An upload of a local file for fine-tuning. */
  static FileUpload of(Path file) {
    return builder().source(FileSource.of(file)).build();
  }

  /** Starts a value. */
  static Builder builder() {
    return new Builder();
  }

  /** Collects the parts of a {@link FileUpload}. */
  final class Builder extends ImmutableFileUpload.Builder {
    Builder() {}
  }
}
