package dev.loraport.serving;

import dev.loraport.adapter.AdapterId;
import dev.loraport.internal.json.Parts;
import dev.loraport.json.Json;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * An adapter on a running deployment.
 *
 * @param adapter the adapter
 * @param deployment the deployment
 * @param state whether it answers
 * @param status the provider's own word for the state
 * @param message what the provider says about the state
 * @param extra what the provider sent beyond the fields above, by its own names
 */
public record LoadedAdapter(
    AdapterId adapter,
    DeploymentId deployment,
    AdapterLoadState state,
    String status,
    Optional<String> message,
    Map<String, Json> extra) {
  public LoadedAdapter {
    Objects.requireNonNull(adapter, "adapter");
    Objects.requireNonNull(deployment, "deployment");
    state = state == null ? AdapterLoadState.UNKNOWN : state;
    status = Parts.text(status);
    message = Parts.optional(message);
    extra = Parts.members(extra);
  }
}
