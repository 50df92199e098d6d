package dev.loraport.together.internal.endpoint;

import dev.loraport.Money;
import dev.loraport.chat.ModelRef;
import dev.loraport.json.Json;
import dev.loraport.serving.Deployment;
import dev.loraport.serving.DeploymentId;
import dev.loraport.serving.DeploymentState;
import dev.loraport.serving.Hardware;
import dev.loraport.spi.Answer;
import dev.loraport.spi.Fields;
import dev.loraport.together.EndpointAdapter;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads endpoints, their adapters and their machines. */
final class V1EndpointReader {
  private static final BigDecimal MINUTES = BigDecimal.valueOf(60);
  private static final BigDecimal CENTS = BigDecimal.valueOf(100);

  private static final Map<String, DeploymentState> STATES =
      Map.of(
          "PENDING", DeploymentState.STARTING,
          "STARTING", DeploymentState.STARTING,
          "STARTED", DeploymentState.READY,
          "STOPPING", DeploymentState.STOPPING,
          "STOPPED", DeploymentState.STOPPED,
          "ERROR", DeploymentState.FAILED,
          "FAILED", DeploymentState.FAILED);

  private V1EndpointReader() {}

  static DeploymentState state(String word) {
    return STATES.getOrDefault(word.toUpperCase(Locale.ROOT), DeploymentState.UNKNOWN);
  }

  static Deployment endpoint(Answer answer, Json json, List<Hardware> machines, LocalDate day) {
    Fields fields = Fields.of(json);
    String word = fields.text("state").orElse("");
    Optional<String> name = fields.text("name");
    Optional<String> hardware = fields.text("hardware");
    OptionalInt replicas = Fields.of(json.get("autoscaling")).count("min_replicas");
    Optional<Money> cost =
        machines.stream()
            .filter(machine -> hardware.equals(Optional.of(machine.id())))
            .flatMap(machine -> machine.hourlyPrice().stream())
            .map(price -> price.times(BigDecimal.valueOf(replicas.orElse(1))))
            .findFirst();
    return Deployment.builder()
        .id(DeploymentId.of(fields.requireText(answer, "id")))
        .name(name)
        .status(word)
        .state(state(word))
        .deployedModel(fields.text("model"))
        .chatModel(name.map(ModelRef::of))
        .hardware(hardware)
        .desiredReplicas(replicas)
        .hourlyCost(cost)
        .hourlyCostSource(cost.map(price -> "live, GET /v1/hardware, " + day))
        .createdAt(fields.instant("created_at"))
        .putAllExtra(fields.rest())
        .build();
  }

  static Hardware machine(Answer answer, Json json) {
    Fields fields = Fields.of(json);
    Fields specs = Fields.of(fields.json("specs"));
    Optional<Money> hourly =
        Fields.of(fields.json("pricing"))
            .number("cents_per_minute")
            .map(cents -> Money.usd(cents.multiply(MINUTES)).dividedBy(CENTS));
    return new Hardware(
        fields.requireText(answer, "id"),
        specs.text("gpu_type"),
        specs.count("gpu_count"),
        specs.count("gpu_memory"),
        hourly,
        List.of(),
        fields.rest());
  }

  static EndpointAdapter adapter(Answer answer, Json json) {
    Fields fields = Fields.of(json);
    String id = fields.requireText(answer, "model_id");
    int colon = id.indexOf(':');
    return new EndpointAdapter(
        id,
        fields
            .text("adapter_name")
            .or(() -> colon < 0 ? Optional.empty() : Optional.of(id.substring(colon + 1))),
        fields
            .text("endpoint_name")
            .or(() -> colon < 0 ? Optional.empty() : Optional.of(id.substring(0, colon))));
  }
}
