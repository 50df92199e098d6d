package dev.loraport.together;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.loraport.batch.BatchId;
import dev.loraport.file.FileId;
import dev.loraport.serving.DeploymentId;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a provider says of a failure is shown and logged, and may repeat a signed address. */
class TogetherProblemsTest {
  private static final String SAID = "no answer of https://s3.example/a.zip?sig=5ec0e7 came";
  private static final String SHOWN = "no answer of https://s3.example/a.zip?*** came";

  private final Rig rig = new Rig(Rig.TODAY);

  @AfterEach
  void close() {
    rig.close();
  }

  static Stream<Arguments> problems() {
    return Stream.of(
        problem(
            "GET /v1/files/{id}",
            "{'id':'file-1','validation_report':{'error':'%s'}}",
            client -> client.files().get(FileId.of("file-1")).problem()),
        problem(
            "GET /v1/batches/{id}",
            "{'id':'b-1','status':'FAILED','error':'%s'}",
            client -> client.batches().get(BatchId.of("b-1")).failure()),
        problem(
            "GET /v2/projects/{p}/endpoints/{e}/deployments/{d}",
            "{'id':'dep_1','status':{'state':'DEPLOYMENT_STATE_FAILED','message':'%s'}}",
            client -> client.serving().deployment(DeploymentId.of("ep_1/dep_1")).message()),
        problem(
            "GET /v2/projects/{p}/endpoints/{e}/deployments/{d}/adapters",
            "{'data':[{'adapterModelId':'ml_1','perCluster':[{'message':'%s'}]}]}",
            client ->
                client.serving().loaded(DeploymentId.of("ep_1/dep_1")).toList().get(0).message()));
  }

  private static Arguments problem(
      String route, String answer, Function<TogetherClient, Optional<String>> reader) {
    return arguments(route, answer, reader);
  }

  @ParameterizedTest
  @MethodSource("problems")
  void aProblemIsShownWithoutTheQueriesOfItsAddresses(
      String route, String answer, Function<TogetherClient, Optional<String>> reader) {
    rig.answer(route, 200, answer.formatted(SAID));

    assertThat(reader.apply(rig.client)).contains(SHOWN);
  }
}
