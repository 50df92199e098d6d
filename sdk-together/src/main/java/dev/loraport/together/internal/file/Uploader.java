package dev.loraport.together.internal.file;

import dev.loraport.RequestOptions;
import dev.loraport.error.ApiException;
import dev.loraport.error.TransportException;
import dev.loraport.error.UploadException;
import dev.loraport.error.UploadException.Step;
import dev.loraport.file.FileId;
import dev.loraport.file.FileSource;
import dev.loraport.file.FileUpload;
import dev.loraport.file.RemoteFile;
import dev.loraport.http.RequestBody;
import dev.loraport.json.Json;
import dev.loraport.spi.Answer;
import dev.loraport.spi.Call;
import dev.loraport.spi.Hashing;
import dev.loraport.spi.MultipartForm;
import dev.loraport.spi.Operation;
import dev.loraport.spi.Operation.Kind;
import dev.loraport.spi.StoppableSource;
import dev.loraport.spi.UploadBodies;
import dev.loraport.together.internal.wire.Api;
import dev.loraport.together.internal.wire.Settings;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The two ways of an upload: three steps with a signed address, or one multipart form. */
final class Uploader {
  private static final Operation UPLOAD = new Operation("files.upload", Kind.UPLOAD);
  private static final Pattern FILE_ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");
  private static final String BINARY = "application/octet-stream";

  private final Api api;
  private final boolean direct;

  Uploader(Api api, boolean direct) {
    this.api = api;
    this.direct = direct;
  }

  CompletableFuture<RemoteFile> upload(FileUpload upload, RequestOptions options) {
    return api.begin(
        () -> {
          String type = UploadCheck.type(upload);
          UploadCheck.size(upload.source());
          return api.follow(prepared(upload, type))
              .thenCompose(
                  form -> direct ? form(upload, form, options) : start(upload, form, options));
        });
  }

  private CompletableFuture<Map<String, String>> prepared(FileUpload upload, String type) {
    StoppableSource source = new StoppableSource(upload.source());
    CompletableFuture<Map<String, String>> form =
        CompletableFuture.supplyAsync(
            () -> prepare(FileUpload.builder().from(upload).source(source).build(), type),
            api.caller().executor());
    // a future that is cancelled leaves the work that it stands for going on
    form.whenComplete((x, failure) -> source.stop());
    return form;
  }

  private Map<String, String> prepare(FileUpload upload, String type) {
    UploadCheck.content(upload, type);
    FileSource source = upload.source();
    Map<String, String> form = new LinkedHashMap<>();
    form.put("purpose", FileReader.word(upload.purpose()));
    form.put("file_name", source.name());
    form.put("file_type", type);
    if (!direct && source.repeatable()) {
      form.put("checksum", Hashing.sha256(source));
    }
    return form;
  }

  private CompletableFuture<RemoteFile> form(
      FileUpload upload, Map<String, String> form, RequestOptions options) {
    MultipartForm multipart = MultipartForm.builder().listener(upload.listener());
    for (String field : new String[] {"purpose", "file_name", "file_type"}) {
      multipart.field(field, form.getOrDefault(field, ""));
    }
    Call.Builder call =
        Call.post(UPLOAD, api.v1("/files/upload"))
            .body(multipart.file("file", upload.source(), BINARY).build())
            .accept(409);
    return sent(call, options)
        .thenCompose(
            answer ->
                answer.status() == 409
                    ? reused(answer, options)
                    : api.done(FileReader.read(answer, answer.json())));
  }

  private CompletableFuture<RemoteFile> start(
      FileUpload upload, Map<String, String> form, RequestOptions options) {
    Call.Builder call =
        Call.post(UPLOAD, api.v1("/files"))
            .body(RequestBody.of("application/x-www-form-urlencoded", encode(form)))
            .accept(302, 409);
    return sent(call, options)
        .thenCompose(
            answer -> {
              if (answer.status() == 409) {
                return reused(answer, options);
              }
              FileId id = fileId(answer);
              URI target = location(answer, id);
              return send(upload, id, target, options).thenCompose(x -> finish(id, options));
            });
  }

  private CompletableFuture<Answer> send(
      FileUpload upload, FileId id, URI target, RequestOptions options) {
    Call.Builder put =
        Call.put(UPLOAD, target)
            .signed()
            .body(UploadBodies.raw(upload.source(), BINARY, upload.listener()));
    return step(Step.SEND, id, sent(put, bare(options)))
        .thenApply(
            answer -> {
              if (answer.status() != 200) {
                throw failed(
                    Step.SEND,
                    id,
                    "the storage answered " + answer.status() + " in place of 200",
                    null);
              }
              return answer;
            });
  }

  private CompletableFuture<RemoteFile> finish(FileId id, RequestOptions options) {
    Call.Builder call =
        Call.post(
            Operation.write("files.upload"), api.v1("/files/" + Api.path(id) + "/preprocess"));
    return step(Step.FINISH, id, api.send(call, options, FileReader::read));
  }

  // Headers and query of the caller are for the provider, not for the host of the signed address.
  private static RequestOptions bare(RequestOptions options) {
    RequestOptions.Builder bare = RequestOptions.builder();
    options.timeout().ifPresent(bare::timeout);
    options.responseTimeout().ifPresent(bare::responseTimeout);
    options.idleTimeout().ifPresent(bare::idleTimeout);
    options.maxRetries().ifPresent(bare::maxRetries);
    return bare.build();
  }

  private CompletableFuture<RemoteFile> reused(Answer conflict, RequestOptions options) {
    Json body = conflict.bytes().length == 0 ? Json.missing() : conflict.json();
    Optional<String> existing =
        body.get("file_id").string().or(() -> body.get("error").get("file_id").string());
    if (existing.isEmpty() || !FILE_ID.matcher(existing.get()).matches()) {
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

  private static FileId fileId(Answer answer) {
    String id = answer.header("X-Together-File-Id").orElse("");
    if (answer.status() != 302 || !FILE_ID.matcher(id).matches()) {
      throw failed(
          Step.START,
          null,
          "the provider answered " + answer.status() + " without a usable file id",
          null);
    }
    return FileId.of(id);
  }

  private static URI location(Answer answer, FileId id) {
    try {
      URI location = URI.create(answer.header("Location").orElse(""));
      if (location.getHost() != null) {
        return location;
      }
    } catch (IllegalArgumentException e) {
      // falls through: the address is a secret, so neither it nor the exception is shown
    }
    throw failed(Step.START, id, "the provider gave no address to upload to", null);
  }

  private <T> CompletableFuture<T> step(Step step, FileId id, CompletableFuture<T> future) {
    return api.follow(future)
        .exceptionallyCompose(
            failure -> {
              boolean ours =
                  failure instanceof ApiException || failure instanceof TransportException;
              return CompletableFuture.failedFuture(
                  ours ? failed(step, id, String.valueOf(failure.getMessage()), failure) : failure);
            });
  }

  private CompletableFuture<Answer> sent(Call.Builder call, RequestOptions options) {
    return api.follow(api.caller().send(call.build(), options));
  }

  private static UploadException failed(
      Step step, @Nullable FileId id, String why, @Nullable Throwable cause) {
    return new UploadException(
        Settings.PROVIDER,
        UPLOAD.name(),
        "upload failed at step " + step + (id == null ? "" : " (file " + id + ")") + ": " + why,
        step,
        id == null ? null : id.value(),
        cause);
  }

  private static byte[] encode(Map<String, String> form) {
    return form.entrySet().stream()
        .map(
            field ->
                field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"))
        .getBytes(StandardCharsets.UTF_8);
  }
}
