package dev.loraport.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.loraport.ClientConfig;
import dev.loraport.RequestOptions;
import dev.loraport.error.ConfigurationException;
import dev.loraport.error.LoraportException;
import dev.loraport.error.TransportException;
import dev.loraport.http.CallInfo;
import dev.loraport.http.CallListener;
import dev.loraport.http.HttpTransport;
import dev.loraport.http.RequestBody;
import dev.loraport.http.ResponseBody;
import dev.loraport.http.WireRequest;
import dev.loraport.http.WireResponse;
import dev.loraport.spi.Answer;
import dev.loraport.spi.Call;
import dev.loraport.spi.Caller;
import dev.loraport.spi.OpenAiErrors;
import dev.loraport.spi.Operation.Kind;
import dev.loraport.spi.ProviderProfile;
import dev.loraport.spi.RetryRules;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever code of a user or of a provider does, its call ends, and leaves its place to others. */
@Timeout(30)
@SuppressWarnings("NullAway") // what must not be null is, here
class BrokenCallbacksTest {
  private static final URI ORIGIN = URI.create("https://api.acme.example");

  /** What goes wrong. */
  enum Fault {
    KEY_THROWS_AN_ERROR(ConfigurationException.class, "the key supplier failed"),
    KEY_THROWS_WHAT_IT_DOES_NOT_DECLARE(ConfigurationException.class, "the key supplier failed"),
    INTERCEPTOR_THROWS_AN_ERROR(TransportException.class, "no class"),
    INTERCEPTOR_GIVES_NO_FUTURE(TransportException.class, "gave no future"),
    INTERCEPTOR_GIVES_NO_ANSWER(TransportException.class, "gave no answer"),
    TRANSPORT_GIVES_NO_FUTURE(TransportException.class, "the transport gave no future"),
    TRANSPORT_GIVES_NO_ANSWER(TransportException.class, "the transport gave no answer"),
    RULE_THROWS(TransportException.class, "no rule"),
    BODY_THROWS(TransportException.class, "no body"),
    DELAYER_THROWS_AN_ERROR(TransportException.class, "no class"),
    DELAYER_GIVES_NO_FUTURE(TransportException.class, "the delayer gave no future"),
    CLOCK_THROWS(TransportException.class, "no time"),
    LISTENER_THROWS_WHAT_IT_DOES_NOT_DECLARE(null, ""),
    EXECUTOR_HAS_NO_THREAD(null, "");

    private final @Nullable Class<? extends LoraportException> type;
    private final String text;

    Fault(@Nullable Class<? extends LoraportException> type, String text) {
      this.type = type;
      this.text = text;
    }
  }

  private final AtomicBoolean broken = new AtomicBoolean(true);
  private final List<String> ends = new CopyOnWriteArrayList<>();

  @ParameterizedTest
  @EnumSource(Fault.class)
  void theCallEnds(Fault fault) throws Exception {
    try (Caller caller = caller(fault)) {
      Call call =
          Call.post(Fixture.operation(Kind.WRITE), ORIGIN.resolve("/x")).body(body(fault)).build();
      CompletableFuture<Answer> future = caller.send(call, RequestOptions.none());
      Throwable failure = future.handle((answer, error) -> error).get(10, TimeUnit.SECONDS);
      Throwable thrown = catchThrowable(() -> Fixture.send(caller, call));
      for (Throwable told : new Throwable[] {failure, thrown}) {
        if (fault.type == null) {
          assertThat(told).isNull();
        } else {
          assertThat(told).isInstanceOf(fault.type).hasMessageContaining(fault.text);
        }
      }
      if (fault.type != null) {
        assertThat(ends).containsExactly("failed", "failed");
      }

      // there is one place for a call at a time
      broken.set(false);
      assertThat(Fixture.send(caller, Fixture.get(ORIGIN.resolve("/y"))).status()).isEqualTo(200);
    }
  }

  private Caller caller(Fault fault) {
    ProviderProfile.Builder profile =
        ProviderProfile.builder()
            .provider("acme")
            .addCredentialOrigins(ORIGIN)
            .errorReader(new OpenAiErrors());
    profile.apiKey(
        () -> {
          breakIf(fault == Fault.KEY_THROWS_AN_ERROR, () -> new NoClassDefFoundError("no class"));
          breakIf(
              fault == Fault.KEY_THROWS_WHAT_IT_DOES_NOT_DECLARE, () -> new IOException("vault"));
          return Fixture.KEY;
        });
    profile.retryRules(
        (operation, answer) -> {
          breakIf(fault == Fault.RULE_THROWS, () -> new IllegalStateException("no rule"));
          return RetryRules.Decision.DEFAULT;
        });
    ClientConfig.Builder config =
        ClientConfig.builder().maxConcurrentCalls(1).transport(transport(fault));
    config.listener(listener(fault));
    config.executor(
        task -> {
          breakIf(fault == Fault.EXECUTOR_HAS_NO_THREAD, () -> new OutOfMemoryError("no thread"));
          task.run();
        });
    config.delayer(
        pause -> {
          breakIf(
              fault == Fault.DELAYER_THROWS_AN_ERROR, () -> new NoClassDefFoundError("no class"));
          return fault == Fault.DELAYER_GIVES_NO_FUTURE
              ? null
              : CompletableFuture.completedFuture(null);
        });
    config.clock(
        () -> {
          breakIf(fault == Fault.CLOCK_THROWS, () -> new IllegalStateException("no time"));
          return Instant.EPOCH;
        });
    config.addInterceptors(
        (request, call, next) -> {
          breakIf(
              fault == Fault.INTERCEPTOR_THROWS_AN_ERROR,
              () -> new NoClassDefFoundError("no class"));
          if (broken.get() && fault == Fault.INTERCEPTOR_GIVES_NO_FUTURE) {
            return null;
          }
          return broken.get() && fault == Fault.INTERCEPTOR_GIVES_NO_ANSWER
              ? CompletableFuture.completedFuture(null)
              : next.proceed(request);
        });
    return Caller.open(profile.build(), config.build());
  }

  private CallListener listener(Fault fault) {
    return new CallListener() {
      @Override
      public void callFailed(CallInfo call, Duration elapsed, Throwable error) {
        ends.add("failed");
      }

      @Override
      public void callEnd(CallInfo call, Duration elapsed) {
        ends.add("end");
        breakIf(
            fault == Fault.LISTENER_THROWS_WHAT_IT_DOES_NOT_DECLARE, () -> new IOException("disk"));
      }
    };
  }

  /** Refuses those that are to meet a rule, a body, a delayer or the clock; answers the others. */
  private HttpTransport transport(Fault fault) {
    boolean refuses =
        fault == Fault.RULE_THROWS
            || fault == Fault.BODY_THROWS
            || fault == Fault.CLOCK_THROWS
            || fault == Fault.DELAYER_THROWS_AN_ERROR
            || fault == Fault.DELAYER_GIVES_NO_FUTURE;
    return new HttpTransport() {
      @Override
      public CompletableFuture<WireResponse> send(WireRequest request, Limits limits) {
        if (broken.get() && fault == Fault.TRANSPORT_GIVES_NO_FUTURE) {
          return null;
        }
        if (broken.get() && fault == Fault.TRANSPORT_GIVES_NO_ANSWER) {
          return CompletableFuture.completedFuture(null);
        }
        Map<String, List<String>> until =
            fault == Fault.CLOCK_THROWS
                ? Map.of("Retry-After", List.of("Thu, 01 Jan 1970 00:00:01 GMT"))
                : Map.of();
        HttpHeaders headers = HttpHeaders.of(until, (name, value) -> true);
        return CompletableFuture.completedFuture(
            new WireResponse(
                broken.get() && refuses ? 503 : 200, headers, ResponseBody.of(new byte[0])));
      }

      @Override
      public void close() {}
    };
  }

  private RequestBody body(Fault fault) {
    return new RequestBody() {
      @Override
      public boolean repeatable() {
        breakIf(fault == Fault.BODY_THROWS, () -> new IllegalStateException("no body"));
        return true;
      }

      @Override
      public long contentLength() {
        return 0;
      }

      @Override
      public Optional<String> contentType() {
        return Optional.empty();
      }

      @Override
      public Flow.Publisher<ByteBuffer> open() {
        throw new AssertionError("not asked for");
      }
    };
  }

  private void breakIf(boolean meant, Supplier<Throwable> failure) {
    if (meant && broken.get()) {
      BrokenCallbacksTest.<RuntimeException>raise(failure.get());
    }
  }

  /** As code in other languages, and generated code, throws what isn't declared. */
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <E extends Throwable> void raise(Throwable failure) throws E {
    throw (E) failure;
  }
}
