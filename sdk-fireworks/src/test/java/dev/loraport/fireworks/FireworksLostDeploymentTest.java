package dev.loraport.fireworks;

import static dev.loraport.fireworks.Script.A;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.loraport.error.ServerErrorException;
import dev.loraport.error.ServingFailedException;
import dev.loraport.error.ServingRefusedException;
import dev.loraport.json.Json;
import dev.loraport.serving.DeploymentState;
import dev.loraport.serving.ServedModel;
import dev.loraport.serving.ServingOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose a deployment is where its name is taken, or the answer was lost. */
class FireworksLostDeploymentTest extends ServingScript {
  @Test
  void aNameThatIsTakenIsRefusedAndLeftAlone() {
    script
        .on(CREATE, 409, "{'code':6,'message':'exists'}")
        .on("GET " + A + "/deployments/prod", deployment("READY", ",'description':'of others'"));
    try (FireworksClient client = script.client()) {
      assertThatExceptionOfType(ServingRefusedException.class)
          .isThrownBy(() -> client.serving().serve(result(), h100().name("prod").build()))
          .withMessageContaining("a deployment prod is there already");
      assertThat(script.changes()).containsExactly(CREATE + "?deploymentId=prod");
    }
  }

  @Test
  void aLostAnswerEndsWithTheOneDeployment() {
    script
        .on(CREATE, 500, "{'code':13,'message':'internal'}")
        .on(GET, 404, "{'code':5,'message':'not yet'}")
        .on(GET, deployment("READY", ""))
        .on(CHAT, ANSWER);
    try (FireworksClient client = script.client()) {
      ServedModel served = client.serving().serve(result(), h100().build());
      served.keep();
      assertThat(served.deployment().orElseThrow().state()).isEqualTo(DeploymentState.READY);
      assertThat(script.changes()).containsExactly(CREATE + "?deploymentId={d}", CHAT);
    }
  }

  @Test
  void aDescriptionOfTheUserIsKeptBehindTheMark() {
    wellScripted();
    ServingOptions options = h100().putExtra("description", Json.of("for the shop")).build();
    try (FireworksClient client = script.client()) {
      client.serving().serve(result(), options).close();

      assertThat(
              script
                  .last("POST", A + "/deployments")
                  .json()
                  .get("description")
                  .string()
                  .orElseThrow())
          .startsWith("Made by Loraport for job ")
          .endsWith("; for the shop");
      assertThat(script.changes()).endsWith(DELETE + "?ignoreChecks=true");
      ServingOptions wrong = h100().putExtra("description", Json.of(1)).build();
      assertThatIllegalArgumentException()
          .isThrownBy(() -> client.serving().serve(result(), wrong))
          .withMessageContaining("must be a text");
    }
  }

  @Test
  void theAnswerToTheRequestIsOursWhateverItsDescription() {
    script
        .on(CREATE, deployment("CREATING", ",'description':'rewritten by the server'"))
        .on(GET, deployment("FAILED", ",'description':'rewritten by the server'"))
        .on(GET, 404, "{'code':5,'message':'gone'}")
        .on(DELETE, "{}");
    try (FireworksClient client = script.client()) {
      assertThatExceptionOfType(ServingFailedException.class)
          .isThrownBy(() -> client.serving().serve(result(), h100().build()));
      assertThat(script.changes())
          .containsExactly(CREATE + "?deploymentId={d}", DELETE + "?ignoreChecks=true");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ",'description':''"})
  void aRecordWithoutDescriptionUnderATakenNameIsNotOurs(String description) {
    script
        .on(CREATE, 409, "{'code':6,'message':'exists'}")
        .on("GET " + A + "/deployments/prod", deployment("READY", description));
    try (FireworksClient client = script.client()) {
      assertThatExceptionOfType(ServingRefusedException.class)
          .isThrownBy(() -> client.serving().serve(result(), h100().name("prod").build()))
          .withMessageContaining("a deployment prod is there already");
      assertThat(script.changes()).containsExactly(CREATE + "?deploymentId=prod");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ",'description':''"})
  void aRecordWithoutDescriptionUnderANameOfTheUserIsNotOursAfterALostAnswer(String description) {
    script
        .on(CREATE, 500, "{'code':13,'message':'internal'}")
        .on("GET " + A + "/deployments/prod", deployment("READY", description));
    try (FireworksClient client = script.client()) {
      assertThatExceptionOfType(ServingRefusedException.class)
          .isThrownBy(() -> client.serving().serve(result(), h100().name("prod").build()));
      assertThat(script.changes()).containsExactly(CREATE + "?deploymentId=prod");
    }
  }

  @Test
  void aDeploymentThatShowsLateAfterALostAnswerIsStillDeleted() {
    script.on(CREATE, 500, "{'code':13,'message':'internal'}");
    for (int look = 0; look < 7; look++) {
      script.on(GET, 404, "{'code':5,'message':'not yet'}");
    }
    script
        .on(GET, deployment("CREATING", ""))
        .on(GET, 404, "{'code':5,'message':'gone'}")
        .on(DELETE, "{}");
    try (FireworksClient client = script.client()) {
      assertThatExceptionOfType(ServerErrorException.class)
          .isThrownBy(() -> client.serving().serve(result(), h100().build()));
      assertThat(script.changes())
          .containsExactly(CREATE + "?deploymentId={d}", DELETE + "?ignoreChecks=true");
    }
  }

  @Test
  void aDeploymentThatIsNeverFoundAfterALostAnswerIsNamedInTheLog() {
    script
        .on(CREATE, 500, "{'code':13,'message':'internal'}")
        .on(GET, 404, "{'code':5,'message':'no such deployment'}");
    try (LogCatcher log = LogCatcher.of("dev.loraport.serving");
        FireworksClient client = script.client()) {
      assertThatExceptionOfType(ServerErrorException.class)
          .isThrownBy(() -> client.serving().serve(result(), h100().build()));
      assertThat(log.text())
          .containsPattern("deployment tuned-m4t8r2zq-\\w+ was not found")
          .contains("serving().delete(id)");
    }
  }
}
