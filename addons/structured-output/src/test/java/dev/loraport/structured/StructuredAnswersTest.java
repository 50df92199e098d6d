package dev.loraport.structured;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.loraport.RequestOptions;
import dev.loraport.chat.ChatRequest;
import dev.loraport.chat.ChatStream;
import dev.loraport.chat.FinishReason;
import dev.loraport.chat.Usage;
import dev.loraport.error.LoraportException;
import dev.loraport.json.Json;
import dev.loraport.nebius.NebiusClient;
import dev.loraport.structured.StructuredOutputException.Reason;
import dev.loraport.testkit.FakeNebius;
import dev.loraport.testkit.Fault;
import dev.loraport.testkit.junit.FakeConnection;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is kept of the answers that a value came from, or did not, and how they are mended. */
class StructuredAnswersTest {
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final String CALL = "POST /v1/chat/completions";
  private static final String GOOD = "{\"x\":1,\"y\":2}";

  record Point(int x, int y) {}

  private final Structured<Point> points = Structured.of(Point.class);
  private final ChatRequest request = ChatRequest.of("openai/gpt-oss-120b", "Where?");
  private final FakeNebius fake = FakeNebius.start();
  private final NebiusClient client = NebiusClient.create(FakeConnection.to(fake).build());

  @AfterEach
  void close() {
    client.close();
    fake.close();
  }

  private StructuredAnswer<Point> answer(Structured<Point> form, boolean async) {
    return async
        ? form.answerAsync(client.chat(), request, RequestOptions.none()).join()
        : form.answer(client.chat(), request, RequestOptions.none());
  }

  private void misfitUntil(int messages) {
    fake.chat()
        .reply(GOOD)
        .when(call -> Json.parse(call.json()).get("messages").elements().size() < messages)
        .reply("{\"x\":1}");
  }

  @Test
  void theAnswerIsBesideTheValue() {
    fake.chat().reply(GOOD);
    StructuredAnswer<Point> read = answer(points, false);
    assertThat(read.value()).isEqualTo(new Point(1, 2));
    assertThat(read.answers()).hasSize(1);
    assertThat(read.answer().usage()).isPresent();
  }

  @Test
  void whoCancelsEndsTheCall() throws InterruptedException {
    fake.faults().on(CALL).next(Fault.stallBeforeHeaders());
    CompletableFuture<Point> value = points.askAsync(client.chat(), request, RequestOptions.none());
    assertThat(fake.journal().awaitFault(CALL, SOON)).isTrue();

    value.cancel(true);

    assertThat(fake.journal().awaitClientClosed(CALL, SOON)).isTrue();
  }

  @Test
  void aFailureKeepsTheAnswerThatWasPaidFor() {
    fake.chat().reply("no JSON");
    assertThatExceptionOfType(StructuredOutputException.class)
        .isThrownBy(() -> points.ask(client.chat(), request))
        .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.NOT_JSON))
        .satisfies(e -> assertThat(e.answers()).hasSize(1))
        .satisfies(
            e ->
                assertThat(e)
                    .hasMessageEndingWith(
                        "; ask(...) after withRepairs(n) sends it back to the model"
                            + " (model=openai/gpt-oss-120b, answers=1)"))
        .satisfies(
            e -> {
              assertThat(e.answer().orElseThrow().usage().map(Usage::completionTokens)).isPresent();
              assertThat(e.answer().orElseThrow().finishReason()).contains(FinishReason.STOP);
            });
    assertThatExceptionOfType(StructuredOutputException.class)
        .isThrownBy(() -> points.read("no JSON"))
        .satisfies(e -> assertThat(e.answer()).isEmpty());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aMisfitIsSentBackWithWhatIsWrong(boolean async) {
    misfitUntil(5);
    StructuredAnswer<Point> read = answer(points.withRepairs(2), async);
    assertThat(read.value()).isEqualTo(new Point(1, 2));
    assertThat(read.answers()).hasSize(3);
    List<Json> messages =
        Json.parse(fake.journal().lastCall(CALL).orElseThrow().body()).get("messages").elements();
    assertThat(messages.get(1).get("content").string()).contains("{\"x\":1}");
    assertThat(messages.get(2).get("role").string()).contains("user");
    assertThat(messages.get(2).get("content").string())
        .contains(
            "Your answer does not fit: y is missing, and must be an integer. Answer again, with JSON"
                + " that fits the schema and nothing else.");
    fake.assertNoViolations();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void repairsAreBounded(boolean async) {
    misfitUntil(100);
    assertThat(failure(() -> answer(points.withRepairs(2), async)))
        .isInstanceOfSatisfying(
            StructuredOutputException.class, e -> assertThat(e.answers()).hasSize(3))
        .hasMessageContaining("; no repair helped; ")
        .hasMessageEndingWith(", answers=3)");
    assertThat(fake.journal().calls(CALL)).hasSize(3);
    assertThatIllegalArgumentException().isThrownBy(() -> points.withRepairs(6));
    assertThatIllegalArgumentException().isThrownBy(() -> points.withRepairs(-1));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aLaterCallThatFailsKeepsTheAnswersBefore(boolean async) {
    String misfit = "{\"id\":\"1\",\"choices\":[{\"message\":{\"content\":\"{}\"}}]}";
    fake.faults()
        .on(CALL)
        .next(Fault.status(200).body("application/json", misfit))
        .next(Fault.status(400).body("application/json", "{\"error\":{\"message\":\"no\"}}"));
    assertThat(failure(() -> answer(points.withRepairs(1), async)))
        .isInstanceOf(LoraportException.class)
        .isNotInstanceOf(StructuredOutputException.class)
        .satisfies(
            e ->
                assertThat(e.getSuppressed())
                    .hasAtLeastOneElementOfType(StructuredOutputException.class)
                    .filteredOn(StructuredOutputException.class::isInstance)
                    .extracting(before -> ((StructuredOutputException) before).answers().size())
                    .containsExactly(1));
  }

  /** A whole made-up value of a type with all that a schema of a type can say. */
  record Everything(
      LocalDate day,
      Instant at,
      UUID id,
      List<Point> points,
      StructuredTypesTest.Shape shape,
      @Nullable Everything more) {}

  @Test
  void theFakeMakesUpAValueOfAnyType() {
    assertThat(Structured.of(Everything.class).ask(client.chat(), request))
        .satisfies(value -> assertThat(value.day()).isNotNull())
        .satisfies(value -> assertThat(value.shape()).isNotNull());
  }

  @Test
  void aStreamIsReadAtItsEnd() {
    fake.chat().reply("{\"x\":1,", "\"y\":2}");
    try (ChatStream stream = client.chat().stream(points.request(request))) {
      assertThat(String.join("", stream.textStream().toList())).isEqualTo(GOOD);
      assertThat(points.read(stream.result())).isEqualTo(new Point(1, 2));
    }
    assertThat(fake.journal().lastCall(CALL).orElseThrow().body()).contains("json_schema");
  }

  @Test
  void aRefusalIsOneInAStreamToo() {
    fake.chat().when(call -> true).refuse("I will not say where.");
    assertThatExceptionOfType(StructuredOutputException.class)
        .isThrownBy(() -> points.ask(client.chat(), request))
        .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.REFUSED))
        .satisfies(e -> assertThat(e.rawText()).isEqualTo("I will not say where."));
    assertThatExceptionOfType(StructuredOutputException.class)
        .isThrownBy(this::streamed)
        .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.REFUSED))
        .satisfies(e -> assertThat(e.rawText()).isEqualTo("I will not say where."));
    fake.chat().when(call -> true).endingWith("content_filter").reply("{\"x\":");
    assertThatExceptionOfType(StructuredOutputException.class)
        .isThrownBy(this::streamed)
        .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.FILTERED));
  }

  private Point streamed() {
    try (ChatStream stream = client.chat().stream(points.request(request))) {
      return points.read(stream.result());
    }
  }

  private static Throwable failure(Runnable run) {
    try {
      run.run();
    } catch (CompletionException e) {
      return e.getCause() == null ? e : e.getCause();
    } catch (RuntimeException e) {
      return e;
    }
    throw new AssertionError("nothing failed");
  }
}
