package dev.loraport.together;

import java.util.Objects;
import java.util.Optional;

/**
 * An adapter that an endpoint of the first API answers for.
 *
 * @param modelId the id of the pair, {@code <endpoint name>:<adapter name>}
 * @param adapterName the name of the adapter, which is what to chat with
 * @param endpointName the name of the endpoint
 */
public record EndpointAdapter(
    String modelId, Optional<String> adapterName, Optional<String> endpointName) {
  public EndpointAdapter {
    Objects.requireNonNull(modelId, "modelId");
    Objects.requireNonNull(adapterName, "adapterName");
    Objects.requireNonNull(endpointName, "endpointName");
  }
}
