package dev.loraport.spi;

import dev.loraport.RequestOptions;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Downloads into files, in bounded memory. */
public final class Downloads {
  private Downloads() {}

  /**
   * Downloads a body into a file. Until it is whole it is written into a hidden file beside the
   * target, which is removed when the download fails or is cancelled; a file that has the name
   * already is replaced only by a whole one.
   *
   * <p>When the connection breaks, the rest is asked for, up to five times. With a strong entity
   * tag the server is asked for the rest of the same content; where the content has changed, or the
   * server sends no parts, the download begins anew. The length is checked against what the server
   * announced.
   *
   * <p>The future fails with {@link dev.loraport.error.DownloadException} if the file can't be
   * written, is longer than announced, or the connection broke too often, and with the failure of
   * the call if the server refuses it.
   *
   * @param caller the way to the provider; its executor writes the file
   * @param get the call, of the kind {@link Operation.Kind#DOWNLOAD}
   * @param target the file, or the folder for it
   * @param remoteName the name at the server, for a folder; it is made safe first
   * @param options the options of the call
   * @return the file
   */
  public static CompletableFuture<Path> download(
      Caller caller, Call get, Path target, @Nullable String remoteName, RequestOptions options) {
    return new DownloadRun(caller, get, options, PartFile.Disk.PLAIN).start(target, remoteName);
  }
}
