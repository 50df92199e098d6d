package dev.loraport.together.internal.file;

import dev.loraport.RequestOptions;
import dev.loraport.error.UploadException.Step;
import dev.loraport.file.FileId;
import dev.loraport.file.FileSource;
import dev.loraport.file.FileUpload;
import dev.loraport.file.RemoteFile;
import dev.loraport.http.RequestBody;
import dev.loraport.spi.Answer;
import dev.loraport.spi.Call;
import dev.loraport.spi.Hashing;
import dev.loraport.spi.MultipartForm;
import dev.loraport.spi.Operation;
import dev.loraport.spi.StoppableSource;
import dev.loraport.spi.UploadBodies;
import dev.loraport.together.internal.wire.Api;
import dev.loraport.together.internal.wire.Settings;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/**
 * The ways of an upload: three steps with a signed address, one multipart form, or parts where the
 * file is larger than either takes.
 */
final class Uploader {
  private final Api api;
  private final boolean direct;
  private final long partsAbove;
  private final UploadSteps steps;
  private final PartUploader parts;

  /**
   * Makes it.
   *
   * @param way one of the words of {@link Settings#UPLOAD}
   * @param partBytes the target size of a part
   */
  Uploader(Api api, String way, long partBytes) {
    this.api = api;
    this.direct = way.equals(Settings.DIRECT);
    this.partsAbove = way.equals(Settings.PARTS) ? 0 : UploadCheck.MAX_WHOLE;
    this.steps = new UploadSteps(api);
    this.parts = new PartUploader(api, steps, partBytes);
  }

  CompletableFuture<RemoteFile> upload(FileUpload upload, RequestOptions options) {
    return api.begin(
        () -> {
          String type = UploadCheck.type(upload);
          boolean inParts = upload.source().length() > partsAbove;
          UploadCheck.source(upload.source(), inParts);
          return api.follow(prepared(upload, type))
              .thenCompose(
                  form -> {
                    if (inParts) {
                      return parts.upload(upload, form, options);
                    }
                    return direct ? form(upload, form, options) : start(upload, form, options);
                  });
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
    boolean hashed = !direct || source.length() > partsAbove;
    if (hashed && source.repeatable()) {
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
        Call.post(UploadSteps.UPLOAD, api.v1("/files/upload"))
            .body(multipart.file("file", upload.source(), UploadSteps.BINARY).build())
            .accept(409);
    return steps
        .sent(call, options)
        .thenCompose(
            answer ->
                answer.status() == 409
                    ? steps.reused(answer, options)
                    : api.done(FileReader.read(answer, answer.json())));
  }

  private CompletableFuture<RemoteFile> start(
      FileUpload upload, Map<String, String> form, RequestOptions options) {
    Call.Builder call =
        Call.post(UploadSteps.UPLOAD, api.v1("/files"))
            .body(RequestBody.of("application/x-www-form-urlencoded", encode(form)))
            .accept(302, 409);
    return steps
        .sent(call, options)
        .thenCompose(
            answer -> {
              if (answer.status() == 409) {
                return steps.reused(answer, options);
              }
              FileId id = fileId(answer);
              URI target = UploadSteps.address(answer.header("Location").orElse(""), id);
              return send(upload, id, target, options).thenCompose(x -> finish(id, options));
            });
  }

  private CompletableFuture<Answer> send(
      FileUpload upload, FileId id, URI target, RequestOptions options) {
    Call.Builder put =
        Call.put(UploadSteps.UPLOAD, target)
            .signed()
            .body(UploadBodies.raw(upload.source(), UploadSteps.BINARY, upload.listener()));
    return steps
        .step(Step.SEND, id, steps.sent(put, UploadSteps.bare(options)))
        .thenApply(
            answer -> {
              if (answer.status() != 200) {
                throw UploadSteps.failed(
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
    return steps.step(Step.FINISH, id, api.send(call, options, FileReader::read));
  }

  private static FileId fileId(Answer answer) {
    String id = answer.header("X-Together-File-Id").orElse("");
    if (answer.status() != 302 || !UploadSteps.isFileId(id)) {
      throw UploadSteps.failed(
          Step.START,
          null,
          "the provider answered " + answer.status() + " without a usable file id",
          null);
    }
    return FileId.of(id);
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
