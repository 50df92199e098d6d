package dev.loraport.together.internal.file;

import dev.loraport.RequestOptions;
import dev.loraport.error.ApiException;
import dev.loraport.error.TransportException;
import dev.loraport.error.UploadException;
import dev.loraport.error.UploadException.Step;
import dev.loraport.file.FileId;
import dev.loraport.file.RemoteFile;
import dev.loraport.json.Json;
import dev.loraport.spi.Answer;
import dev.loraport.spi.Call;
import dev.loraport.spi.Operation;
import dev.loraport.spi.Operation.Kind;
import dev.loraport.together.internal.wire.Api;
import dev.loraport.together.internal.wire.Settings;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the ways of an upload have in common: calls, their failures, and content that is known. */
final class UploadSteps {
  static final Operation UPLOAD = new Operation("files.upload", Kind.UPLOAD);
  static final String BINARY = "application/octet-stream";
  private static final Pattern FILE_ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

  private final Api api;

  UploadSteps(Api api) {
    this.api = api;
  }

  CompletableFuture<Answer> sent(Call.Builder call, RequestOptions options) {
    return api.follow(api.caller().send(call.build(), options));
  }

  /** The file that has the content already. */
  CompletableFuture<RemoteFile> reused(Answer conflict, RequestOptions options) {
    Json body = conflict.bytes().length == 0 ? Json.missing() : conflict.json();
    Optional<String> existing =
        body.get("file_id").string().or(() -> body.get("error").get("file_id").string());
    if (existing.isEmpty() || !isFileId(existing.get())) {
      throw failed(
          Step.START,
          null,
          "the provider has identical content but does not say under which id: "
              + body.get("error").get("message").string().orElse("no message"),
          null);
    }
    FileId id = FileId.of(existing.get());
    return api.get("files.upload", api.v1("/files/" + Api.path(id)), options, FileReader::read)
        .thenApply(file -> RemoteFile.builder().from(file).reused(true).build());
  }

  /** What goes wrong in a step names the step and the file. */
  <T> CompletableFuture<T> step(Step step, FileId id, CompletableFuture<T> future) {
    return api.follow(future)
        .exceptionallyCompose(
            failure -> {
              boolean ours =
                  failure instanceof ApiException || failure instanceof TransportException;
              return CompletableFuture.failedFuture(
                  ours ? failed(step, id, String.valueOf(failure.getMessage()), failure) : failure);
            });
  }

  static boolean isFileId(String text) {
    return FILE_ID.matcher(text).matches();
  }

  /** The address to send to; it is a secret, so no failure shows it. */
  static URI address(String text, FileId id) {
    try {
      URI address = URI.create(text);
      if (address.getHost() != null) {
        return address;
      }
    } catch (IllegalArgumentException e) {
      // falls through: the exception would show the address
    }
    throw failed(Step.START, id, "the provider gave no address to upload to", null);
  }

  /** Headers and query of the caller are for the provider, not for the host of a signed address. */
  static RequestOptions bare(RequestOptions options) {
    RequestOptions.Builder bare = RequestOptions.builder();
    options.timeout().ifPresent(bare::timeout);
    options.responseTimeout().ifPresent(bare::responseTimeout);
    options.idleTimeout().ifPresent(bare::idleTimeout);
    options.maxRetries().ifPresent(bare::maxRetries);
    return bare.build();
  }

  static UploadException failed(
      Step step, @Nullable FileId id, String why, @Nullable Throwable cause) {
    return new UploadException(
        Settings.PROVIDER,
        UPLOAD.name(),
        "upload failed at step " + step + (id == null ? "" : " (file " + id + ")") + ": " + why,
        step,
        id == null ? null : id.value(),
        cause);
  }
}
