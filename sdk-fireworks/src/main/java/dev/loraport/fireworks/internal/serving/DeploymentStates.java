package dev.loraport.fireworks.internal.serving;

import dev.loraport.serving.AdapterLoadState;
import dev.loraport.serving.DeploymentState;
import java.util.Locale;
import java.util.Map;

/** The words for the states of deployments and of the adapters on them. */
final class DeploymentStates {
  private static final Map<String, DeploymentState> DEPLOYMENTS =
      Map.of(
          "CREATING", DeploymentState.STARTING,
          "UPDATING", DeploymentState.STARTING,
          "READY", DeploymentState.READY,
          "DELETING", DeploymentState.STOPPING,
          "FAILED", DeploymentState.FAILED,
          "DELETED", DeploymentState.DELETED);

  private static final Map<String, AdapterLoadState> ADAPTERS =
      Map.of(
          "DEPLOYING", AdapterLoadState.LOADING,
          "UPDATING", AdapterLoadState.LOADING,
          "DEPLOYED", AdapterLoadState.READY,
          "UNDEPLOYING", AdapterLoadState.REMOVING);

  private DeploymentStates() {}

  static DeploymentState deployment(String word) {
    return DEPLOYMENTS.getOrDefault(word.toUpperCase(Locale.ROOT), DeploymentState.UNKNOWN);
  }

  static AdapterLoadState adapter(String word) {
    return ADAPTERS.getOrDefault(word.toUpperCase(Locale.ROOT), AdapterLoadState.UNKNOWN);
  }
}
