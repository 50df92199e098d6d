package dev.loraport.fireworks.internal.file;

import dev.loraport.RequestOptions;
import dev.loraport.error.DownloadException;
import dev.loraport.fireworks.internal.wire.Api;
import dev.loraport.fireworks.internal.wire.ResourceName;
import dev.loraport.fireworks.internal.wire.Settings;
import dev.loraport.fireworks.internal.wire.SignedFiles;
import dev.loraport.spi.Call;
import dev.loraport.spi.Downloads;
import dev.loraport.spi.Operation;
import dev.loraport.spi.Operation.Kind;
import dev.loraport.spi.RemoteNames;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Downloads of data sets, which may be of several files. */
final class Downloader {
  private static final Operation DOWNLOAD = new Operation("files.download", Kind.DOWNLOAD);

  private final Api api;
  private final SignedFiles signed;

  Downloader(Api api) {
    this.api = api;
    this.signed = new SignedFiles(api);
  }

  /**
   * Downloads into a file, or into a folder: one file is the result then, or the folder for more.
   */
  CompletableFuture<Path> download(ResourceName name, Path target, RequestOptions options) {
    return api.follow(signed.downloads(DOWNLOAD.name(), name, options))
        .thenCompose(
            files -> {
              if (files.isEmpty()) {
                throw refused(name, "it has no files yet; wait until it is ready");
              }
              if (files.size() == 1) {
                Map.Entry<String, URI> only = files.entrySet().iterator().next();
                return file(only, target, options);
              }
              if (!Files.isDirectory(target)) {
                throw refused(name, "it has " + files.size() + " files; give a folder for them");
              }
              refuseSameNames(name, files.keySet());
              return all(files.entrySet().iterator(), target, options);
            });
  }

  private CompletableFuture<Path> all(
      Iterator<Map.Entry<String, URI>> files, Path folder, RequestOptions options) {
    if (!files.hasNext()) {
      return api.done(folder);
    }
    return api.follow(file(files.next(), folder, options))
        .thenCompose(x -> all(files, folder, options));
  }

  private CompletableFuture<Path> file(
      Map.Entry<String, URI> file, Path target, RequestOptions options) {
    Call get = Call.get(DOWNLOAD, file.getValue()).signed().build();
    return Downloads.download(api.caller(), get, target, file.getKey(), Api.bare(options));
  }

  private static void refuseSameNames(ResourceName name, Set<String> remote) {
    Set<String> local = new HashSet<>();
    for (String one : remote) {
      if (!local.add(RemoteNames.safe(one))) {
        throw refused(name, "two of its files would have the name " + RemoteNames.safe(one));
      }
    }
  }

  private static DownloadException refused(ResourceName name, String why) {
    return new DownloadException(
        Settings.PROVIDER,
        DOWNLOAD.name(),
        "can't download data set " + name.id() + ": " + why,
        null);
  }
}
