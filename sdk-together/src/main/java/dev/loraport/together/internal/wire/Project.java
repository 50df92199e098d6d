package dev.loraport.together.internal.wire;

import dev.loraport.RequestOptions;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The project of v2 calls: the one that was set, or that of the key, which is asked for once. */
public final class Project {
  private final Api api;
  private volatile @Nullable String id;

  /**
   * Makes it.
   *
   * @param api the way
   * @param id the project, if one was set
   */
  public Project(Api api, Optional<String> id) {
    this.api = api;
    this.id = id.orElse(null);
  }

  /** The id of the project. */
  public CompletableFuture<String> id(RequestOptions options) {
    String known = id;
    if (known != null) {
      return api.done(known);
    }
    return api.get(
        "whoami",
        api.v1("/whoami"),
        options,
        (answer, json) -> {
          String found =
              json.get("project_id")
                  .string()
                  .filter(text -> !text.isBlank())
                  .orElseThrow(() -> answer.unreadable("no project_id", null));
          id = found;
          return found;
        });
  }

  /** Goes on with an address below the project. */
  public <T> CompletableFuture<T> with(
      RequestOptions options, Function<Function<String, URI>, CompletableFuture<T>> next) {
    return id(options)
        .thenCompose(
            project -> next.apply(path -> api.v2("/projects/" + Api.path(project) + path)));
  }
}
