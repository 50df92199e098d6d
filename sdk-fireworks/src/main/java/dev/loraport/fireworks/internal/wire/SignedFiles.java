package dev.loraport.fireworks.internal.wire;

import dev.loraport.RequestOptions;
import dev.loraport.error.DecodeException;
import dev.loraport.file.FileSource;
import dev.loraport.file.UploadListener;
import dev.loraport.json.Json;
import dev.loraport.spi.Answer;
import dev.loraport.spi.Call;
import dev.loraport.spi.Operation;
import dev.loraport.spi.Operation.Kind;
import dev.loraport.spi.UploadBodies;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of data sets and models, which go to and come from signed addresses of a storage. It
 * never sees the key, and the addresses are never shown.
 */
public final class SignedFiles {
  // the addresses are good for an hour
  private static final Duration FRESH = Duration.ofMinutes(45);
  private static final String BINARY = "application/octet-stream";

  private final Api api;

  /**
   * Makes it.
   *
   * @param api the way
   */
  public SignedFiles(Api api) {
    this.api = api;
  }

  /**
   * Sends all files of a resource, one after the other. All are named at once, since a second call
   * for addresses replaces the list of files; so they are named again, all of them, once the
   * addresses grow old.
   *
   * @param operation the name of the operation, for errors
   * @param resource the data set or model
   * @param sources the files; their names are those at the provider
   * @param listener told about the progress of each file
   * @param options the options of the operation
   */
  public CompletableFuture<@Nullable Void> upload(
      String operation,
      ResourceName resource,
      List<FileSource> sources,
      UploadListener listener,
      RequestOptions options) {
    Run run = new Run(operation, resource, sources, listener, options);
    return run.addresses().thenCompose(x -> run.send(0)).thenApply(x -> null);
  }

  /** The addresses to download the files of a resource from, by name. */
  public CompletableFuture<Map<String, URI>> downloads(
      String operation, ResourceName resource, RequestOptions options) {
    return api.get(operation, api.uri(resource, "getDownloadEndpoint"), options, this::addresses);
  }

  private Map<String, URI> addresses(Answer answer, Json json) {
    Map<String, URI> addresses = new LinkedHashMap<>();
    json.get("filenameToSignedUrls")
        .members()
        .forEach((name, url) -> addresses.put(name, address(answer, name, url)));
    return addresses;
  }

  /**
   * A signed address, if it is one that bytes may go to or come from.
   *
   * @param name what it is the address of, for the error
   * @throws DecodeException if it is not; the address, a secret, is not shown
   */
  public URI address(Answer answer, String name, Json url) {
    try {
      URI address = URI.create(url.string().orElse(""));
      boolean plain = api.bases().root().getScheme().equalsIgnoreCase("http");
      String scheme = String.valueOf(address.getScheme());
      if (address.getHost() != null
          && (scheme.equalsIgnoreCase("https") || (plain && scheme.equalsIgnoreCase("http")))) {
        return address;
      }
    } catch (IllegalArgumentException e) {
      // falls through: the address is a secret, so neither it nor the exception is shown
    }
    throw unusable(answer, "the signed address of \"" + name + "\" is no https address");
  }

  private RuntimeException unusable(Answer answer, String why) {
    // the body holds what is signed, so it is left out
    return new DecodeException(
        Settings.PROVIDER,
        "signed address",
        Settings.PROVIDER + ": " + answer.status() + " with an unusable body: " + why,
        "",
        null);
  }

  private final class Run {
    private final String operation;
    private final ResourceName resource;
    private final List<FileSource> sources;
    private final UploadListener listener;
    private final RequestOptions options;
    private Map<String, URI> addresses = Map.of();
    private Instant asked = Instant.MIN;

    Run(
        String operation,
        ResourceName resource,
        List<FileSource> sources,
        UploadListener listener,
        RequestOptions options) {
      this.operation = operation;
      this.resource = resource;
      this.sources = sources;
      this.listener = listener;
      this.options = options;
    }

    CompletableFuture<Map<String, URI>> addresses() {
      Map<String, Json> sizes = new LinkedHashMap<>();
      sources.forEach(source -> sizes.put(source.name(), Json.of(Long.toString(source.length()))));
      Instant now = api.caller().clock().instant();
      return api.send(
          Call.post(Operation.write(operation), api.uri(resource, "getUploadEndpoint"))
              .json(Json.object(Map.of("filenameToSize", Json.object(sizes)))),
          Api.beside(options),
          (answer, json) -> {
            Map<String, URI> found = SignedFiles.this.addresses(answer, json);
            if (!found.keySet().equals(sizes.keySet())) {
              throw unusable(
                  answer, "addresses for " + found.keySet() + " in place of " + sizes.keySet());
            }
            addresses = found;
            asked = now;
            return found;
          });
    }

    CompletableFuture<Map<String, URI>> send(int index) {
      if (index == sources.size()) {
        return api.done(addresses);
      }
      boolean old = Duration.between(asked, api.caller().clock().instant()).compareTo(FRESH) >= 0;
      CompletableFuture<Map<String, URI>> fresh = old ? addresses() : api.done(addresses);
      return api.follow(fresh).thenCompose(x -> put(index)).thenCompose(x -> send(index + 1));
    }

    private CompletableFuture<Answer> put(int index) {
      FileSource source = sources.get(index);
      URI address = addresses.get(source.name());
      if (address == null) {
        throw new IllegalStateException("no address for " + source.name());
      }
      return api.send(
          Call.put(new Operation(operation, Kind.UPLOAD), address)
              .signed()
              .header("x-goog-content-length-range", source.length() + "," + source.length())
              .body(UploadBodies.raw(source, BINARY, listener)),
          Api.bare(options));
    }
  }
}
