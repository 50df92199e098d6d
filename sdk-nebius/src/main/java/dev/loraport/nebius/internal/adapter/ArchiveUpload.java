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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Uploads a PEFT folder as a zip archive, from which an adapter can be made. */
final class ArchiveUpload {
  private static final Operation UPLOAD = new Operation("adapters.publish", Kind.UPLOAD);
  private static final List<String> FILES =
      List.of("adapter_config.json", "adapter_model.safetensors");
  // a third party quotes the documentation of 2025 so
  private static final long MAX_BYTES = 500L << 20;
  // weights hardly shrink, so that packing what is far beyond would be in vain
  private static final long MAX_UNPACKED = MAX_BYTES + MAX_BYTES / 4;

  private final Api api;

  ArchiveUpload(Api api) {
    this.api = api;
  }

  /** Uploads the two files of an adapter; the future gives the id of the uploaded archive. */
  CompletableFuture<String> upload(Path folder, RequestOptions options) {
    CompletableFuture<Path> zip = new CompletableFuture<>();
    CompletableFuture<String> sent =
        api.follow(zip).thenCompose(archive -> send(folder, archive, options));
    sent.whenComplete((x, failure) -> zip.thenAccept(ArchiveUpload::delete));
    api.caller().executor().execute(() -> pack(folder, zip));
    return sent;
  }

  private static void pack(Path folder, CompletableFuture<Path> zip) {
    try {
      Path archive = pack(folder);
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

  private static Path pack(Path folder) {
    Path archive = null;
    try {
      Map<String, Path> files = files(folder);
      archive = Files.createTempFile("adapter", ".zip");
      Zips.pack(files, archive);
      if (Files.size(archive) > MAX_BYTES) {
        throw tooLarge(folder);
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

  // The two files by name: in a cache of Hugging Face they are links.
  private static Map<String, Path> files(Path folder) throws IOException {
    Map<String, Path> files = new LinkedHashMap<>();
    long bytes = 0;
    for (String name : FILES) {
      Path file = folder.resolve(name);
      if (Files.isRegularFile(file)) {
        files.put(name, file);
        bytes += Files.size(file);
      }
    }
    if (files.size() != FILES.size()) {
      throw failed(
          folder
              + " holds no adapter: it must have adapter_config.json and"
              + " adapter_model.safetensors, and has "
              + files.keySet(),
          null);
    }
    if (bytes > MAX_UNPACKED) {
      throw tooLarge(folder);
    }
    return files;
  }

  private static UploadException tooLarge(Path folder) {
    return failed(
        "the adapter in " + folder + " has over 500 MB packed, the most that the service takes",
        null);
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
