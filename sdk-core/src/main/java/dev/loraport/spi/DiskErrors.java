package dev.loraport.spi;

import dev.loraport.error.DownloadException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Says why a download can't be written.
 *
 * @param provider the provider
 * @param operation the operation
 */
record DiskErrors(String provider, String operation) {
  DownloadException failed(Path target, Exception cause) {
    return failure(target, reason(cause), cause);
  }

  DownloadException refused(Path target, String reason) {
    return failure(target, reason, null);
  }

  private DownloadException failure(Path target, String reason, @Nullable Throwable cause) {
    return new DownloadException(
        provider,
        operation,
        provider + " " + operation + ": can't write " + target + ": " + reason + free(target),
        cause);
  }

  private static String reason(Exception cause) {
    if (cause instanceof AccessDeniedException || cause instanceof SecurityException) {
      return "no permission; choose a folder that you may write to";
    }
    if (cause instanceof ReadOnlyFileSystemException) {
      return "the file system is read-only; choose another folder";
    }
    String system =
        cause instanceof FileSystemException e && e.getReason() != null
            ? e.getReason()
            : cause.getMessage();
    String known = system == null ? cause.getClass().getSimpleName() : system;
    String lower = known.toLowerCase(Locale.ROOT);
    if (lower.contains("space") || lower.contains("quota")) {
      return known + "; make room or choose another folder, and download it again";
    }
    if (lower.contains("read-only")) {
      return known + "; choose another folder";
    }
    return known;
  }

  private static String free(Path target) {
    Path folder = target.getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      return "";
    }
    try {
      return " (" + Files.getFileStore(folder).getUsableSpace() + " bytes free)";
    } catch (IOException | RuntimeException e) {
      return "";
    }
  }
}
