package dev.loraport.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.loraport.Capability;
import dev.loraport.RequestOptions;
import dev.loraport.chat.ChatRequest;
import dev.loraport.chat.ModelRef;
import dev.loraport.error.ApiException;
import dev.loraport.error.LoraportException;
import dev.loraport.testkit.Fault;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The key stays between the client and its provider. */
interface SecretsContract extends ContractPart {
  @Test
  default void theKeyIsInNoLog() {
    run().needs(Capability.MODEL_LIST);
    try (LogCatcher log = LogCatcher.of("dev.loraport")) {
      run().client().models().list().toList();
      run().on(ContractRoute.MODEL_LIST).next(Fault.status(400));
      assertThatExceptionOfType(ApiException.class)
          .isThrownBy(() -> run().client().models().list().toList());
      if (run().client().capabilities().has(Capability.FILES)) {
        run().client().files().get(run().trainingFile());
      }
      if (run().client().capabilities().has(Capability.CHAT)) {
        run().client().chat().complete(run().chat("Hi"));
      }
      Assumptions.assumeFalse(
          log.text().isEmpty(), "the log of this JVM does not go to java.util.logging");
      assertThat(log.text()).doesNotContain(run().fake().apiKey());
    }
  }

  @Test
  default void theKeyIsInNoTextOfAnObject() {
    run().needs(Capability.MODEL_LIST);
    String key = run().fake().apiKey();
    run().on(ContractRoute.MODEL_LIST).next(Fault.status(400));
    assertThatExceptionOfType(ApiException.class)
        .isThrownBy(() -> run().client().models().list().toList())
        .satisfies(e -> assertThat(stackTrace(e)).doesNotContain(key))
        .satisfies(e -> assertThat(e.rawBody() + e.headers()).doesNotContain(key));
    assertThat(run().client().toString()).doesNotContain(key);
    assertThat(run().client().capabilities().toString()).doesNotContain(key);
    run().open(config -> assertThat(config.build().toString()).doesNotContain(key));
  }

  @Test
  default void anErrorThatRepeatsTheKeyIsMasked() {
    run().needs(Capability.MODEL_LIST);
    String key = run().fake().apiKey();
    String body = "{\"error\":{\"message\":\"bad key " + key + "\"},\"message\":\"" + key + "\"}";
    run().on(ContractRoute.MODEL_LIST).next(Fault.status(400).body("application/json", body));
    assertThatExceptionOfType(ApiException.class)
        .isThrownBy(() -> run().client().models().list().toList())
        .satisfies(e -> assertThat(stackTrace(e)).doesNotContain(key))
        .satisfies(e -> assertThat(e.apiMessage() + e.rawBody()).doesNotContain(key));
  }

  @Test
  default void aRedirectToAForeignHostTakesNoKeyAlong(@TempDir Path folder) {
    run().needs(Capability.FILES, Capability.FILE_DOWNLOAD);
    try (ForeignHost foreign = ForeignHost.start()) {
      run()
          .on(ContractRoute.FILE_DOWNLOAD)
          .next(Fault.status(302).header("Location", foreign.url() + "/take"));
      RequestOptions once = RequestOptions.builder().maxRetries(0).build();
      Path target = folder.resolve("copy.jsonl");
      try {
        run().client().files().download(run().trainingFile(), target, once);
      } catch (LoraportException e) {
        assertThat(stackTrace(e)).as("a refusal").doesNotContain(run().fake().apiKey());
      }
      assertThat(foreign.heads()).allSatisfy(this::knowsNoKey);
    }
  }

  @Test
  default void aModelAtAForeignHostIsRefusedBeforeAnythingIsSent() {
    run().needs(Capability.CHAT);
    try (ForeignHost foreign = ForeignHost.start()) {
      ModelRef elsewhere = ModelRef.of(run().setup().chatModel(), foreign.url());
      assertThatExceptionOfType(LoraportException.class)
          .isThrownBy(() -> run().client().chat().complete(ChatRequest.of(elsewhere, "Hi")));
      assertThat(foreign.heads()).isEmpty();
    }
    assertThat(run().fake().journal().calls()).isEmpty();
  }

  private void knowsNoKey(String head) {
    assertThat(head).doesNotContain(run().fake().apiKey()).doesNotContainIgnoringCase("bearer");
  }

  private static String stackTrace(Throwable error) {
    StringWriter text = new StringWriter();
    error.printStackTrace(new PrintWriter(text));
    return text.toString();
  }
}
