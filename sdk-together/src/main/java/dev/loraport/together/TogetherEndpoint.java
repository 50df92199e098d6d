package dev.loraport.together;

import dev.loraport.json.Json;
import dev.loraport.serving.DeploymentId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * An endpoint of the second API: the name that requests go to, which stands for its deployments.
 * Source: Together's TypeScript SDK 0.49.0 (2026-08-19).
 *
 * @param id its id, {@code ep_...}
 * @param name what to chat with, {@code <project slug>/<endpoint>}
 * @param type such as {@code ENDPOINT_TYPE_DEDICATED}
 * @param visibility who sees it, such as {@code VISIBILITY_PRIVATE}
 * @param deployments its deployments; their shares are told by {@link TogetherDeployments#weights}
 * @param createdAt when it was made
 * @param updatedAt when it last changed
 * @param extra what Together sent beyond the fields above, by its own names
 */
public record TogetherEndpoint(
    String id,
    String name,
    Optional<String> type,
    Optional<String> visibility,
    List<DeploymentId> deployments,
    Optional<Instant> createdAt,
    Optional<Instant> updatedAt,
    Map<String, Json> extra) {
  /** Copies what is a collection. */
  public TogetherEndpoint {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(name, "name");
    deployments = List.copyOf(deployments);
    extra = Json.object(extra).members();
  }
}
