package dev.loraport.nebius.internal.tuning;

import dev.loraport.RequestOptions;
import dev.loraport.error.DownloadException;
import dev.loraport.file.FileId;
import dev.loraport.json.Json;
import dev.loraport.nebius.internal.file.FileReader;
import dev.loraport.nebius.internal.wire.Api;
import dev.loraport.nebius.internal.wire.Settings;
import dev.loraport.spi.Call;
import dev.loraport.spi.Downloads;
import dev.loraport.spi.Operation;
import dev.loraport.spi.Operation.Kind;
import dev.loraport.tuning.Checkpoint;
import dev.loraport.tuning.JobId;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Downloads what a checkpoint has left: its files, which only the list of checkpoints names. At the
 * provider their names have a folder before them, of which nothing is kept.
 */
final class Weights {
  private static final Operation DOWNLOAD = new Operation("jobs.download", Kind.DOWNLOAD);

  private final Api api;

  Weights(Api api) {
    this.api = api;
  }

  /** The last of these checkpoints, or the one of that label. */
  static Checkpoint choose(JobId job, List<Checkpoint> oldestFirst, Optional<String> label) {
    return oldestFirst.stream()
        .filter(checkpoint -> label.isEmpty() || checkpoint.label().equals(label))
        .reduce((first, second) -> second)
        .orElseThrow(
            () ->
                failed(
                    "job "
                        + job
                        + label.map(id -> " has no checkpoint " + id).orElse(" has no checkpoint")
                        + "; one is kept after every epoch, and no source says for how long"));
  }

  CompletableFuture<List<Path>> download(
      Checkpoint checkpoint, Path folder, RequestOptions options) {
    List<FileId> ids =
        checkpoint.extra().getOrDefault(TrailReader.FILES, Json.missing()).elements().stream()
            .flatMap(id -> id.string().stream())
            .map(FileId::of)
            .toList();
    if (ids.isEmpty()) {
      throw failed("the checkpoint " + checkpoint.resumeFrom() + " names no files");
    }
    CompletableFuture<Map<String, Call>> calls = api.done(new LinkedHashMap<>());
    for (FileId id : ids) {
      calls = calls.thenCompose(known -> named(id, known, options));
    }
    return api.found(
        calls.thenCompose(all -> Downloads.downloadAll(api.caller(), all, folder, options)));
  }

  private CompletableFuture<Map<String, Call>> named(
      FileId id, Map<String, Call> known, RequestOptions options) {
    String path = "/files/" + Api.path(id);
    Call content = Call.get(DOWNLOAD, api.v1(path + "/content")).build();
    return api.get("jobs.download", api.v1(path), options, FileReader::read)
        .thenApply(
            file -> {
              String name = file.name().orElse(id.value());
              known.put(known.containsKey(name) ? id + "-" + baseName(name) : name, content);
              return known;
            });
  }

  private static String baseName(String name) {
    return name.substring(name.lastIndexOf('/') + 1);
  }

  private static DownloadException failed(String why) {
    return new DownloadException(
        Settings.PROVIDER, DOWNLOAD.name(), Settings.PROVIDER + " " + DOWNLOAD + ": " + why, null);
  }
}
