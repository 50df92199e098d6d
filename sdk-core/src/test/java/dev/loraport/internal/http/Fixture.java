package dev.loraport.internal.http;

import dev.loraport.ClientConfig;
import dev.loraport.RequestOptions;
import dev.loraport.http.Delayer;
import dev.loraport.http.RequestBody;
import dev.loraport.spi.Answer;
import dev.loraport.spi.Call;
import dev.loraport.spi.Caller;
import dev.loraport.spi.OpenAiErrors;
import dev.loraport.spi.Operation;
import dev.loraport.spi.Operation.Kind;
import dev.loraport.spi.ProviderProfile;
import dev.loraport.spi.RetryRules;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import java.util.function.UnaryOperator;

/** What the tests of the pipeline share. */
final class Fixture {
  static final String KEY = "key-0123456789";

  private Fixture() {}

  static Caller caller(URI origin, UnaryOperator<ClientConfig.Builder> settings) {
    return caller(origin, RetryRules.DEFAULT, settings);
  }

  static Caller caller(URI origin, RetryRules rules, UnaryOperator<ClientConfig.Builder> settings) {
    return Caller.open(
        ProviderProfile.builder()
            .provider("acme")
            .addCredentialOrigins(origin)
            .apiKey(() -> KEY)
            .errorReader(new OpenAiErrors())
            .retryRules(rules)
            .build(),
        settings.apply(ClientConfig.builder()).build());
  }

  static Caller caller(URI origin) {
    return caller(origin, settings -> settings);
  }

  static Operation operation(Kind kind) {
    return new Operation("things.do", kind);
  }

  static Call get(URI uri) {
    return Call.get(operation(Kind.READ), uri).build();
  }

  static Call call(Kind kind, URI uri) {
    return switch (kind) {
      case READ, DOWNLOAD -> Call.get(operation(kind), uri).build();
      case WRITE -> Call.put(operation(kind), uri).body(RequestBody.json("{}")).build();
      default -> Call.post(operation(kind), uri).body(RequestBody.json("{}")).build();
    };
  }

  static Answer send(Caller caller, Call call) {
    return send(caller, call, RequestOptions.none());
  }

  static Answer send(Caller caller, Call call, RequestOptions options) {
    return caller.sendAndWait(call, options);
  }

  static Caller.Opened open(Caller caller, Call call) {
    return caller.openAndWait(call, RequestOptions.none(), () -> {});
  }

  /** Does not wait, and notes for how long it should have. */
  static final class Recorder implements Delayer {
    private final List<Duration> pauses = new CopyOnWriteArrayList<>();

    List<Duration> pauses() {
      return pauses;
    }

    @Override
    public CompletableFuture<Void> delay(Duration pause) {
      pauses.add(pause);
      return CompletableFuture.completedFuture(null);
    }
  }

  /** A body of a given length whose source has no end of its own. */
  static RequestBody endless(long length, boolean repeatable) {
    return new RequestBody() {
      @Override
      public boolean repeatable() {
        return repeatable;
      }

      @Override
      public long contentLength() {
        return length;
      }

      @Override
      public Optional<String> contentType() {
        return Optional.empty();
      }

      @Override
      public Flow.Publisher<ByteBuffer> open() {
        return to ->
            to.onSubscribe(
                new Flow.Subscription() {
                  private long left = length;
                  private volatile boolean cancelled;

                  @Override
                  public void request(long count) {
                    for (long i = 0; i < count && left > 0 && !cancelled; i++) {
                      int size = (int) Math.min(left, 16 << 10);
                      left -= size;
                      to.onNext(ByteBuffer.allocate(size));
                      if (left == 0) {
                        to.onComplete();
                      }
                    }
                  }

                  @Override
                  public void cancel() {
                    cancelled = true;
                  }
                });
      }
    };
  }
}
