package dev.loraport.together.internal.serving;

import dev.loraport.serving.AdapterLoadState;
import dev.loraport.serving.DeploymentState;
import java.util.Locale;
import java.util.Map;

/** The words for the states of deployments and of the adapters on them. */
final class DeploymentStates {
  private static final String DEPLOYMENT = "DEPLOYMENT_STATE_";
  private static final String ADAPTER = "ADAPTER_LOAD_STATE_";

  private static final Map<String, DeploymentState> DEPLOYMENTS =
      Map.of(
          "PROVISIONING", DeploymentState.STARTING,
          "SCALING", DeploymentState.STARTING,
          "READY", DeploymentState.READY,
          "DEGRADED", DeploymentState.DEGRADED,
          "STOPPING", DeploymentState.STOPPING,
          "STOPPED", DeploymentState.STOPPED,
          "FAILED", DeploymentState.FAILED);

  private static final Map<String, AdapterLoadState> ADAPTERS =
      Map.of(
          "PENDING", AdapterLoadState.LOADING,
          "LOADING", AdapterLoadState.LOADING,
          "READY", AdapterLoadState.READY,
          "REMOVING", AdapterLoadState.REMOVING,
          "FAILED", AdapterLoadState.FAILED);

  private DeploymentStates() {}

  static DeploymentState deployment(String word) {
    return DEPLOYMENTS.getOrDefault(bare(word, DEPLOYMENT), DeploymentState.UNKNOWN);
  }

  static AdapterLoadState adapter(String word) {
    return ADAPTERS.getOrDefault(bare(word, ADAPTER), AdapterLoadState.UNKNOWN);
  }

  private static String bare(String word, String prefix) {
    String upper = word.toUpperCase(Locale.ROOT);
    return upper.startsWith(prefix) ? upper.substring(prefix.length()) : upper;
  }
}
