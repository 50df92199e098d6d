package dev.loraport.nebius.internal.serving;

import dev.loraport.Money;
import dev.loraport.chat.ModelRef;
import dev.loraport.json.Json;
import dev.loraport.nebius.internal.wire.Bases;
import dev.loraport.serving.Deployment;
import dev.loraport.serving.DeploymentId;
import dev.loraport.serving.DeploymentState;
import dev.loraport.spi.Answer;
import dev.loraport.spi.Fields;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Reads a dedicated endpoint as a deployment. */
final class EndpointReader {
  // the only one whose prices a source tells
  private static final String PRICED_REGION = "eu-north1";

  private final Bases bases;
  private final Gpus gpus;

  EndpointReader(Bases bases, Gpus gpus) {
    this.bases = bases;
    this.gpus = gpus;
  }

  Deployment read(Answer answer, Json json) {
    Fields fields = Fields.of(json);
    DeploymentId id = DeploymentId.of(fields.requireText(answer, "id"));
    Json deployment = fields.json("deployment");
    String status = deployment.get("status").string().orElse("");
    String readiness = deployment.get("readiness").string().orElse("");
    boolean enabled = fields.bool("enabled").orElse(!status.equalsIgnoreCase("stopped"));
    Json scaling = fields.json("scaling");
    OptionalInt least = small(Fields.of(scaling).integer("min_replicas"));
    OptionalInt ready = small(Fields.of(deployment).integer("ready_replicas"));
    Optional<String> gpu = fields.text("gpu_type");
    OptionalInt count = small(fields.integer("gpu_count"));
    DeploymentState state = state(status, readiness, enabled);
    boolean costs =
        state != DeploymentState.STOPPED
            && json.get("region").string().filter(PRICED_REGION::equals).isPresent();
    Optional<Money> cost = costs ? cost(gpu, count, most(least, ready)) : Optional.empty();
    return Deployment.builder()
        .id(id)
        .name(fields.text("name"))
        .state(state)
        .status(readiness.isEmpty() ? status : status + ", " + readiness)
        .message(fields.message("status_reason", "message"))
        .deployedModel(fields.text("model_name"))
        .chatModel(chatModel(fields.text("routing_key"), json.get("region").string()))
        .hardware(gpu.map(type -> count.isPresent() ? count.getAsInt() + " x " + type : type))
        .readyReplicas(ready)
        .desiredReplicas(least)
        .hourlyCost(cost)
        .hourlyCostSource(cost.flatMap(price -> gpu.map(gpus::citePrice)))
        .adaptersEnabled(false)
        .createdAt(fields.instant("created_at"))
        .putAllExtra(fields.rest())
        .build();
  }

  /** Traffic goes by readiness, and not by the status. */
  static DeploymentState state(String status, String readiness, boolean enabled) {
    DeploymentState state =
        switch (status.toLowerCase(Locale.ROOT)) {
          case "starting", "updating" -> DeploymentState.STARTING;
          case "running" -> DeploymentState.READY;
          case "stopping" -> DeploymentState.STOPPING;
          // switched on again, it says so until its first replica begins to start
          case "stopped" -> enabled ? DeploymentState.STARTING : DeploymentState.STOPPED;
          case "error" -> DeploymentState.FAILED;
          default -> DeploymentState.UNKNOWN;
        };
    boolean ending =
        state == DeploymentState.STOPPING
            || state == DeploymentState.STOPPED
            || state == DeploymentState.FAILED;
    if (ending) {
      return state;
    }
    return switch (readiness.toLowerCase(Locale.ROOT)) {
      case "ready" -> DeploymentState.READY;
      case "partially_ready" -> DeploymentState.DEGRADED;
      case "not_ready" -> enabled ? DeploymentState.STARTING : DeploymentState.STOPPED;
      default -> enabled ? state : DeploymentState.STOPPED;
    };
  }

  /** The routing key at the host of the region; absent where that host is not known. */
  private Optional<ModelRef> chatModel(Optional<String> routingKey, Optional<String> region) {
    return routingKey.flatMap(
        key -> region.flatMap(bases::region).map(url -> ModelRef.of(key, url)));
  }

  private Optional<Money> cost(Optional<String> gpu, OptionalInt count, OptionalInt replicas) {
    if (count.isEmpty() || replicas.isEmpty()) {
      return Optional.empty();
    }
    long all = (long) count.getAsInt() * replicas.getAsInt();
    return gpu.flatMap(gpus::price).map(price -> price.times(BigDecimal.valueOf(all)));
  }

  // every replica that is ready is billed, those beyond the least too
  private static OptionalInt most(OptionalInt least, OptionalInt ready) {
    return least.isPresent() && ready.isPresent()
        ? OptionalInt.of(Math.max(least.getAsInt(), ready.getAsInt()))
        : least.isPresent() ? least : ready;
  }

  private static OptionalInt small(OptionalLong number) {
    return number.isPresent() && number.getAsLong() >= 0 && number.getAsLong() <= 1_000_000
        ? OptionalInt.of((int) number.getAsLong())
        : OptionalInt.empty();
  }
}
