package dev.loraport.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.loraport.Capability;
import dev.loraport.chat.ChatCompletion;
import dev.loraport.chat.ChatStream;
import dev.loraport.chat.TextRequest;
import dev.loraport.error.ApiException;
import dev.loraport.error.StreamException;
import dev.loraport.testkit.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

/** Completions of plain text. */
interface TextContract extends ContractPart {
  @Test
  default void aTextIsGoneOnWith() {
    run().needs(Capability.TEXT_COMPLETION);
    run().reply(" upon", " a", " time");
    ChatCompletion answer = run().client().chat().completeText(run().text("Once"));
    assertThat(answer.text()).isEqualTo(" upon a time");
    assertThat(answer.finishReason()).isPresent();
    assertThat(answer.usage())
        .hasValueSatisfying(usage -> assertThat(usage.completionTokens()).isPositive());
  }

  @Test
  default void aPageInPlaceOfATextTellsOfAProxy() {
    run().needs(Capability.TEXT_COMPLETION);
    run().on(ContractRoute.TEXT).always(Fault.status(200).body("text/html", "<html>Log in</html>"));
    ChatContract.tellsOfAProxy(() -> run().client().chat().completeText(run().text("Once")));
    ChatContract.tellsOfAProxy(() -> run().client().chat().streamText(run().text("Once")).result());
  }

  @Test
  default void aStreamedTextIsTheSameText() {
    run().needs(Capability.TEXT_COMPLETION);
    run().reply(" upon", " \u00e4", " time");
    try (ChatStream stream = run().client().chat().streamText(run().text("Once"))) {
      List<String> pieces = stream.textStream().toList();
      assertThat(String.join("", pieces)).isEqualTo(" upon \u00e4 time");
      assertThat(pieces).hasSizeGreaterThan(1);
      assertThat(stream.result().finishReason()).isPresent();
    }
  }

  @Test
  default void aTextIsHandedOverChunkByChunkAndAsAWhole() {
    run().needs(Capability.TEXT_COMPLETION);
    run().reply(" upon", " a", " time");
    List<String> pieces = new ArrayList<>();
    ChatCompletion whole =
        run()
            .client()
            .chat()
            .async()
            .streamText(run().text("Once"), chunk -> pieces.add(chunk.text()))
            .join();
    assertThat(pieces).hasSizeGreaterThan(1);
    assertThat(String.join("", pieces)).isEqualTo(whole.text()).isEqualTo(" upon a time");
    assertThat(whole.finishReason()).isPresent();

    run().on(ContractRoute.TEXT).next(Fault.cutStream().afterChunks(2));
    assertThatExceptionOfType(CompletionException.class)
        .isThrownBy(
            () -> run().client().chat().async().streamText(run().text("Once"), chunk -> {}).join())
        .withCauseInstanceOf(StreamException.class);
  }

  @Test
  default void aTextThatIsCutIsNeverAShortOne() {
    run().needs(Capability.TEXT_COMPLETION);
    run().reply("One", " two", " three", " four");
    run().on(ContractRoute.TEXT).next(Fault.cutStream().afterChunks(2));
    try (ChatStream stream = run().client().chat().streamText(run().text("Count"))) {
      assertThatExceptionOfType(StreamException.class).isThrownBy(stream::result);
    }
    assertThat(run().calls(ContractRoute.TEXT)).hasSize(1);
  }

  @Test
  default void aStreamedTextThatIsClosedEarlyIsSeenByTheServer() throws InterruptedException {
    run().needs(Capability.TEXT_COMPLETION);
    run().reply("One", " two", " three", " four");
    run().on(ContractRoute.TEXT).next(Fault.stallBody().afterChunks(2));
    try (ChatStream stream = run().client().chat().streamText(run().text("Count"))) {
      assertThat(stream.iterator().next().text()).isEqualTo("One");
    }
    run().seesClientGone(ContractRoute.TEXT);
  }

  @Test
  default void anUnknownTextModelIsRefusedWithAReason() {
    run().needs(Capability.TEXT_COMPLETION);
    assertThatExceptionOfType(ApiException.class)
        .isThrownBy(
            () -> run().client().chat().completeText(TextRequest.of("nobody/no-model", "Once")))
        .satisfies(e -> assertThat(e.status()).isBetween(400, 499))
        .satisfies(e -> assertThat(e.apiMessage()).isNotBlank());
  }
}
