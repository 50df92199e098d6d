package dev.loraport.adapter;

import dev.loraport.Capability;
import dev.loraport.ProviderClient;
import dev.loraport.error.UnsupportedCapabilityException;
import dev.loraport.error.UploadException;
import dev.loraport.tuning.Checkpoint;
import dev.loraport.tuning.TuningResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

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
 * <p>What can be known is said before anything moves: {@link UnsupportedCapabilityException} if one
 * of the providers gives out no files or takes none, and {@link UploadException}, with the reason,
 * if what came is no adapter in an open format, or the other provider would refuse it, such as one
 * of another base. Failures of the calls are those of {@link
 * dev.loraport.tuning.TuningService#download}, {@link AdapterService#publish} and {@link
 * AdapterService#awaitReady}.
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
    checkAdapter(from, result);
    from.capabilities().require(Capability.WEIGHTS_DOWNLOAD);
    return copy(from, folder -> from.jobs().download(result, folder), to, options);
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
    checkAdapter(from, result);
    from.capabilities().require(Capability.WEIGHTS_DOWNLOAD);
    return copy(from, folder -> from.jobs().download(result, checkpoint, folder), to, options);
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
    from.capabilities().require(Capability.ADAPTER_DOWNLOAD);
    return copy(from, folder -> from.adapters().download(adapter, folder), to, options);
  }

  private static void checkAdapter(ProviderClient from, TuningResult result) {
    if (!result.adapter()) {
      throw refused(
          from, "job " + result.job() + " has tuned a whole model, and no adapter to copy", null);
    }
  }

  private static CopiedAdapter copy(
      ProviderClient from, Consumer<Path> download, ProviderClient to, CopyOptions options) {
    to.capabilities().require(Capability.ADAPTER_UPLOAD);
    // a provider that takes other sources alone says so
    Capability folders = Capability.of("adapter_upload_" + AdapterSourceKind.FOLDER);
    to.capabilities()
        .reasonAgainst(folders)
        .ifPresent(
            reason -> {
              throw new UnsupportedCapabilityException(to.provider(), folders, reason);
            });
    try (CopyFolder folder = CopyFolder.create(options)) {
      download.accept(folder.downloads());
      LocalAdapter local = LocalAdapter.inspect(folder.adapter(options.maxBytes()));
      AdapterFit fit = local.fits(to.catalog(), options.baseModel(), to.capabilities().asOf());
      if (!fit.fits()) {
        throw refused(
            to, "the adapter from " + from.provider() + " stays there: " + fit.summary(), null);
      }
      AdapterSpec.Builder spec =
          AdapterSpec.builder()
              .source(AdapterSource.folder(Path.of(local.path())))
              .name(options.name())
              .baseModel(options.baseModel());
      options.description().ifPresent(spec::description);
      Adapter published = to.adapters().publish(spec.build());
      Adapter ready =
          published.state() == AdapterState.READY
              ? published
              : to.adapters().awaitReady(published.id(), options.timeout());
      return new CopiedAdapter(ready, local, fit);
    } catch (IOException e) {
      throw refused(
          from, "what " + from.provider() + " gave out can't be used: " + e.getMessage(), e);
    }
  }

  private static UploadException refused(
      ProviderClient client, String message, @Nullable Throwable cause) {
    return new UploadException(
        client.provider(), "adapters.copy", message, UploadException.Step.READ, null, cause);
  }
}
