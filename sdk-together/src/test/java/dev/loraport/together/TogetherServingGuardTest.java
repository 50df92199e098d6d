package dev.loraport.together;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.loraport.ClientConfig;
import dev.loraport.error.BadRequestException;
import dev.loraport.error.ServingFailedException;
import dev.loraport.error.WaitTimeoutException;
import dev.loraport.serving.Deployment;
import dev.loraport.serving.DeploymentId;
import dev.loraport.serving.ServedModel;
import dev.loraport.serving.ServingOptions;
import dev.loraport.testkit.Fault;
import dev.loraport.tuning.TuningResult;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What fails, is cancelled or lost while serving begins leaves nothing that costs money. */
class TogetherServingGuardTest {
  private static final String ENDPOINTS = "POST /v2/projects/{p}/endpoints";
  private static final String ENDPOINT = "/v2/projects/{p}/endpoints/{e}";
  private static final String DEPLOYMENTS = "POST " + ENDPOINT + "/deployments";
  private static final String CHAT = "POST /v1/chat/completions";
  private static final ServingOptions DEDICATED = ServingOptions.dedicated();

  private Rig rig = new Rig(Rig.TODAY);

  @AfterEach
  void close() {
    rig.close();
  }

  @ParameterizedTest
  @CsvSource({
    "POST /v2/projects/{p}/endpoints/{e}/deployments",
    "GET /v2/projects/{p}/endpoints/{e}/deployments/{d}",
    "PATCH /v2/projects/{p}/endpoints/{e}",
    "POST /v1/chat/completions"
  })
  void whateverFailsAfterCreationLeavesNothing(String route) {
    TuningResult result = rig.result();
    rig.fake.faults().on(route).next(Fault.status(422));
    assertThatExceptionOfType(BadRequestException.class)
        .isThrownBy(() -> rig.client.serving().serve(result, DEDICATED).close());
    assertThat(rig.fake.journal().count(ENDPOINTS)).isEqualTo(1);
    assertThat(endpointsLeft()).isZero();
  }

  @Test
  void aDeploymentThatFailsLeavesNothing() {
    TuningResult result = rig.result();
    rig.answer(
        "GET /v2/projects/{p}/endpoints/{e}/deployments/{d}",
        200,
        "{'id':'dep_1','name':'acme/x/main',"
            + "'status':{'state':'DEPLOYMENT_STATE_FAILED','message':'no capacity'}}");
    assertThatExceptionOfType(ServingFailedException.class)
        .isThrownBy(() -> rig.client.serving().serve(result, DEDICATED).close())
        .withMessageContaining("no capacity")
        .satisfies(e -> assertThat(e.leftovers()).isEmpty());
    assertThat(endpointsLeft()).isZero();
  }

  @Test
  void aWaitThatIsTooLongLeavesNothing() {
    TuningResult result = rig.result();
    rig.fake
        .faults()
        .on("GET /v2/projects/{p}/endpoints/{e}/deployments/{d}")
        .next(
            40,
            Rig.body(
                200,
                "{'id':'dep_1','name':'acme/x/main',"
                    + "'status':{'state':'DEPLOYMENT_STATE_SCALING'}}"));
    ServingOptions brief =
        ServingOptions.builder().from(DEDICATED).timeout(Duration.ofSeconds(20)).build();
    assertThatExceptionOfType(WaitTimeoutException.class)
        .isThrownBy(() -> rig.client.serving().serve(result, brief).close())
        .withMessageContaining("deployment ep_");
    assertThat(endpointsLeft()).isZero();
  }

  @Test
  void aTimeThatIsOverIsNotWaitedBeyondAndLeavesNothing() {
    AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-08-20T09:00:00Z"));
    try (Rig timed = new Rig(Rig.TODAY, config -> config.clock(now::get))) {
      TuningResult result = timed.result();
      Duration second = Duration.ofSeconds(1);
      ServingOptions brief =
          ServingOptions.builder()
              .from(DEDICATED)
              .timeout(second)
              .listener(step -> now.updateAndGet(time -> time.plus(second)))
              .build();
      assertThatExceptionOfType(WaitTimeoutException.class)
          .isThrownBy(() -> timed.client.serving().serve(result, brief).close())
          .withMessageContaining("PT1S");
      assertThat(timed.fake.journal().count(DEPLOYMENTS)).isEqualTo(1);
      assertThat(timed.client.serving().deployments()).isEmpty();
    }
  }

  @Test
  void theRouteIsWaitedFor() {
    TuningResult result = rig.result();
    rig.fake
        .faults()
        .on(CHAT)
        .next(3, Rig.body(503, "{'error':{'message':'no route','type':'routing_error'}}"))
        .next(Fault.status(404));
    try (ServedModel served = rig.client.serving().serve(result, DEDICATED)) {
      assertThat(rig.client.chat().complete(served.model(), "Hi").text()).isNotEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "POST /v2/projects/{p}/endpoints",
    "POST /v2/projects/{p}/endpoints/{e}/deployments",
    "PATCH /v2/projects/{p}/endpoints/{e}"
  })
  void aLostAnswerCreatesNothingTwice(String route) {
    TuningResult result = rig.result();
    rig.fake.faults().on(route).next(Fault.lostAnswer());
    try (ServedModel served = rig.client.serving().serve(result, DEDICATED)) {
      assertThat(living()).hasSize(1);
      assertThat(served.deployment()).isPresent();
    }
    assertThat(rig.fake.journal().count(ENDPOINTS)).isEqualTo(1);
    assertThat(rig.fake.journal().count(DEPLOYMENTS)).isEqualTo(1);
    assertThat(endpointsLeft()).isZero();
  }

  @Test
  void aStaleEtagIsReadAgain() {
    TuningResult result = rig.result();
    rig.fake.faults().on("PATCH " + ENDPOINT).next(Fault.status(409));
    rig.fake.faults().on("DELETE " + ENDPOINT).next(2, Fault.status(409));
    rig.client.serving().serve(result, DEDICATED).close();
    assertThat(endpointsLeft()).isZero();
  }

  @Test
  void whatCanNotBeDeletedIsNamed() {
    TuningResult result = rig.result();
    rig.fake.faults().on("DELETE " + ENDPOINT + "/deployments/{d}").always(Fault.status(403));
    ServedModel served = rig.client.serving().serve(result, DEDICATED);
    DeploymentId id = served.deployment().orElseThrow().id();
    assertThatExceptionOfType(ServingFailedException.class)
        .isThrownBy(served::close)
        .withMessageContaining(id.value())
        .satisfies(e -> assertThat(e.leftovers()).containsExactly(id.value()));

    rig.fake.faults().on(CHAT).next(Fault.status(422));
    assertThatExceptionOfType(ServingFailedException.class)
        .isThrownBy(() -> rig.client.serving().serve(result, DEDICATED).keep())
        .withMessageContaining("may cost money")
        .satisfies(e -> assertThat(e.leftovers()).hasSize(1))
        .withCauseInstanceOf(BadRequestException.class);
  }

  @Test
  void cancellingDeletesWhatWasCreated() throws InterruptedException {
    TuningResult result = rig.result();
    rig.fake.faults().on(CHAT).next(Fault.stallBeforeHeaders());
    CompletableFuture<ServedModel> serving = rig.client.serving().async().serve(result, DEDICATED);
    assertThat(rig.fake.journal().awaitCalls(CHAT, 1, Duration.ofSeconds(10))).isTrue();
    serving.cancel(true);
    rig.client.close();
    assertThat(rig.fake.journal().awaitClientClosed(CHAT, Duration.ofSeconds(10))).isTrue();
    assertThat(rig.fake.journal().count("DELETE " + ENDPOINT)).isEqualTo(1);
  }

  @Test
  void anInterruptedThreadStillDeletesOnClose() {
    ServedModel served = rig.client.serving().serve(rig.result(), DEDICATED);
    Thread.currentThread().interrupt();
    served.close();
    assertThat(Thread.interrupted()).isTrue();
    assertThat(endpointsLeft()).isZero();
    served.close();
  }

  @Test
  void anInterruptInTheMiddleOfADeletionDoesNotEndIt() {
    Thread closing = Thread.currentThread();
    Consumer<ClientConfig.Builder> interrupts =
        config ->
            config.addInterceptors(
                (request, call, next) -> {
                  if (request.method().equals("DELETE")) {
                    closing.interrupt();
                  }
                  return next.proceed(request);
                });
    try (Rig own = new Rig(Rig.TODAY, interrupts)) {
      ServedModel served = own.client.serving().serve(own.result(), DEDICATED);
      served.close();
      assertThat(Thread.interrupted()).isTrue();
      assertThat(own.client.serving().deployments().toList()).isEmpty();
    }
  }

  private List<Deployment> living() {
    return rig.client.serving().deployments().toList();
  }

  private int endpointsLeft() {
    return rig.fake.journal().count(ENDPOINTS) - rig.fake.journal().count("DELETE " + ENDPOINT) <= 0
        ? living().size()
        : 1;
  }
}
