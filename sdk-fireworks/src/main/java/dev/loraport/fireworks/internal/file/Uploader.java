package dev.loraport.fireworks.internal.file;

import dev.loraport.RequestOptions;
import dev.loraport.error.ApiException;
import dev.loraport.error.ConflictException;
import dev.loraport.error.NotFoundException;
import dev.loraport.error.TransportException;
import dev.loraport.error.UploadException;
import dev.loraport.error.UploadException.Step;
import dev.loraport.file.FileState;
import dev.loraport.file.FileUpload;
import dev.loraport.file.RemoteFile;
import dev.loraport.fireworks.internal.wire.Account;
import dev.loraport.fireworks.internal.wire.Api;
import dev.loraport.fireworks.internal.wire.Collection;
import dev.loraport.fireworks.internal.wire.Errors;
import dev.loraport.fireworks.internal.wire.ResourceName;
import dev.loraport.fireworks.internal.wire.Settings;
import dev.loraport.fireworks.internal.wire.SignedFiles;
import dev.loraport.json.Json;
import dev.loraport.spi.Answer;
import dev.loraport.spi.Call;
import dev.loraport.spi.MultipartForm;
import dev.loraport.spi.Operation;
import dev.loraport.spi.Operation.Kind;
import dev.loraport.spi.StoppableSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Uploads: the record first, then the bytes as one form or to a signed address. */
final class Uploader {
  private static final String UPLOAD = "files.upload";
  // 150 MB a request, less what the form takes
  private static final long MAX_FORM = 150_000_000 - 10_000;
  private static final Set<String> PLAIN =
      Set.of("ENCRYPTION_STATE_UNSPECIFIED", "ENCRYPTION_STATE_PLAINTEXT");

  private final Api api;
  private final SignedFiles signed;
  private final Stored stored;
  private final boolean alwaysSigned;

  Uploader(Api api, boolean alwaysSigned) {
    this.api = api;
    this.signed = new SignedFiles(api);
    this.stored = new Stored(api, signed);
    this.alwaysSigned = alwaysSigned;
  }

  CompletableFuture<RemoteFile> upload(FileUpload upload, RequestOptions options) {
    return api.begin(
        () -> {
          UploadPlan.refuseEarly(upload.source());
          return api.follow(planned(upload))
              .thenCompose(
                  plan -> api.within(options, account -> start(upload, plan, account, options)));
        });
  }

  private CompletableFuture<UploadPlan> planned(FileUpload upload) {
    StoppableSource source = new StoppableSource(upload.source());
    CompletableFuture<UploadPlan> plan =
        CompletableFuture.supplyAsync(
            () -> UploadPlan.of(FileUpload.builder().from(upload).source(source).build()),
            api.caller().executor());
    // a future that is cancelled leaves the work that it stands for going on
    plan.whenComplete((x, failure) -> source.stop());
    return plan;
  }

  private CompletableFuture<RemoteFile> start(
      FileUpload upload, UploadPlan plan, Account account, RequestOptions options) {
    ResourceName name = account.name(Collection.DATASETS, plan.id());
    Map<String, Json> dataset = new LinkedHashMap<>();
    dataset.put("userUploaded", Json.object(Map.of()));
    plan.rows().ifPresent(rows -> dataset.put("exampleCount", Json.of(Long.toString(rows))));
    plan.format().ifPresent(format -> dataset.put("format", Json.of(format)));
    Map<String, Json> body = new LinkedHashMap<>();
    body.put("datasetId", Json.of(plan.id()));
    body.put("dataset", Json.object(dataset));
    Call.Builder create =
        Call.post(Operation.write(UPLOAD), api.uri(account, Collection.DATASETS))
            .json(Json.object(body));
    return api.follow(api.send(create, options, DatasetReader::read))
        .exceptionallyCompose(
            failure ->
                failure instanceof ConflictException conflict && isTaken(conflict)
                    ? there(name, conflict, options)
                    : CompletableFuture.failedFuture(failure))
        .thenCompose(
            record ->
                record.state() == FileState.READY
                    ? reused(upload, plan, name, record, options)
                    : fill(upload, plan, name, record, options));
  }

  // 412 is a conflict too: of the account
  private static boolean isTaken(ConflictException conflict) {
    return conflict.status() == 409 && !Errors.is(conflict.answer(), "ABORTED");
  }

  /** The record whose id is taken; its bytes may be there, or still be missing. */
  private CompletableFuture<RemoteFile> there(
      ResourceName name, ConflictException taken, RequestOptions options) {
    return api.follow(record(name, options))
        .exceptionallyCompose(
            failure ->
                CompletableFuture.failedFuture(
                    failure instanceof NotFoundException ? taken : failure));
  }

  private CompletableFuture<RemoteFile> reused(
      FileUpload upload,
      UploadPlan plan,
      ResourceName name,
      RemoteFile record,
      RequestOptions options) {
    return api.follow(stored.same(upload.source(), plan, name, record, options))
        .thenApply(same -> described(upload, plan, same).reused(true).build());
  }

  private CompletableFuture<RemoteFile> fill(
      FileUpload upload,
      UploadPlan plan,
      ResourceName name,
      RemoteFile record,
      RequestOptions options) {
    Stored.refuseOther(plan, record);
    Optional<String> encryption =
        Optional.ofNullable(record.extra().get("encryptionState")).flatMap(Json::string);
    if (encryption.filter(state -> !state.isEmpty() && !PLAIN.contains(state)).isPresent()) {
      throw failed(
          Step.START,
          plan.id(),
          "the account encrypts data sets with keys of its own ("
              + encryption.get()
              + "), and this library sends no encrypted data",
          null);
    }
    boolean form = !alwaysSigned && upload.source().length() <= MAX_FORM;
    return api.follow(form ? form(upload, name, options) : signed(upload, name, options))
        .thenCompose(x -> step(Step.FINISH, name, record(name, options)))
        .thenApply(file -> described(upload, plan, file).build());
  }

  private CompletableFuture<Answer> form(
      FileUpload upload, ResourceName name, RequestOptions options) {
    Call.Builder call =
        Call.post(new Operation(UPLOAD, Kind.UPLOAD), api.uri(name, "upload"))
            .body(
                MultipartForm.builder()
                    .file("file", upload.source(), "application/jsonl")
                    .listener(upload.listener())
                    .build());
    return step(Step.SEND, name, api.send(call, Api.beside(options)));
  }

  private CompletableFuture<Answer> signed(
      FileUpload upload, ResourceName name, RequestOptions options) {
    CompletableFuture<@Nullable Void> sent =
        signed.upload(UPLOAD, name, List.of(upload.source()), upload.listener(), options);
    Call.Builder validate =
        Call.post(Operation.write(UPLOAD), api.uri(name, "validateUpload"))
            .json(Json.object(Map.of()));
    return api.follow(step(Step.SEND, name, sent))
        .thenCompose(x -> step(Step.FINISH, name, api.send(validate, Api.beside(options))));
  }

  private CompletableFuture<RemoteFile> record(ResourceName name, RequestOptions options) {
    return api.get(UPLOAD, api.uri(name), Api.beside(options), DatasetReader::read);
  }

  private static RemoteFile.Builder described(FileUpload upload, UploadPlan plan, RemoteFile file) {
    RemoteFile.Builder described =
        RemoteFile.builder()
            .from(file)
            .name(upload.source().name())
            .bytes(upload.source().length())
            .purpose(upload.purpose());
    plan.rows().ifPresent(described::lines);
    return described;
  }

  private <T extends @Nullable Object> CompletableFuture<T> step(
      Step step, ResourceName name, CompletableFuture<T> future) {
    return api.follow(future)
        .exceptionallyCompose(
            failure -> {
              boolean ours =
                  failure instanceof ApiException || failure instanceof TransportException;
              return CompletableFuture.failedFuture(
                  ours
                      ? failed(step, name.id(), String.valueOf(failure.getMessage()), failure)
                      : failure);
            });
  }

  static UploadException failed(Step step, String id, String why, @Nullable Throwable cause) {
    return new UploadException(
        Settings.PROVIDER,
        UPLOAD,
        "upload failed at step " + step + " (data set " + id + "): " + why,
        step,
        id,
        cause);
  }
}
