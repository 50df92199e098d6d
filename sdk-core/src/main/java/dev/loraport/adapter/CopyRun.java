package dev.loraport.adapter;

import dev.loraport.Capability;
import dev.loraport.ProviderClient;
import dev.loraport.error.UnsupportedCapabilityException;
import dev.loraport.error.UploadException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What a copy does before, between and after its calls, whether anyone waits for these or not. */
final class CopyRun implements AutoCloseable {
  private final ProviderClient from;
  private final ProviderClient to;
  private final CopyOptions options;
  private final CopyFolder folder;

  private CopyRun(ProviderClient from, ProviderClient to, CopyOptions options, CopyFolder folder) {
    this.from = from;
    this.to = to;
    this.options = options;
    this.folder = folder;
  }

  /** Begins one that the other provider may take, by what is known before any call. */
  static CopyRun begin(
      ProviderClient from, Capability given, ProviderClient to, CopyOptions options) {
    from.capabilities().require(given);
    to.capabilities().require(Capability.ADAPTER_UPLOAD);
    // a provider that takes other sources alone says so
    Capability folders = Capability.of("adapter_upload_" + AdapterSourceKind.FOLDER);
    to.capabilities()
        .reasonAgainst(folders)
        .ifPresent(
            reason -> {
              throw new UnsupportedCapabilityException(to.provider(), folders, reason);
            });
    try {
      return new CopyRun(from, to, options, CopyFolder.create(options));
    } catch (IOException e) {
      throw refused(to, "there is no place for its files meanwhile: " + e.getMessage(), e);
    }
  }

  ProviderClient to() {
    return to;
  }

  Duration timeout() {
    return options.timeout();
  }

  /** Where the files are to be downloaded. */
  Path downloads() {
    return folder.downloads();
  }

  /**
   * An adapter that the other provider takes.
   *
   * @param local what was found in its files
   * @param fit what is known of it there
   */
  record Fitting(LocalAdapter local, AdapterFit fit) {
    CopiedAdapter copied(Adapter adapter) {
      return new CopiedAdapter(adapter, local, fit);
    }
  }

  /** Looks at what was downloaded. */
  Fitting fitting() {
    LocalAdapter local;
    try {
      local = LocalAdapter.inspect(folder.adapter(options.maxBytes()));
    } catch (IOException e) {
      throw refused(
          from, "what " + from.provider() + " gave out can't be used: " + e.getMessage(), e);
    } finally {
      folder.closeAgain();
    }
    AdapterFit fit = local.fits(to.catalog(), options.baseModel(), to.capabilities().asOf());
    if (!fit.fits()) {
      throw refused(
          to, "the adapter from " + from.provider() + " stays there: " + fit.summary(), null);
    }
    return new Fitting(local, fit);
  }

  /** What is to be published. */
  AdapterSpec spec(Fitting found) {
    AdapterSpec.Builder spec =
        AdapterSpec.builder()
            .source(AdapterSource.folder(Path.of(found.local().path())))
            .name(options.name())
            .baseModel(options.baseModel());
    options.description().ifPresent(spec::description);
    return spec.build();
  }

  static UploadException refused(ProviderClient client, String message, @Nullable Throwable cause) {
    return new UploadException(
        client.provider(), "adapters.copy", message, UploadException.Step.READ, null, cause);
  }

  void closeIfFailed(@Nullable Throwable failure) {
    if (failure != null) {
      close();
    }
  }

  /** Removes the files; a second time does no harm. */
  @Override
  public void close() {
    folder.close();
  }
}
