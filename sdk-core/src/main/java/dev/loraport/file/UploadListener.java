package dev.loraport.file;

/**
 * Told how far an upload is. What it throws is logged and does not break the upload. It is called
 * on a thread of the client: it must not block.
 */
@FunctionalInterface
public interface UploadListener {
  /** Ignores all. */
  UploadListener NONE = progress -> {};

  /** Called while bytes are sent, and once at the end. */
  void onProgress(UploadProgress progress);
}
