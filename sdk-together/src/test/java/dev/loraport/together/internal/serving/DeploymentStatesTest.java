package dev.loraport.together.internal.serving;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loraport.serving.AdapterLoadState;
import dev.loraport.serving.DeploymentState;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeploymentStatesTest {
  @ParameterizedTest
  @CsvSource({
    "DEPLOYMENT_STATE_PROVISIONING, STARTING",
    "DEPLOYMENT_STATE_SCALING, STARTING",
    "DEPLOYMENT_STATE_READY, READY",
    "DEPLOYMENT_STATE_DEGRADED, DEGRADED",
    "DEPLOYMENT_STATE_STOPPING, STOPPING",
    "DEPLOYMENT_STATE_STOPPED, STOPPED",
    "DEPLOYMENT_STATE_FAILED, FAILED",
    "ready, READY",
    "DEPLOYMENT_STATE_MOVING, UNKNOWN",
    "'', UNKNOWN"
  })
  void aWordIsAStateOfADeployment(String word, DeploymentState state) {
    assertThat(DeploymentStates.deployment(word)).isEqualTo(state);
  }

  @ParameterizedTest
  @CsvSource({
    "ADAPTER_LOAD_STATE_PENDING, LOADING",
    "ADAPTER_LOAD_STATE_LOADING, LOADING",
    "ADAPTER_LOAD_STATE_READY, READY",
    "ADAPTER_LOAD_STATE_REMOVING, REMOVING",
    "ADAPTER_LOAD_STATE_FAILED, FAILED",
    "ADAPTER_LOAD_STATE_ODD, UNKNOWN"
  })
  void aWordIsAStateOfALoadedAdapter(String word, AdapterLoadState state) {
    assertThat(DeploymentStates.adapter(word)).isEqualTo(state);
  }
}
