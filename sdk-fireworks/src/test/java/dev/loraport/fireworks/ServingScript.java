package dev.loraport.fireworks;

import static dev.loraport.fireworks.Script.A;

import dev.loraport.serving.ServingOptions;
import dev.loraport.tuning.ArtifactKind;
import dev.loraport.tuning.JobId;
import dev.loraport.tuning.TuningArtifact;
import dev.loraport.tuning.TuningResult;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What tests of serving have in common. */
abstract class ServingScript {
  static final String BASE = "accounts/fireworks/models/qwen3-8b";
  static final String LORA = "accounts/my-team/models/support-lora";
  static final String CREATE = "POST " + A + "/deployments";
  static final String GET = "GET " + A + "/deployments/{d}";
  static final String DELETE = "DELETE " + A + "/deployments/{d}";
  static final String SHAPES = "GET /v1/accounts/fireworks/deploymentShapes";
  static final String CHAT = "POST /inference/v1/chat/completions";
  static final String LOADS = A + "/deployedModels";
  static final String ANSWER = "{'id':'c','choices':[{}]}";
  static final String NO_SHAPES = "{'deploymentShapes':[]}";

  final Script script = new Script();

  static String deployment(String state, String more) {
    return "{'name':'accounts/my-team/deployments/{id}','state':'"
        + state
        + "','status':{'code':'OK','message':''},'baseModel':'"
        + LORA
        + "','acceleratorType':'NVIDIA_H100_80GB','acceleratorCount':1,'desiredReplicaCount':1"
        + more
        + "}";
  }

  static TuningResult result() {
    TuningArtifact adapter =
        new TuningArtifact(
            ArtifactKind.ADAPTER, LORA, Optional.empty(), Optional.empty(), OptionalLong.empty());
    return new TuningResult(
        "fireworks",
        JobId.of("supervisedFineTuningJobs/m4t8r2zq"),
        BASE,
        Optional.of(LORA),
        Optional.empty(),
        true,
        List.of(adapter));
  }

  static ServingOptions.Builder h100() {
    return ServingOptions.builder().hardware("NVIDIA_H100_80GB");
  }

  /** All goes well: ready at the second look, and answers at the second question. */
  Script wellScripted() {
    return script
        .on(SHAPES, NO_SHAPES)
        .on(CREATE, deployment("CREATING", ""))
        .on(GET, deployment("CREATING", ""))
        .on(GET, deployment("READY", ""))
        .on(GET, deployment("DELETED", ""))
        .on(CHAT, 404, "{'error':{'message':'Model not found','code':'NOT_FOUND'}}")
        .on(CHAT, ANSWER)
        .on(DELETE, "{}");
  }
}
