package dev.loraport.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.loraport.Capability;
import dev.loraport.ProviderClient;
import dev.loraport.RequestOptions;
import dev.loraport.error.AuthenticationException;
import dev.loraport.error.CallTimeoutException;
import dev.loraport.error.DecodeException;
import dev.loraport.error.InsufficientFundsException;
import dev.loraport.error.LoraportException;
import dev.loraport.error.RateLimitedException;
import dev.loraport.error.ServerErrorException;
import dev.loraport.error.TransportException;
import dev.loraport.http.RetryPolicy;
import dev.loraport.testkit.Fault;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** What goes wrong between the client and the server. */
interface ErrorsContract extends ContractPart {
  @Test
  default void aRefusedKeyIsToldAndNeverShown() {
    run().needs(Capability.MODEL_LIST);
    String key = "contract-key-that-nobody-may-see-81f3";
    ProviderClient stranger = run().open(config -> config.apiKey(key));
    assertThatExceptionOfType(AuthenticationException.class)
        .isThrownBy(() -> stranger.models().list().toList())
        .satisfies(e -> assertThat(stackTrace(e)).doesNotContain(key))
        .satisfies(e -> assertThat(e.headers().toString() + e.rawBody()).doesNotContain(key));
    assertThat(stranger.toString()).doesNotContain(key);
  }

  @Test
  default void aPageOfHtmlIsOneLineWithTheBodyKept() {
    run().needs(Capability.MODEL_LIST);
    run().on(ContractRoute.MODEL_LIST).always(Fault.html502());
    assertThatExceptionOfType(ServerErrorException.class)
        .isThrownBy(() -> run().client().models().list().toList())
        .satisfies(e -> assertThat(e.status()).isEqualTo(502))
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n").contains("502"))
        .satisfies(e -> assertThat(e.rawBody()).contains("<html"))
        .satisfies(e -> assertThat(e.attempts()).isEqualTo(1 + defaultRetries()));
    assertThat(run().calls(ContractRoute.MODEL_LIST)).hasSize(1 + defaultRetries());
  }

  @Test
  default void aPageOfHtmlInPlaceOfAnAnswerTellsOfAProxy() {
    run().needs(Capability.MODEL_LIST);
    String page = "<!DOCTYPE html><html><title>Log in</title></html>";
    run()
        .on(ContractRoute.MODEL_LIST)
        .always(Fault.status(200).body("text/html; charset=utf-8", page));
    assertThatExceptionOfType(DecodeException.class)
        .isThrownBy(() -> run().client().models().list().toList())
        .withMessageContainingAll("(text/html)", "proxy", "base address may be wrong")
        .satisfies(e -> assertThat(e.rawBody()).isEqualTo(page));
    assertThat(run().calls(ContractRoute.MODEL_LIST)).hasSize(1);
  }

  @Test
  default void aRateLimitIsObeyed() {
    run().needs(Capability.MODEL_LIST);
    List<Duration> pauses = new CopyOnWriteArrayList<>();
    ProviderClient client =
        run()
            .open(
                config ->
                    config.delayer(
                        pause -> {
                          pauses.add(pause);
                          return CompletableFuture.completedFuture(null);
                        }));
    run().on(ContractRoute.MODEL_LIST).next(Fault.rateLimit(Duration.ofSeconds(7)));
    assertThat(client.models().list()).isNotEmpty();
    assertThat(pauses).anyMatch(pause -> pause.compareTo(Duration.ofSeconds(7)) >= 0);
    assertThat(run().calls(ContractRoute.MODEL_LIST)).hasSize(2);
  }

  @Test
  default void aRateLimitBeyondAllPatienceFailsAtOnce() {
    run().needs(Capability.MODEL_LIST);
    Duration hour = Duration.ofHours(1);
    run().on(ContractRoute.MODEL_LIST).next(Fault.rateLimit(hour));
    assertThatExceptionOfType(RateLimitedException.class)
        .isThrownBy(() -> run().client().models().list().toList())
        .satisfies(e -> assertThat(e.retryAfter()).contains(hour));
    assertThat(run().calls(ContractRoute.MODEL_LIST)).hasSize(1);
  }

  @Test
  default void anEmptyAccountIsTold() {
    run().needs(Capability.CHAT);
    run().on(ContractRoute.CHAT).next(Fault.status(402));
    assertThatExceptionOfType(InsufficientFundsException.class)
        .isThrownBy(() -> run().client().chat().complete(run().chat("Hi")));
    assertThat(run().calls(ContractRoute.CHAT)).hasSize(1);
  }

  @Test
  default void aFailureSaysTheSameInEachForm() {
    run().needs(Capability.CHAT);
    run().inOneFormOnly();
    for (Fault fault :
        List.of(
            Fault.status(400),
            Fault.status(401),
            Fault.status(402),
            Fault.status(403),
            Fault.status(404),
            Fault.status(422),
            Fault.rateLimit(Duration.ofHours(1)),
            Fault.html502(),
            Fault.resetStream())) {
      assertThat(told(Form.ASYNC, fault))
          .as(fault.toString())
          .isEqualTo(told(Form.BLOCKING, fault));
    }
  }

  private String told(Form form, Fault fault) {
    run().on(ContractRoute.CHAT).next(fault);
    RequestOptions once = RequestOptions.builder().maxRetries(0).build();
    try {
      return form.of(run().client()).chat().complete(run().chat("Hi"), once).text();
    } catch (LoraportException e) {
      // each request has an id of its own
      return e.getClass()
          + ": "
          + String.valueOf(e.getMessage()).replaceAll("request-id=[^,)]+", "");
    }
  }

  @Test
  default void aServerThatIsNotThereIsTold() {
    run().needs(Capability.MODEL_LIST);
    URI nowhere = URI.create("http://127.0.0.1:" + closedPort() + "/v1");
    ProviderClient client = run().open(config -> config.baseUrl(nowhere));
    assertThatExceptionOfType(TransportException.class)
        .isThrownBy(() -> client.models().list().toList())
        .satisfies(e -> assertThat(e.requestMayHaveBeenProcessed()).isFalse())
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n"));
  }

  @Test
  default void aServerThatSaysNothingIsTimedOut() throws InterruptedException {
    run().needs(Capability.MODEL_LIST);
    run().on(ContractRoute.MODEL_LIST).next(Fault.stallBeforeHeaders());
    RequestOptions impatient =
        RequestOptions.builder().responseTimeout(Duration.ofMillis(200)).maxRetries(0).build();
    assertThatExceptionOfType(CallTimeoutException.class)
        .isThrownBy(() -> run().client().models().list(impatient).toList())
        .satisfies(
            e -> assertThat(e.phase()).isEqualTo(CallTimeoutException.Phase.RESPONSE_HEADERS))
        .satisfies(e -> assertThat(e.limit()).isEqualTo(Duration.ofMillis(200)));
    run().seesClientGone(ContractRoute.MODEL_LIST);
  }

  private static int defaultRetries() {
    return RetryPolicy.defaults().maxRetries();
  }

  private static String stackTrace(Throwable error) {
    StringWriter text = new StringWriter();
    error.printStackTrace(new PrintWriter(text));
    return text.toString();
  }

  private static int closedPort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
