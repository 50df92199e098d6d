package dev.loraport.nebius.internal.adapter;

import dev.loraport.RequestOptions;
import dev.loraport.error.UploadException;
import dev.loraport.file.FileSource;
import dev.loraport.nebius.internal.file.FileReader;
import dev.loraport.nebius.internal.wire.Api;
import dev.loraport.nebius.internal.wire.Settings;
import dev.loraport.spi.Call;
import dev.loraport.spi.MultipartForm;
import dev.loraport.spi.Operation;
import dev.loraport.spi.Operation.Kind;
import dev.loraport.spi.Zips;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Uploads a PEFT folder as a zip archive, from which an adapter can be made. */
final class ArchiveUpload {
  private static final Operation UPLOAD = new Operation("adapters.publish", Kind.UPLOAD);
  private static final Set<String> FILES =
      Set.of("adapter_config.json", "adapter_model.safetensors");
  // a third party quotes the documentation of 2025 so
  private static final long MAX_BYTES = 500L << 20;

  private final Api api;

  ArchiveUpload(Api api) {
    this.api = api;
  }

  /** Uploads the two files of an adapter; the future gives the id of the uploaded archive. */
  CompletableFuture<String> upload(Path folder, RequestOptions options) {
    CompletableFuture<Path> zip =
        CompletableFuture.supplyAsync(() -> pack(folder), api.caller().executor());
    return api.follow(zip)
        .thenCompose(
            archive ->
                send(folder, archive, options).whenComplete((x, failure) -> delete(archive)));
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

  private static Path pack(Path folder) {
    Path archive = null;
    try {
      archive = Files.createTempFile("adapter", ".zip");
      List<String> names = Zips.pack(folder, file -> FILES.contains(file.toString()), archive);
      if (names.size() != FILES.size()) {
        throw failed(
            folder
                + " holds no adapter: it must have adapter_config.json and"
                + " adapter_model.safetensors, and has "
                + names,
            null);
      }
      if (Files.size(archive) > MAX_BYTES) {
        throw failed(
            "the archive of " + folder + " has over 500 MB, the most that the service takes", null);
      }
      return archive;
    } catch (IOException e) {
      delete(archive);
      throw failed("can't pack " + folder + ": " + e.getMessage(), e);
    } catch (RuntimeException e) {
      delete(archive);
      throw e;
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
