package dev.loraport.fireworks.internal.serving;

import dev.loraport.adapter.AdapterId;
import dev.loraport.fireworks.internal.wire.Account;
import dev.loraport.fireworks.internal.wire.ResourceName;
import dev.loraport.json.Json;
import dev.loraport.serving.AdapterLoadState;
import dev.loraport.serving.DeploymentId;
import dev.loraport.serving.LoadedAdapter;
import dev.loraport.spi.Answer;
import dev.loraport.spi.Fields;
import java.util.Optional;

/**
 * An adapter on a deployment, which the provider calls a deployed model.
 *
 * @param name the name by which it is looked at and taken off
 * @param model the adapter
 * @param deployment the deployment; none for the serverless loading of former times
 * @param json all that the provider sent
 */
record Load(ResourceName name, ResourceName model, Optional<ResourceName> deployment, Json json) {
  static Load read(Answer answer, Json json) {
    Fields fields = Fields.of(json);
    return new Load(
        ResourceName.parse(fields.requireText(answer, "name")),
        ResourceName.parse(fields.requireText(answer, "model")),
        fields.text("deployment").flatMap(ResourceName::find),
        json);
  }

  boolean is(ResourceName adapter, Optional<ResourceName> on) {
    return model.equals(adapter) && deployment.equals(on);
  }

  private String word() {
    return Fields.of(json).text("state").orElse("");
  }

  /** There is no state for a failure: it is in the status alone. */
  AdapterLoadState state() {
    AdapterLoadState state = DeploymentStates.adapter(word());
    return state != AdapterLoadState.READY && message().isPresent()
        ? AdapterLoadState.FAILED
        : state;
  }

  Optional<String> message() {
    Fields status = Fields.of(json.get("status"));
    String code = status.text("code").orElse("OK");
    return code.equals("OK")
        ? Optional.empty()
        : Optional.of(code + status.message("message").map(text -> ": " + text).orElse(""));
  }

  /** The neutral value, for one that is on that deployment. */
  LoadedAdapter on(ResourceName on, Account own) {
    Fields fields = Fields.of(json);
    fields.text("state", "model", "deployment");
    return new LoadedAdapter(
        AdapterId.of(model.account().equals(own) ? model.id() : model.value()),
        DeploymentId.of(on.id()),
        state(),
        word(),
        message(),
        fields.rest());
  }

  /** The text of a request for this adapter on a deployment; the short forms don't always work. */
  static String modelString(ResourceName model, ResourceName deployment) {
    return model + "#" + deployment;
  }
}
