package dev.loraport.together.internal.adapter;

import dev.loraport.adapter.Adapter;
import dev.loraport.adapter.ArtifactHost;
import dev.loraport.adapter.ArtifactHost.Hosted;
import dev.loraport.adapter.LocalAdapter;
import dev.loraport.catalog.Fact;
import dev.loraport.catalog.Facts;
import dev.loraport.error.UploadException;
import dev.loraport.file.FileSource;
import dev.loraport.json.Json;
import dev.loraport.spi.AdapterUploads;
import dev.loraport.spi.RemoteNames;
import dev.loraport.spi.StoppableSource;
import dev.loraport.together.internal.wire.Api;
import dev.loraport.together.internal.wire.Settings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An adapter of this machine goes to Together: it is packed, put where Together can fetch it, and
 * taken away again once Together has it, or has refused it.
 */
final class HostedUpload {
  /** How long Together is given to fetch it. */
  static final Duration FETCHING = Duration.ofMinutes(100);

  private static final Duration MARGIN = Duration.ofMinutes(20);
  private static final System.Logger LOG = System.getLogger("dev.loraport.together");

  private final Api api;
  private final Facts facts;
  private final ArtifactHost host;

  HostedUpload(Api api, Facts facts, ArtifactHost host) {
    this.api = api;
    this.facts = facts;
    this.host = host;
  }

  /**
   * Publishes a folder or archive.
   *
   * @param path the folder or archive
   * @param name the name of the adapter
   * @param base the base model by its name at Together
   * @param fetched has Together fetch it from an address, and ends when it has
   */
  CompletableFuture<Adapter> publish(
      Path path, String name, String base, Function<URI, CompletableFuture<Adapter>> fetched) {
    Putting putting = new Putting();
    CompletableFuture<Hosted> put = new CompletableFuture<>();
    CompletableFuture<Adapter> published =
        api.follow(put).thenCompose(hosted -> fetched.apply(hosted.url()));
    AtomicBoolean deleted = new AtomicBoolean();
    Runnable clean =
        () -> {
          if (!deleted.getAndSet(true)) {
            put.thenAccept(HostedUpload::delete);
          }
        };
    published.whenComplete(
        (adapter, failure) -> {
          putting.stop();
          later(clean);
        });
    api.caller().executor().execute(() -> put(put, putting, path, base, name));
    // one who cancels does not wait until it is gone, one who gets the result finds it gone
    return published.whenComplete((adapter, failure) -> clean.run());
  }

  private void put(
      CompletableFuture<Hosted> put, Putting putting, Path path, String base, String name) {
    try {
      LocalAdapter adapter = AdapterUploads.checked(facts, path, base, api.caller().asOf());
      Hosted hosted = putting.put(adapter, RemoteNames.safe(name) + ".zip");
      // a future that was cancelled takes nothing more
      if (!put.complete(hosted)) {
        delete(hosted);
      }
    } catch (RuntimeException e) {
      put.completeExceptionally(e);
    }
  }

  private void later(Runnable clean) {
    try {
      api.caller().executor().execute(clean);
    } catch (RejectedExecutionException e) {
      clean.run();
    }
  }

  private static void delete(Hosted hosted) {
    try {
      hosted.delete();
    } catch (IOException | RuntimeException e) {
      // its address ends by itself; the adapter is published all the same
      LOG.log(System.Logger.Level.WARNING, "an adapter is left at its artifact host", e);
    }
  }

  private Duration lifetime() {
    return facts
        .ask("adapter.link.minutes", Fact.ANY, api.caller().asOf())
        .value()
        .flatMap(Json::integer)
        .map(Duration::ofMinutes)
        .orElse(FETCHING)
        .plus(MARGIN);
  }

  /** The archive on its way to the host. */
  private final class Putting {
    private volatile boolean stopped;
    private volatile @Nullable StoppableSource source;

    void stop() {
      stopped = true;
      StoppableSource current = source;
      if (current != null) {
        current.stop();
      }
    }

    Hosted put(LocalAdapter adapter, String name) {
      Path archive = null;
      try {
        archive = Files.createTempFile("adapter", ".zip");
        adapter.writeZip(archive);
        StoppableSource stoppable = new StoppableSource(named(archive, name));
        source = stoppable;
        if (stopped) {
          throw new CancellationException("nobody waits for " + name + " any more");
        }
        return host.put(stoppable, lifetime());
      } catch (IOException e) {
        throw new UploadException(
            Settings.PROVIDER,
            "adapters.publish",
            "can't put the adapter in "
                + adapter.path()
                + " where Together fetches it: "
                + e.getMessage(),
            UploadException.Step.SEND,
            null,
            e);
      } finally {
        delete(archive);
      }
    }

    private FileSource named(Path archive, String name) throws IOException {
      return FileSource.of(name, Files.size(archive), () -> Files.newInputStream(archive));
    }

    private void delete(@Nullable Path archive) {
      try {
        if (archive != null) {
          Files.deleteIfExists(archive);
        }
      } catch (IOException e) {
        LOG.log(System.Logger.Level.DEBUG, "a temporary archive is left: " + archive, e);
      }
    }
  }
}
