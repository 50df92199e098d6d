package dev.loraport.nebius;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.loraport.ClientConfig;
import dev.loraport.chat.ChatRequest;
import dev.loraport.chat.ModelRef;
import dev.loraport.error.NotFoundException;
import dev.loraport.http.HttpTransport;
import dev.loraport.http.ResponseBody;
import dev.loraport.http.WireRequest;
import dev.loraport.http.WireResponse;
import dev.loraport.serving.DeploymentId;
import dev.loraport.spi.BaseUrls;
import dev.loraport.testkit.FakeNebius;
import dev.loraport.testkit.Fault;
import dev.loraport.testkit.junit.FakeConnection;
import dev.loraport.tuning.JobId;
import dev.loraport.tuning.WaitOptions;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which of the provider's hosts is called, and how; no call leaves the test. */
class NebiusHostsTest {
  private final Answers answers = new Answers();

  @Test
  void chatWithAnEndpointGoesToTheHostOfItsRegionUnderItsRoutingKey() {
    answers.add(
        "{'id':'e1','enabled':true,'routing_key':'dedicated/m-k3f9','region':'us-central1',"
            + "'deployment':{'status':'running','readiness':'ready'}}");
    answers.add(
        "{'id':'c','choices':[{'index':0,'message':{'role':'assistant','content':'Hello'},"
            + "'finish_reason':'stop'}]}");
    try (NebiusClient client = NebiusClient.builder().apiKey("k").config(this::answered).build()) {
      ModelRef model = client.serving().deployment(DeploymentId.of("e1")).chatModel().orElseThrow();

      assertThat(model.name()).isEqualTo("dedicated/m-k3f9");
      assertThat(client.chat().complete(ChatRequest.of(model, "Hi")).text()).isEqualTo("Hello");
    }
    assertThat(answers.asked)
        .containsExactly(
            "GET https://api.tokenfactory.nebius.com/v0/dedicated_endpoints/e1",
            "POST https://api.tokenfactory.us-central1.nebius.com/v1/chat/completions");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://api.tokenfactory.nebius.com",
        "https://api.studio.nebius.com",
        "https://api.studio.nebius.ai/v1"
      })
  void aJobIsNotLookedAtMoreOftenThanEvery15SecondsAtAnyHostOfTheProvider(String host) {
    List<Duration> pauses = new ArrayList<>();
    answers.add("{'id':'ftjob-1','status':'running'}");
    answers.add("{'id':'ftjob-1','status':'running'}");
    answers.add("{'id':'ftjob-1','status':'succeeded'}");
    answers.add("{'data':[],'has_more':false}");
    try (NebiusClient client =
        NebiusClient.builder()
            .apiKey("k")
            .baseUrl(host)
            .config(this::answered)
            .config(
                config ->
                    config.delayer(
                        pause -> {
                          pauses.add(pause);
                          return CompletableFuture.completedFuture(null);
                        }))
            .build()) {
      client
          .jobs()
          .await(
              JobId.of("ftjob-1"),
              WaitOptions.builder()
                  .timeout(Duration.ofHours(1))
                  .initialInterval(Duration.ofSeconds(1))
                  .maxInterval(Duration.ofSeconds(1))
                  .build());
    }
    assertThat(pauses)
        .isNotEmpty()
        .allSatisfy(pause -> assertThat(pause).isGreaterThanOrEqualTo(Duration.ofSeconds(12)));
  }

  private void answered(dev.loraport.ClientConfig.Builder config) {
    config.transport(answers);
  }

  /** Answers the calls in their order, and writes them down. */
  private static final class Answers implements HttpTransport {
    private final Deque<String> bodies = new ArrayDeque<>();
    private final List<String> asked = new ArrayList<>();

    void add(String body) {
      bodies.add(body.replace('\'', '"'));
    }

    @Override
    public synchronized CompletableFuture<WireResponse> send(WireRequest request, Limits limits) {
      asked.add(request.method() + " " + request.uri().toString().replaceAll("\\?.*", ""));
      byte[] body = bodies.remove().getBytes(StandardCharsets.UTF_8);
      HttpHeaders headers =
          HttpHeaders.of(
              Map.of("content-type", List.of("application/json")), (name, value) -> true);
      return CompletableFuture.completedFuture(
          new WireResponse(200, headers, ResponseBody.of(body)));
    }

    @Override
    public void close() {}
  }

  @Test
  void aBare404BelowAnotherPathThanTheProvidersTellsOfThePath() {
    try (FakeNebius fake = FakeNebius.start()) {
      URI base = URI.create(BaseUrls.origin(URI.create(fake.baseUrl())) + "/gate");
      fake.faults()
          .on("POST /gate/v1/chat/completions")
          .always(Fault.status(404).body("text/plain", "404 page not found"));
      ClientConfig config = FakeConnection.to(fake).baseUrl(base).build();
      try (NebiusClient client = NebiusClient.create(config)) {
        String hint =
            "the path of the base address "
                + base
                + "/v1"
                + " may be wrong: the provider's own is https://api.tokenfactory.nebius.com/v1; check baseUrl";
        assertThatExceptionOfType(NotFoundException.class)
            .isThrownBy(() -> client.chat().complete("m", "Hi"))
            .withMessageContaining(hint);
      }
    }
  }
}
