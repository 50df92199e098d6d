package dev.loraport.nebius.internal.adapter;

import dev.loraport.RequestOptions;
import dev.loraport.adapter.LocalAdapter;
import dev.loraport.catalog.Fact;
import dev.loraport.catalog.FactAnswer;
import dev.loraport.error.UploadException;
import dev.loraport.file.FileSource;
import dev.loraport.json.Json;
import dev.loraport.nebius.internal.file.FileReader;
import dev.loraport.nebius.internal.wire.Api;
import dev.loraport.nebius.internal.wire.Era;
import dev.loraport.nebius.internal.wire.Settings;
import dev.loraport.spi.AdapterUploads;
import dev.loraport.spi.Call;
import dev.loraport.spi.MultipartForm;
import dev.loraport.spi.Operation;
import dev.loraport.spi.Operation.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Uploads a PEFT folder or archive as a zip archive, from which an adapter can be made. */
final class ArchiveUpload {
  private static final Operation UPLOAD = new Operation("adapters.publish", Kind.UPLOAD);
  private final Api api;
  private final Era era;

  ArchiveUpload(Api api, Era era) {
    this.api = api;
    this.era = era;
  }

  /**
   * Uploads the files of an adapter.
   *
   * @param folder the folder, or a zip archive of it
   * @param base the base model by its serving name
   * @param options the options of the call
   * @return the id of the uploaded archive
   */
  CompletableFuture<String> upload(Path folder, String base, RequestOptions options) {
    CompletableFuture<Path> zip = new CompletableFuture<>();
    CompletableFuture<String> sent =
        api.follow(zip).thenCompose(archive -> send(folder, archive, options));
    sent.whenComplete((x, failure) -> zip.thenAccept(ArchiveUpload::delete));
    api.caller().executor().execute(() -> pack(folder, base, zip));
    return sent;
  }

  private void pack(Path folder, String base, CompletableFuture<Path> zip) {
    try {
      Path archive = pack(folder, base);
      // a future that was cancelled takes nothing more
      if (!zip.complete(archive)) {
        delete(archive);
      }
    } catch (RuntimeException e) {
      zip.completeExceptionally(e);
    }
  }

  private CompletableFuture<String> send(Path folder, Path archive, RequestOptions options) {
    String name = folder.toAbsolutePath().normalize().getFileName() + ".zip";
    MultipartForm form =
        MultipartForm.builder().file("file", named(archive, name), "application/zip");
    return api.send(
        api.scoped(Call.post(UPLOAD, api.v0("/models/upload")).body(form.build())),
        Api.withoutBody(options),
        (answer, json) -> FileReader.read(answer, json).id().value());
  }

  private static FileSource named(Path archive, String name) {
    try {
      return FileSource.of(name, Files.size(archive), () -> Files.newInputStream(archive));
    } catch (IOException e) {
      throw failed("the archive of " + name + " can't be read: " + e.getMessage(), e);
    }
  }

  private Path pack(Path folder, String base) {
    LocalAdapter adapter = AdapterUploads.checked(era.facts(), folder, base, era.day());
    Path archive = null;
    try {
      archive = Files.createTempFile("adapter", ".zip");
      adapter.writeZip(archive);
      checkSize(folder, base, Files.size(archive));
      return archive;
    } catch (IOException e) {
      delete(archive);
      throw failed("can't pack " + folder + ": " + e.getMessage(), e);
    } catch (RuntimeException e) {
      delete(archive);
      throw e;
    }
  }

  private void checkSize(Path folder, String base, long bytes) {
    FactAnswer most = era.facts().ask("adapter.bytes.max", base, era.day());
    if (bytes > most.value().flatMap(Json::integer).orElse(Long.MAX_VALUE)) {
      throw failed(
          "the adapter in "
              + folder
              + " has "
              + bytes
              + " bytes packed, over the most that the service takes ("
              + most.fact().map(Fact::cite).orElse("")
              + ')',
          null);
    }
  }

  private static void delete(@Nullable Path archive) {
    try {
      if (archive != null) {
        Files.deleteIfExists(archive);
      }
    } catch (IOException e) {
      System.getLogger("dev.loraport.nebius")
          .log(System.Logger.Level.DEBUG, "a temporary archive is left: " + archive, e);
    }
  }

  private static UploadException failed(String message, @Nullable Throwable cause) {
    return new UploadException(
        Settings.PROVIDER, UPLOAD.name(), message, UploadException.Step.READ, null, cause);
  }
}
