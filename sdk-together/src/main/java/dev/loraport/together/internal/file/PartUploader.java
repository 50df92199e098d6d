package dev.loraport.together.internal.file;

import dev.loraport.RequestOptions;
import dev.loraport.error.ApiException;
import dev.loraport.error.UploadException.Step;
import dev.loraport.file.FileId;
import dev.loraport.file.FileUpload;
import dev.loraport.file.RemoteFile;
import dev.loraport.json.Json;
import dev.loraport.json.Json.ObjectBuilder;
import dev.loraport.spi.Answer;
import dev.loraport.spi.Call;
import dev.loraport.spi.Fields;
import dev.loraport.together.internal.wire.Api;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Uploads a large file in parts. A part that fails is sent again alone; what fails for good, or is
 * cancelled, is aborted at the provider. Signed addresses live as long as the upload: after a
 * restart the hash of the content finds a file that was finished.
 */
final class PartUploader {
  // the provider joins gigabytes before it answers
  private static final Duration JOINING = Duration.ofMinutes(15);
  private static final Duration ABORTING = Duration.ofSeconds(10);
  // how long a beginning that nobody waits for may still be answered
  private static final Duration STARTING = Duration.ofSeconds(30);

  private static final System.Logger LOG = System.getLogger("dev.loraport.together");
  private static final String NAMELESS =
      "an upload may be left at Together whose id is not known, since its beginning was cancelled"
          + " and then not answered: ";

  private final Api api;
  private final UploadSteps steps;
  private final long target;

  /**
   * Makes it.
   *
   * @param target bytes of a part, where the file does not need larger ones
   */
  PartUploader(Api api, UploadSteps steps, long target) {
    this.api = api;
    this.steps = steps;
    this.target = target;
  }

  CompletableFuture<RemoteFile> upload(
      FileUpload upload, Map<String, String> form, RequestOptions options) {
    Parting parting = Parting.of(upload.source().length(), target);
    ObjectBuilder body =
        Json.object().put("file_size", parting.total()).put("num_parts", parting.count());
    form.forEach(body::put);
    Call.Builder initiate = call("initiate").json(body.build()).accept(409);
    CompletableFuture<Answer> initiated = steps.sent(initiate, options);
    // Cancelled in place of the call: only its answer tells what there is to abort.
    CompletableFuture<RemoteFile> wanted = new CompletableFuture<>();
    initiated.whenComplete(
        (answer, failure) -> {
          if (failure != null) {
            if (!wanted.completeExceptionally(failure) && !(failure instanceof ApiException)) {
              LOG.log(Level.WARNING, NAMELESS + upload.source().name(), failure);
            }
          } else {
            begun(answer, upload, parting, options, wanted);
          }
        });
    wanted.whenComplete(
        (file, failure) -> {
          if (!initiated.isDone()) {
            initiated.orTimeout(STARTING.toSeconds(), TimeUnit.SECONDS);
          }
        });
    return api.follow(wanted);
  }

  private void begun(
      Answer answer,
      FileUpload upload,
      Parting parting,
      RequestOptions options,
      CompletableFuture<RemoteFile> wanted) {
    CompletableFuture<RemoteFile> rest =
        api.begin(
            () -> {
              if (answer.status() == 409) {
                return steps.reused(answer, options);
              }
              Started started = started(answer);
              if (wanted.isDone()) {
                abort(started, options, new CompletableFuture<>());
                throw new CancellationException("nobody waits for " + started.file());
              }
              return send(started, answer.json(), upload, parting, options);
            });
    wanted.whenComplete((file, failure) -> rest.cancel(true));
    rest.whenComplete(
        (file, failure) -> {
          if (failure != null) {
            wanted.completeExceptionally(failure);
          } else {
            wanted.complete(file);
          }
        });
  }

  /**
   * The names of an upload that has begun.
   *
   * @param upload its id
   * @param file the id that the file gets, as it came
   */
  private record Started(String upload, String file) {
    ObjectBuilder body() {
      return Json.object().put("upload_id", upload).put("file_id", file);
    }

    FileId id() {
      if (!UploadSteps.isFileId(file)) {
        throw UploadSteps.failed(
            Step.START, null, "the provider answered without a usable file id", null);
      }
      return FileId.of(file);
    }

    @Override
    public String toString() {
      return "upload " + upload + " of file " + file;
    }
  }

  private static Started started(Answer answer) {
    Fields fields = Fields.of(answer.json());
    String upload = fields.requireText(answer, "upload_id");
    if (fields.text("file_id").isEmpty()) {
      LOG.log(
          Level.WARNING,
          "upload " + upload + " is left at Together: it has no file id, and aborting needs one");
    }
    return new Started(upload, fields.requireText(answer, "file_id"));
  }

  private CompletableFuture<RemoteFile> send(
      Started started, Json answer, FileUpload upload, Parting parting, RequestOptions options) {
    RequestOptions plain = plain(options);
    CompletableFuture<RemoteFile> sent =
        api.begin(
                () ->
                    new PartRun(api, steps, upload, parting, started.id(), options)
                        .send(answer.get("parts")))
            .thenCompose(tags -> complete(started, tags, plain));
    CompletableFuture<Optional<Throwable>> aborted = new CompletableFuture<>();
    sent.whenComplete(
        (file, failure) -> {
          if (failure != null) {
            abort(started, plain, aborted);
          }
        });
    return sent.exceptionallyCompose(
        failure ->
            aborted.thenCompose(
                problem -> {
                  problem.ifPresent(failure::addSuppressed);
                  return CompletableFuture.failedFuture(failure);
                }));
  }

  private CompletableFuture<RemoteFile> complete(
      Started started, Json tags, RequestOptions options) {
    Duration patience = options.responseTimeout().orElse(JOINING);
    return steps.step(
        Step.FINISH,
        started.id(),
        api.send(
            call("complete").json(started.body().put("parts", tags).build()),
            RequestOptions.builder().from(options).responseTimeout(patience).build(),
            FileReader::read));
  }

  /** Aborts it, within its own time and not that of the upload; what is left then is logged. */
  private void abort(
      Started started, RequestOptions options, CompletableFuture<Optional<Throwable>> done) {
    RequestOptions brief = RequestOptions.builder().from(plain(options)).timeout(ABORTING).build();
    api.send(call("abort").json(started.body().build()), brief)
        .whenComplete(
            (answer, failure) -> {
              if (failure != null) {
                LOG.log(Level.WARNING, started + " is left at Together: aborting failed", failure);
              }
              done.complete(Optional.ofNullable(failure));
            });
  }

  // what the caller adds to a body is for the first call
  private static RequestOptions plain(RequestOptions options) {
    return RequestOptions.builder().from(options).extraBody(Map.of()).build();
  }

  private Call.Builder call(String which) {
    return Call.post(UploadSteps.UPLOAD, api.v1("/files/multipart/" + which));
  }
}
