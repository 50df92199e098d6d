package dev.loraport.spi;

import dev.loraport.RequestOptions;
import dev.loraport.error.NotFoundException;
import dev.loraport.file.FileId;
import dev.loraport.file.FileService;
import dev.loraport.file.RemoteFile;
import dev.loraport.tuning.TuningSpec;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** The files of a job that is to be created, which must be ready before it can begin. */
public final class JobFiles {
  // long for a file that was just uploaded; one that takes longer is best awaited by the caller
  private static final Duration WAIT = Duration.ofMinutes(30);

  private final ApiCalls api;
  private final FileService.Async files;

  /**
   * Makes it.
   *
   * @param api what follows one step with another
   * @param files where the files are
   */
  public JobFiles(ApiCalls api, FileService.Async files) {
    this.api = api;
    this.files = files;
  }

  /**
   * Waits for the training file, and then for the validation file if there is one. The failure for
   * a file that is not there says which one it is, and that no job was created.
   *
   * @param spec the job
   * @param check is given each file that is ready; what it throws is the failure
   * @param options the options of each look, without what belongs to the request of the job
   */
  public CompletableFuture<RemoteFile> ready(
      TuningSpec spec, Consumer<RemoteFile> check, RequestOptions options) {
    CompletableFuture<RemoteFile> training = ready("training", spec.trainingFile(), check, options);
    Optional<FileId> validation = spec.validationFile();
    return validation.isEmpty()
        ? training
        : api.follow(training)
            .thenCompose(known -> ready("validation", validation.get(), check, options));
  }

  private CompletableFuture<RemoteFile> ready(
      String use, FileId file, Consumer<RemoteFile> check, RequestOptions options) {
    return api.follow(files.awaitReady(file, WAIT, options))
        .exceptionallyCompose(
            failure -> CompletableFuture.failedFuture(explained(failure, use, file)))
        .thenApply(
            found -> {
              check.accept(found);
              return found;
            });
  }

  private static Throwable explained(Throwable failure, String use, FileId file) {
    return failure instanceof NotFoundException missing
        ? new NotFoundException(
            missing
                .answer()
                .withHint(
                    "the "
                        + use
                        + " file "
                        + file
                        + " is not there, so no job was created: files().list() shows the ids"))
        : failure;
  }
}
