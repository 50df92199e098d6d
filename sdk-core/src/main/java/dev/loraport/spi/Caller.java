package dev.loraport.spi;

import dev.loraport.ClientConfig;
import dev.loraport.RequestOptions;
import dev.loraport.http.Delayer;
import dev.loraport.http.WireResponse;
import dev.loraport.internal.http.Pipeline;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * One client's way to its provider: options, time limits, retries, interceptors, credentials and
 * transport. Cancelling a future that came from here, or one that was derived from it, closes the
 * connection.
 */
public interface Caller extends AutoCloseable {
  /**
   * Opens the way.
   *
   * @throws dev.loraport.error.ConfigurationException if the settings contradict themselves
   */
  static Caller open(ProviderProfile profile, ClientConfig config) {
    return Pipeline.open(profile, config);
  }

  /**
   * Sends a call and reads the whole answer. The future fails with the exceptions of {@code
   * dev.loraport.error}, never with others.
   */
  CompletableFuture<Answer> send(Call call, RequestOptions options);

  /**
   * Sends a call and leaves the body to the reader, who closes it. Retries end once the headers of
   * a success are there.
   */
  CompletableFuture<Opened> open(Call call, RequestOptions options);

  /**
   * Sends a call, reads the whole answer and waits for it on the calling thread, as {@link #await}
   * does. It costs less than to wait for the future of {@link #send}: the calling thread sends the
   * request itself.
   */
  default Answer sendAndWait(Call call, RequestOptions options) {
    return await(call.operation().name(), send(call, options));
  }

  /**
   * As {@link #sendAndWait}, for {@link #open}.
   *
   * @param meanwhile what the calling thread can do once the request is sent, unless the answer is
   *     there by then; it must not wait or throw
   */
  default Opened openAndWait(Call call, RequestOptions options, Runnable meanwhile) {
    CompletableFuture<Opened> opened = open(call, options);
    meanwhile.run();
    return await(call.operation().name(), opened);
  }

  /**
   * Waits for a future on the calling thread; {@link #await(String, Supplier)} is for calls that
   * are yet to be begun. An interrupt cancels it, is set again, and throws {@link
   * dev.loraport.error.CallInterruptedException}; a failure is thrown as it is, with the caller's
   * stack added.
   */
  <T extends @org.jspecify.annotations.Nullable Object> T await(
      String operation, CompletableFuture<T> future);

  /**
   * Begins a call and waits for it, as {@link #await(String, CompletableFuture)} does. Nothing is
   * begun for a thread that was interrupted before: {@link
   * dev.loraport.error.CallInterruptedException} is thrown, which says so.
   */
  default <T extends @org.jspecify.annotations.Nullable Object> T await(
      String operation, Supplier<CompletableFuture<T>> call) {
    dev.loraport.internal.http.Blocking.refuseInterrupted(provider(), operation);
    return await(operation, call.get());
  }

  /** A view with other options below those of each call; closing it does nothing. */
  Caller withDefaults(RequestOptions defaults);

  /** The options that each call gets below its own. */
  default RequestOptions defaults() {
    return RequestOptions.none();
  }

  /** The provider. */
  String provider();

  /** Where dependent stages run. */
  Executor executor();

  /** How pauses are waited out; ends early when the client is closed. */
  Delayer delayer();

  /** The clock. */
  InstantSource clock();

  /** The day for which dated facts are asked. */
  LocalDate asOf();

  /** Whether it was closed. */
  boolean isClosed();

  /** Ends all that is in flight with {@link dev.loraport.error.ClientClosedException}. */
  @Override
  void close();

  /**
   * An answer whose body is still to be read.
   *
   * @param response status, headers and body
   * @param call the call
   * @param requestId the id of the request, if the provider sent one
   */
  record Opened(WireResponse response, Call call, java.util.Optional<String> requestId) {}
}
