package dev.loraport.together.internal.serving;

import dev.loraport.json.Json;
import dev.loraport.serving.DeploymentId;
import dev.loraport.spi.Answer;
import dev.loraport.spi.Fields;
import dev.loraport.together.TogetherEndpoint;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An endpoint: the name that requests go to, and how they are shared out among deployments.
 *
 * @param id the id
 * @param name the model string of requests, {@code <slug>/<endpoint>}
 * @param etag its version
 * @param split the shares
 * @param deployments short forms of its deployments
 */
record Endpoint(
    String id, String name, Optional<String> etag, List<Json> split, List<Json> deployments) {
  static Endpoint read(Answer answer, Json json) {
    Fields fields = Fields.of(json);
    return new Endpoint(
        fields.requireText(answer, "id"),
        fields.requireText(answer, "name"),
        fields.text("etag"),
        fields.list("trafficSplit"),
        fields.list("deployments"));
  }

  /** What is told of an endpoint to those who ask for it. */
  static TogetherEndpoint told(Answer answer, Json json) {
    Fields fields = Fields.of(json);
    String id = fields.requireText(answer, "id");
    return new TogetherEndpoint(
        id,
        fields.requireText(answer, "name"),
        fields.text("endpointType"),
        fields.text("visibility"),
        fields.list("deployments").stream()
            .flatMap(deployment -> deployment.get("id").string().stream())
            .map(deployment -> DeploymentId.of(id + "/" + deployment))
            .toList(),
        fields.instant("createdAt"),
        fields.instant("updatedAt"),
        fields.rest());
  }

  /** Whether the bare name of this endpoint is the given one. */
  boolean isNamed(String bare) {
    return name.equals(bare) || name.endsWith("/" + bare);
  }

  boolean sendsTo(String deployment) {
    return split.stream()
        .anyMatch(
            share ->
                isFor(share, deployment)
                    && share
                        .get("weight")
                        .number()
                        .map(weight -> weight.signum() > 0)
                        .orElse(false));
  }

  /** The weight of each deployment that has one. */
  Map<DeploymentId, Integer> weights() {
    Map<DeploymentId, Integer> weights = new LinkedHashMap<>();
    for (Json share : split) {
      Fields fields = Fields.of(share);
      fields
          .text("deploymentId")
          .ifPresent(
              deployment ->
                  weights.put(
                      DeploymentId.of(id + "/" + deployment), fields.count("weight").orElse(0)));
    }
    return Collections.unmodifiableMap(weights);
  }

  /** The shares with another weight for one deployment. */
  Json splitWith(String deployment, int weight) {
    List<Json> shares = new ArrayList<>(split);
    shares.removeIf(share -> isFor(share, deployment));
    shares.add(Json.object().put("deploymentId", deployment).put("weight", weight).build());
    return Json.array(shares);
  }

  private static boolean isFor(Json share, String deployment) {
    return share.get("deploymentId").string().filter(deployment::equals).isPresent();
  }
}
