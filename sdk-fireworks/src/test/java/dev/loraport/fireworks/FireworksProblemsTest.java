package dev.loraport.fireworks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.loraport.batch.BatchId;
import dev.loraport.file.FileId;
import dev.loraport.serving.DeploymentId;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a provider says of a failure is shown and logged, and may repeat a signed address. */
class FireworksProblemsTest {
  private static final String SAID = "no answer of https://s3.example/a.zip?sig=5ec0e7 came";
  private static final String SHOWN = "no answer of https://s3.example/a.zip?*** came";

  private final Script script = new Script();

  static Stream<Arguments> problems() {
    return Stream.of(
        problem(
            "/datasets/d1",
            "{'name':'accounts/my-team/datasets/d1','status':{'code':'INTERNAL','message':'%s'}}",
            client -> client.files().get(FileId.of("d1")).problem(),
            "INTERNAL: "),
        problem(
            "/batchInferenceJobs/b1",
            "{'name':'accounts/my-team/batchInferenceJobs/b1','state':'JOB_STATE_FAILED',"
                + "'status':{'code':'INTERNAL','message':'%s'}}",
            client -> client.batches().get(BatchId.of("b1")).failure(),
            ""),
        problem(
            "/deployments/d1",
            "{'name':'accounts/my-team/deployments/d1','state':'FAILED',"
                + "'status':{'code':'INTERNAL','message':'%s'}}",
            client -> client.serving().deployment(DeploymentId.of("d1")).message(),
            ""),
        problem(
            "/deployedModels",
            "{'deployedModels':[{'name':'accounts/my-team/deployedModels/l1',"
                + "'model':'accounts/my-team/models/m1',"
                + "'deployment':'accounts/my-team/deployments/d1',"
                + "'status':{'code':'INTERNAL','message':'%s'}}]}",
            client -> client.serving().loaded(DeploymentId.of("d1")).toList().get(0).message(),
            "INTERNAL: "));
  }

  private static Arguments problem(
      String path,
      String answer,
      Function<FireworksClient, Optional<String>> reader,
      String before) {
    return arguments(path, answer, reader, before);
  }

  @ParameterizedTest
  @MethodSource("problems")
  void aProblemIsShownWithoutTheQueriesOfItsAddresses(
      String path,
      String answer,
      Function<FireworksClient, Optional<String>> reader,
      String before) {
    script.on("GET " + Script.A + path, answer.formatted(SAID));
    try (FireworksClient client = script.client()) {
      assertThat(reader.apply(client)).contains(before + SHOWN);
    }
  }
}
