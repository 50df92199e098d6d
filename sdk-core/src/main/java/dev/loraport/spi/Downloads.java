package dev.loraport.spi;

import dev.loraport.RequestOptions;
import java.net.http.HttpHeaders;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Stream;
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

  /**
   * As {@link #download}, under a name that is known only by the headers of the answer.
   *
   * @param caller the way to the provider; its executor writes the file
   * @param get the call, of the kind {@link Operation.Kind#DOWNLOAD}
   * @param folder the folder; made if it is not there
   * @param remoteName the name, by the headers of the answer; it is made safe first
   * @param options the options of the call
   * @return the file
   */
  public static CompletableFuture<Path> downloadInto(
      Caller caller,
      Call get,
      Path folder,
      Function<HttpHeaders, String> remoteName,
      RequestOptions options) {
    return new DownloadRun(caller, get, options, PartFile.Disk.PLAIN).startIn(folder, remoteName);
  }

  /**
   * Downloads several files, one after the other, each as {@link #download}. When one fails, those
   * that were whole before it stay. Two names that would be one file get different ones.
   *
   * @param caller the way to the provider; its executor writes the files
   * @param files the call of each file by its name at the server, in this order
   * @param folder the folder; made if it is not there
   * @param options the options of each call
   * @return the files
   */
  public static CompletableFuture<List<Path>> downloadAll(
      Caller caller, Map<String, Call> files, Path folder, RequestOptions options) {
    Set<String> taken = new HashSet<>();
    CompletableFuture<List<Path>> last = LinkedFuture.done(caller.executor(), List.of());
    for (Map.Entry<String, Call> file : files.entrySet()) {
      String name = free(RemoteNames.safe(file.getKey()), taken);
      last =
          last.thenCompose(
              before ->
                  downloadInto(caller, file.getValue(), folder, headers -> name, options)
                      .thenApply(path -> Stream.concat(before.stream(), Stream.of(path)).toList()));
    }
    return last;
  }

  // Case is ignored: on many disks such names are one. In front, where no length cuts it off.
  private static String free(String name, Set<String> taken) {
    String candidate = name;
    for (int i = 2; !taken.add(candidate.toLowerCase(Locale.ROOT)); i++) {
      candidate = i + "-" + name;
    }
    return candidate;
  }
}
