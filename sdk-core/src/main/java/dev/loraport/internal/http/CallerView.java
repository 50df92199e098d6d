package dev.loraport.internal.http;

import dev.loraport.RequestOptions;
import dev.loraport.http.Delayer;
import dev.loraport.spi.Answer;
import dev.loraport.spi.Call;
import dev.loraport.spi.Caller;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Another caller with options below those of each call. */
record CallerView(Caller caller, RequestOptions defaults) implements Caller {
  @Override
  public CompletableFuture<Answer> send(Call call, RequestOptions options) {
    return caller.send(call, defaults.with(options));
  }

  @Override
  public CompletableFuture<Opened> open(Call call, RequestOptions options) {
    return caller.open(call, defaults.with(options));
  }

  @Override
  public Answer sendAndWait(Call call, RequestOptions options) {
    return caller.sendAndWait(call, defaults.with(options));
  }

  @Override
  public Opened openAndWait(Call call, RequestOptions options, Runnable meanwhile) {
    return caller.openAndWait(call, defaults.with(options), meanwhile);
  }

  @Override
  public <T extends @Nullable Object> T await(String operation, CompletableFuture<T> future) {
    return caller.await(operation, future);
  }

  @Override
  public Caller withDefaults(RequestOptions more) {
    return new CallerView(caller, defaults.with(more));
  }

  @Override
  public String provider() {
    return caller.provider();
  }

  @Override
  public Executor executor() {
    return caller.executor();
  }

  @Override
  public Delayer delayer() {
    return caller.delayer();
  }

  @Override
  public InstantSource clock() {
    return caller.clock();
  }

  @Override
  public LocalDate asOf() {
    return caller.asOf();
  }

  @Override
  public boolean isClosed() {
    return caller.isClosed();
  }

  @Override
  public void close() {
    // the client that it belongs to is closed by its owner
  }
}
