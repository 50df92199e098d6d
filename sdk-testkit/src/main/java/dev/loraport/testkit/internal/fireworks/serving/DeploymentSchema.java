package dev.loraport.testkit.internal.fireworks.serving;

import dev.loraport.testkit.internal.engine.Schema;
import dev.loraport.testkit.internal.engine.Schema.JsonType;
import dev.loraport.testkit.internal.engine.Wire;
import dev.loraport.testkit.internal.fireworks.world.Code;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The fields of a deployment: which can be written, their defaults, and their ranges. */
final class DeploymentSchema {
  static final Schema CREATE = fields().required(JsonType.TEXT, "baseModel");
  static final Schema PATCH = fields().optional(JsonType.TEXT, "baseModel");

  private static final Pattern SECONDS = Pattern.compile("\\d{1,9}(\\.\\d{1,9})?s");
  private static final Schema POLICY =
      new Schema()
          .optional(JsonType.TEXT, "scaleUpWindow", "scaleDownWindow", "scaleToZeroWindow")
          .optional(JsonType.OBJECT, "loadTargets", "scalingSchedules");
  private static final Set<String> TARGETS =
      Set.of(
          "default",
          "tokens_generated_per_second",
          "prompt_tokens_per_second",
          "requests_per_second",
          "concurrent_requests");
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration LEAST_TO_ZERO = Duration.ofMinutes(5);
  private static final int MAX_SCHEDULES = 5;
  private static final int MAX_NAME = 63;

  private DeploymentSchema() {}

  private static Schema fields() {
    return new Schema()
        .optional(JsonType.TEXT, "deploymentShape", "acceleratorType", "precision")
        .optional(JsonType.WHOLE, "acceleratorCount", "minReplicaCount", "maxReplicaCount")
        .optional(JsonType.WHOLE, "maxWithRevocableReplicaCount", "maxContextLength")
        .optional(JsonType.WHOLE, "draftTokenCount", "ngramSpeculationLength")
        .optional(JsonType.OBJECT, "autoscalingPolicy", "placement", "annotations", "autoTune")
        .optional(JsonType.BOOL, "enableAddons", "enableHotReloadLatestAddon", "enableHotLoad")
        .optional(JsonType.BOOL, "enableMtp", "enableSessionAffinity")
        .optional(JsonType.BOOL, "disableDeploymentSizeValidation")
        .optional(JsonType.TEXT, "displayName", "description", "draftModel", "directRouteType")
        .optional(JsonType.TEXT, "hotLoadBucketType", "hotLoadBucketUrl", "expireTime")
        .optional(JsonType.TEXT, "deploymentTemplate", "pricingPlanId")
        .optional(JsonType.TEXT, "activeModelVersion", "targetModelVersion")
        .optional(JsonType.LIST, "directRouteApiKeys");
  }

  /** Every field that an update may change, with its default; hardware stays as it was created. */
  static ObjectNode defaults() {
    ObjectNode defaults =
        Wire.object()
            .put("displayName", "")
            .put("description", "")
            .put("minReplicaCount", 0)
            .put("maxReplicaCount", 1)
            .put("enableAddons", false)
            .put("enableSessionAffinity", false)
            .put("maxContextLength", 0);
    return defaults.putNull("autoscalingPolicy").putNull("annotations");
  }

  /** Refuses replica counts, windows and names that are out of range. */
  static void check(ObjectNode body) {
    int min = body.path("minReplicaCount").asInt(0);
    int max = body.path("maxReplicaCount").asInt(Math.max(min, 1));
    if (min < 0 || max < min) {
      throw Code.INVALID_ARGUMENT.refuse(
          "min_replica_count must not be negative nor above max_replica_count");
    }
    if (Wire.string(body, "displayName", "").length() > MAX_NAME) {
      throw Code.INVALID_ARGUMENT.refuse("display_name must be fewer than 64 characters");
    }
    JsonNode placement = body.path("placement");
    if (placement.isObject() && placement.size() != 1) {
      throw Code.INVALID_ARGUMENT.refuse(
          "placement takes exactly one of region, multi_region and regions");
    }
    if (body.path("autoscalingPolicy") instanceof ObjectNode policy) {
      policy(policy);
    }
  }

  private static void policy(ObjectNode policy) {
    if (!POLICY.flaws(policy, "autoscalingPolicy").isEmpty()) {
      String problem = POLICY.flaws(policy, "autoscalingPolicy").get(0).problem();
      throw Code.INVALID_ARGUMENT.refuse("invalid request: " + problem);
    }
    boolean early = window(policy, "scaleToZeroWindow", HOUR).compareTo(LEAST_TO_ZERO) < 0;
    boolean late =
        window(policy, "scaleUpWindow", Duration.ofSeconds(30)).compareTo(HOUR) > 0
            || window(policy, "scaleDownWindow", Duration.ofMinutes(10)).compareTo(HOUR) > 0;
    if (early || late) {
      throw Code.INVALID_ARGUMENT.refuse(
          early
              ? "scale_to_zero_window must be at least 5 minutes"
              : "scale_up_window and scale_down_window must be at most 1 hour");
    }
    for (Map.Entry<String, JsonNode> target : policy.path("loadTargets").properties()) {
      if (!TARGETS.contains(target.getKey()) || !target.getValue().isNumber()) {
        throw Code.INVALID_ARGUMENT.refuse("invalid load target \"" + target.getKey() + "\"");
      }
    }
    if (policy.path("scalingSchedules").size() > MAX_SCHEDULES) {
      throw Code.INVALID_ARGUMENT.refuse("at most 5 scaling schedules are allowed");
    }
  }

  /** A window of an autoscaling policy; durations are texts of seconds. */
  static Duration window(JsonNode policy, String field, Duration absent) {
    JsonNode value = policy.path(field);
    if (!value.isString()) {
      return absent;
    }
    if (!SECONDS.matcher(value.asString()).matches()) {
      throw Code.INVALID_ARGUMENT.refuse("invalid duration \"" + value.asString() + "\"");
    }
    String seconds = value.asString().substring(0, value.asString().length() - 1);
    return Duration.ofMillis((long) (Double.parseDouble(seconds) * 1000));
  }
}
