package dev.loraport.fireworks.internal.adapter;

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
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Downloads the files of models. */
public final class ModelFiles {
  private final Api api;

  /**
   * Makes it.
   *
   * @param api the way
   */
  public ModelFiles(Api api) {
    this.api = api;
  }

  /**
   * Downloads all files of a model.
   *
   * @param operation the operation, for errors
   * @param model the model
   * @param folder where they go
   * @param options the options of the operation
   */
  public CompletableFuture<List<Path>> download(
      String operation, ResourceName model, Path folder, RequestOptions options) {
    Operation download = new Operation(operation, Kind.DOWNLOAD);
    return api.follow(new SignedFiles(api).downloads(operation, model, options))
        .thenCompose(
            files -> {
              if (files.isEmpty()) {
                throw new DownloadException(
                    Settings.PROVIDER,
                    operation,
                    "model " + model + " has no files yet; wait until it is ready",
                    null);
              }
              Map<String, Call> calls = new LinkedHashMap<>();
              files.forEach(
                  (name, address) -> calls.put(name, Call.get(download, address).signed().build()));
              return Downloads.downloadAll(api.caller(), calls, folder, Api.bare(options));
            });
  }
}
