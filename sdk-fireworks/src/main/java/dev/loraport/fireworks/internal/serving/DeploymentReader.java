package dev.loraport.fireworks.internal.serving;

import dev.loraport.Money;
import dev.loraport.chat.ModelRef;
import dev.loraport.fireworks.internal.wire.ResourceName;
import dev.loraport.json.Json;
import dev.loraport.serving.Deployment;
import dev.loraport.serving.DeploymentId;
import dev.loraport.spi.Answer;
import dev.loraport.spi.Fields;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads deployments. */
final class DeploymentReader {
  private final ServingRules rules;

  DeploymentReader(ServingRules rules) {
    this.rules = rules;
  }

  Deployment read(Answer answer, Json json) {
    Fields fields = Fields.of(json);
    ResourceName name = ResourceName.parse(fields.requireText(answer, "name"));
    Fields replicas = Fields.of(json.get("replicaStats"));
    String word = fields.text("state").orElse("");
    Optional<String> type = fields.text("acceleratorType");
    int gpus = fields.count("acceleratorCount").orElse(1);
    OptionalInt ready = replicas.count("readyReplicaCount");
    OptionalInt running = fields.count("replicaCount");
    OptionalInt desired = fields.count("desiredReplicaCount");
    Optional<Money> cost = type.flatMap(t -> hourly(t, gpus, desired.orElse(1)));
    Map<String, Json> extra = new LinkedHashMap<>(fields.rest());
    // extra() is printed, and these are keys
    extra.remove("directRouteApiKeys");
    return Deployment.builder()
        .id(DeploymentId.of(name.id()))
        .name(name.value())
        .status(word)
        .state(DeploymentStates.deployment(word))
        .message(Fields.of(fields.json("status")).message("message"))
        .deployedModel(fields.text("baseModel"))
        .chatModel(ModelRef.of(name.value()))
        .hardware(fields.text("deploymentShape").or(() -> type.map(t -> Machines.label(t, gpus))))
        .readyReplicas(ready.isPresent() ? ready : running)
        .desiredReplicas(desired)
        .hourlyCost(cost)
        .hourlyCostSource(cost.flatMap(price -> type.map(rules::citePrice)))
        .adaptersEnabled(fields.bool("enableAddons"))
        .createdAt(fields.instant("createTime"))
        .putAllExtra(extra)
        .build();
  }

  private Optional<Money> hourly(String type, int gpus, int replicas) {
    return rules
        .gpuPrice(type)
        .map(price -> price.times(BigDecimal.valueOf((long) gpus * replicas)));
  }
}
