package dev.loraport.adapter;

import dev.loraport.Capability;
import dev.loraport.ProviderClient;
import dev.loraport.spi.LinkedFuture;
import dev.loraport.tuning.Checkpoint;
import dev.loraport.tuning.TuningResult;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Takes adapters from one provider to another: its files come to this machine, are looked into,
 * held against what the other provider takes, and published there. They are gone afterwards,
 * whatever the end.
 *
 * <pre>{@code
 * CopiedAdapter copy =
 *     Adapters.copy(together, job.result(), fireworks,
 *         CopyOptions.of("support", "accounts/fireworks/models/qwen3-8b"));
 * }</pre>
 *
 * <p>What can be known is said before anything moves: {@link
 * dev.loraport.error.UnsupportedCapabilityException} if one of the providers gives out no files or
 * takes none, and {@link dev.loraport.error.UploadException}, with the reason, if what came is no
 * adapter in an open format, or the other provider would refuse it, such as one of another base.
 * Failures of the calls are those of {@link dev.loraport.tuning.TuningService#download}, {@link
 * AdapterService#publish} and {@link AdapterService#awaitReady}.
 *
 * <p>The methods that give a future throw at once what is known before any call; all else is a
 * failure of the future. Cancelling it cancels the call that is under way, and the files go too;
 * what was published by then stays.
 */
public final class Adapters {
  private Adapters() {}

  /**
   * Copies what a finished job has trained.
   *
   * @param from the client of the job's provider
   * @param result the job's result
   * @param to the client of the other provider
   * @param options under which name, for which base
   */
  public static CopiedAdapter copy(
      ProviderClient from, TuningResult result, ProviderClient to, CopyOptions options) {
    return copy(ofJob(from, result, to, options), folder -> from.jobs().download(result, folder));
  }

  /** As {@link #copy(ProviderClient, TuningResult, ProviderClient, CopyOptions)}, not waiting. */
  public static CompletableFuture<CopiedAdapter> copyAsync(
      ProviderClient from, TuningResult result, ProviderClient to, CopyOptions options) {
    return copyAsync(
        ofJob(from, result, to, options), folder -> from.jobs().async().download(result, folder));
  }

  /**
   * Copies a checkpoint of a job.
   *
   * @param from the client of the job's provider
   * @param result the job's result
   * @param checkpoint one of its checkpoints
   * @param to the client of the other provider
   * @param options under which name, for which base
   */
  public static CopiedAdapter copy(
      ProviderClient from,
      TuningResult result,
      Checkpoint checkpoint,
      ProviderClient to,
      CopyOptions options) {
    return copy(
        ofJob(from, result, to, options),
        folder -> from.jobs().download(result, checkpoint, folder));
  }

  /**
   * As {@link #copy(ProviderClient, TuningResult, Checkpoint, ProviderClient, CopyOptions)}, not
   * waiting.
   */
  public static CompletableFuture<CopiedAdapter> copyAsync(
      ProviderClient from,
      TuningResult result,
      Checkpoint checkpoint,
      ProviderClient to,
      CopyOptions options) {
    return copyAsync(
        ofJob(from, result, to, options),
        folder -> from.jobs().async().download(result, checkpoint, folder));
  }

  /**
   * Copies a published adapter.
   *
   * @param from the client of its provider
   * @param adapter its id there
   * @param to the client of the other provider
   * @param options under which name, for which base
   */
  public static CopiedAdapter copy(
      ProviderClient from, AdapterId adapter, ProviderClient to, CopyOptions options) {
    return copy(
        CopyRun.begin(from, Capability.ADAPTER_DOWNLOAD, to, options),
        folder -> from.adapters().download(adapter, folder));
  }

  /** As {@link #copy(ProviderClient, AdapterId, ProviderClient, CopyOptions)}, not waiting. */
  public static CompletableFuture<CopiedAdapter> copyAsync(
      ProviderClient from, AdapterId adapter, ProviderClient to, CopyOptions options) {
    return copyAsync(
        CopyRun.begin(from, Capability.ADAPTER_DOWNLOAD, to, options),
        folder -> from.adapters().async().download(adapter, folder));
  }

  private static CopyRun ofJob(
      ProviderClient from, TuningResult result, ProviderClient to, CopyOptions options) {
    if (!result.adapter()) {
      throw CopyRun.refused(
          from, "job " + result.job() + " has tuned a whole model, and no adapter to copy", null);
    }
    return CopyRun.begin(from, Capability.WEIGHTS_DOWNLOAD, to, options);
  }

  private static CopiedAdapter copy(CopyRun run, Consumer<Path> download) {
    try (run) {
      download.accept(run.downloads());
      CopyRun.Fitting found = run.fitting();
      AdapterService adapters = run.to().adapters();
      Adapter published = adapters.publish(run.spec(found));
      return found.copied(
          published.state() == AdapterState.READY
              ? published
              : adapters.awaitReady(published.id(), run.timeout()));
    }
  }

  private static CompletableFuture<CopiedAdapter> copyAsync(
      CopyRun run, Function<Path, CompletableFuture<List<Path>>> download) {
    AdapterService.Async adapters;
    CompletableFuture<List<Path>> downloaded;
    try {
      adapters = run.to().adapters().async();
      downloaded = download.apply(run.downloads());
    } catch (RuntimeException e) {
      run.close();
      throw e;
    }
    // that of the one client, as of all its futures
    Executor executor = downloaded.defaultExecutor();
    CompletableFuture<CopiedAdapter> copied =
        LinkedFuture.of(executor, downloaded)
            .thenApplyAsync(files -> run.fitting(), executor)
            .thenCompose(
                found ->
                    adapters
                        .publish(run.spec(found))
                        .thenCompose(
                            published ->
                                published.state() == AdapterState.READY
                                    ? CompletableFuture.completedFuture(published)
                                    : adapters.awaitReady(published.id(), run.timeout()))
                        .thenApply(found::copied));
    // a stage that was cancelled itself does nothing more, so that each step has one of its own
    downloaded.whenComplete((files, failure) -> run.closeIfFailed(failure));
    copied.whenComplete((copy, failure) -> run.closeIfFailed(failure));
    // one who gets the result finds the files gone
    return copied.whenComplete((copy, failure) -> run.close());
  }
}
