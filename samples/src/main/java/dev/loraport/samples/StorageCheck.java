package dev.loraport.samples;

import dev.loraport.ClientConfig;
import dev.loraport.ProviderClient;
import dev.loraport.error.LoraportException;
import dev.loraport.file.RemoteFile;
import dev.loraport.http.Interceptor;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The hosts that files really go to. Where a provider takes uploads at a signed address, it names
 * the host only in the answer that begins one, and so makes a record; that is not done here. What
 * can be asked without that is the address of a download, where the account has a file.
 */
final class StorageCheck {
  private final URI api;
  private final AtomicReference<@Nullable URI> storage = new AtomicReference<>();
  private volatile boolean looking;

  /**
   * Makes a check.
   *
   * @param api the address of the API
   */
  StorageCheck(URI api) {
    this.api = api;
  }

  /** Sees where a download would go, and keeps it from going there. */
  Interceptor scout() {
    return (request, call, next) -> {
      if (!looking || isApi(request.uri())) {
        return next.proceed(request);
      }
      storage.set(request.uri().resolve("/")); // what signs it is left out
      return CompletableFuture.failedFuture(new Seen());
    };
  }

  private boolean isApi(URI uri) {
    return api.getAuthority().equalsIgnoreCase(uri.getAuthority());
  }

  /** Looks at what can be known before an upload. */
  List<Finding> run(ProviderClient client, ClientConfig config, Duration limit, InstantSource clock)
      throws InterruptedException {
    String host = api.getAuthority();
    List<Finding> findings = new ArrayList<>();
    switch (client.provider()) {
      case "together" ->
          findings.add(
              Finding.none(
                  "uploads",
                  "go to a host that is named only as one begins (POST /files): --try-writing shows"
                      + " whether it can be reached; with the client's setting upload=direct they go"
                      + " to "
                      + host));
      case "fireworks" -> {
        findings.add(
            Finding.none(
                "uploads",
                "of up to 150 MB go to "
                    + host
                    + "; larger files, and all adapters, go to a host that is named only as one"
                    + " begins (getUploadEndpoint), so it was not looked at"));
        findings.addAll(downloads(client, config, limit, clock));
      }
      default -> findings.add(Finding.none("uploads", "go to " + host + ", in one form"));
    }
    return findings;
  }

  /** The host that a file of the account would come from: not a byte of it is fetched. */
  private List<Finding> downloads(
      ProviderClient client, ClientConfig config, Duration limit, InstantSource clock)
      throws InterruptedException {
    Optional<RemoteFile> file = anyFile(client);
    if (file.isEmpty()) {
      return List.of(
          Finding.none("downloads", "there is no file whose address could be asked for"));
    }
    Optional<String> failure = ask(client, file.get());
    URI found = storage.get();
    if (found == null) {
      return List.of(
          Finding.none(
              "downloads",
              failure
                  .map(why -> "the address of one could not be had: " + why)
                  .orElse("come from " + api.getAuthority())));
    }
    List<Finding> findings = new ArrayList<>();
    findings.add(
        Finding.none("downloads", "come from " + found.getAuthority() + ", looked at here:"));
    findings.addAll(new NetworkCheck(found, config, limit, clock).run());
    return findings;
  }

  private static Optional<RemoteFile> anyFile(ProviderClient client) {
    try {
      return client.files().list().firstPage().items().stream().findFirst();
    } catch (LoraportException e) {
      return Optional.empty(); // told as a missing right already
    }
  }

  private Optional<String> ask(ProviderClient client, RemoteFile file) {
    looking = true;
    try {
      Path folder = Files.createTempDirectory("doctor");
      try {
        client.files().download(file.id(), folder.resolve("file"));
      } finally {
        Files.deleteIfExists(folder.resolve("file"));
        Files.deleteIfExists(folder);
      }
    } catch (LoraportException | Seen e) {
      return Optional.ofNullable(e.getMessage());
    } catch (IOException e) {
      return Optional.of("the temporary folder: " + e);
    } finally {
      looking = false;
    }
    return Optional.empty();
  }

  /** Ends a download before its first byte. */
  private static final class Seen extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Seen() {
      super("the address is known", null, false, false);
    }
  }
}
