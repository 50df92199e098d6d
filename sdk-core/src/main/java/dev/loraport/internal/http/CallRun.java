package dev.loraport.internal.http;

import dev.loraport.error.LoraportException;
import dev.loraport.http.CallListener;
import dev.loraport.http.ResponseBody;
import dev.loraport.http.WireResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One call from its start to its end: the gate, the total deadline, and attempt after attempt. */
final class CallRun<T> implements InFlight.Abortable {
  /** What is made of a good answer. */
  @FunctionalInterface
  interface Finish<T> {
    /** Takes the answer, and ends the run with what it made of it, or with what went wrong. */
    void of(WireResponse response, CallRun<T> run);
  }

  private static final long NEVER = Long.MIN_VALUE;

  private final Services services;
  private final CallState call;
  private final Finish<T> finish;
  private final CancellableFuture<T> result;
  private final AtomicBoolean over = new AtomicBoolean();
  private volatile CallGate.@Nullable Ticket ticket;
  private volatile @Nullable Future<?> soon;
  private volatile long due = NEVER;
  private volatile @Nullable GuardedBody handedOut;
  private volatile @Nullable LoraportException aborted;

  CallRun(Services services, CallState call, Finish<T> finish) {
    this.services = services;
    this.call = call;
    this.finish = finish;
    this.result =
        CancellableFuture.of(
            services.executor(), () -> end(new CancellationException("cancelled by the caller")));
  }

  CallState call() {
    return call;
  }

  CompletableFuture<T> start() {
    listener().tell(call, CallListener::callStart);
    services.inFlight().add(this);
    boolean open = services.gate().isOpen();
    Duration limit = open ? call.total() : call.turnLimit();
    if (!limit.isZero() && !over.get()) {
      arm(limit);
    }
    if (open) {
      attempt();
    } else {
      enter();
    }
    return result;
  }

  private void arm(Duration limit) {
    due = System.nanoTime() + limit.toNanos();
    Future<?> task = services.timer().limit(this, limit.toNanos());
    if (task != null) {
      soon = task;
      if (over.get()) {
        task.cancel(false);
      }
    }
  }

  @Override
  public long left() {
    return due == NEVER || over.get() ? Long.MAX_VALUE : due - System.nanoTime();
  }

  @Override
  public void look() {
    if (left() <= 0) {
      services
          .signals()
          .execute(
              () -> {
                // its turn may have come in between
                if (left() <= 0) {
                  abort(
                      ticket != null && call.attempt() == 0
                          ? TransportErrors.noPlace(call)
                          : TransportErrors.total(call, call.total()));
                }
              });
    }
  }

  private void enter() {
    CallGate.Ticket own = services.gate().enter(call);
    ticket = own;
    if (over.get()) {
      own.leave();
    } else {
      next(own.turn(), this::attempt);
    }
  }

  /** Goes on once that future has ended. */
  private void next(CompletableFuture<@Nullable Void> before, Runnable step) {
    call.scope()
        .hold(before)
        .whenCompleteAsync(
            (nothing, error) -> {
              if (error == null) {
                step.run();
              } else if (!over.get()) {
                fail(TransportErrors.of(call, error, false).exception());
              }
            },
            services.workers());
  }

  private void attempt() {
    // Of a closing client: the end of one call would let the next one in that waits for its turn.
    if (over.get() || services.inFlight().isClosed()) {
      return;
    }
    CallGate.Ticket own = ticket;
    if (own != null && !own.begin()) {
      return;
    }
    if (call.total().isZero()) {
      due = NEVER; // the limit was that of its turn
    }
    call.begin();
    listener().tell(call, CallListener::attemptStart);
    CompletableFuture<WireResponse> answer;
    try {
      answer = services.first().send(call.request(), call);
    } catch (Throwable e) {
      answer = CompletableFuture.failedFuture(e);
    }
    answer.whenCompleteAsync(
        (response, error) -> {
          if (error == null) {
            answered(response);
          } else {
            failed(TransportErrors.of(call, error, false));
          }
        },
        services.signals());
  }

  /** The headers have come: an answer that the call takes, or a refusal. */
  private void answered(WireResponse response) {
    try {
      int status = response.status();
      call.requestId(services.errors().requestId(response.headers()));
      listener().tell(call, (l, info) -> l.responseHeaders(info, status));
      if ((status >= 200 && status < 300) || call.call().accepted().contains(status)) {
        finish.of(response, this);
      } else {
        services
            .errors()
            .read(call, response)
            .whenCompleteAsync(
                (failure, error) -> {
                  if (error == null) {
                    failed(failure);
                  } else {
                    broken(error);
                  }
                },
                services.signals());
      }
    } catch (Throwable e) {
      broken(e);
    }
  }

  /** The answer came, and is good unless this fails. */
  void take(Supplier<T> value) {
    T made;
    try {
      made = value.get();
    } catch (Throwable e) {
      broken(e);
      return;
    }
    succeed(made);
  }

  /** The headers came, but not all of the answer. */
  void broken(Throwable error) {
    failed(TransportErrors.of(call, error, true));
  }

  private void succeed(T value) {
    services.retries().succeeded();
    if (handedOut != null || end(null)) {
      settle(value, null);
    }
  }

  private void failed(AttemptFailure failure) {
    if (over.get()) {
      return;
    }
    try {
      repeatOrFail(failure);
    } catch (Throwable e) {
      // of a rule, a body or a delayer
      e.addSuppressed(failure.exception());
      fail(TransportErrors.of(call, e, false).exception());
    }
  }

  private void repeatOrFail(AttemptFailure failure) {
    call.scope().release();
    Optional<Duration> pause = services.retries().next(call, failure);
    call.failed(failure.situation());
    if (pause.isEmpty()) {
      fail(failure.exception());
      return;
    }
    listener()
        .tell(
            call,
            (l, info) -> l.retryScheduled(info, pause.get(), String.valueOf(failure.getMessage())));
    next(services.delayer().delay(pause.get()), () -> again(failure));
  }

  /** A repetition counts as a start, and keeps the call's place. */
  private void again(AttemptFailure failure) {
    CallGate.Ticket own = ticket;
    if (own == null) {
      attempt();
    } else {
      next(own.again(failure.exception()), this::attempt);
    }
  }

  /** Hands the body out: the call is over when the body is. */
  ResponseBody handOut(ResponseBody body) {
    GuardedBody guarded =
        new GuardedBody(
            body,
            services.executor(),
            services.signals(),
            error -> TransportErrors.inBody(call, error),
            this::end);
    handedOut = guarded;
    LoraportException reason = aborted;
    if (reason != null) {
      guarded.abort(reason);
    }
    return guarded;
  }

  private void fail(LoraportException reason) {
    if (end(reason)) {
      settle(null, reason);
    }
  }

  /** Tells the caller. What hangs on a future is run by that, so it has to be on the executor. */
  private void settle(@Nullable T value, @Nullable LoraportException reason) {
    CallingThread caller = call.caller();
    if (caller == null) {
      services.executor().execute(() -> complete(value, reason));
    } else {
      complete(value, reason);
      caller.wake();
    }
  }

  private void complete(@Nullable T value, @Nullable LoraportException reason) {
    GuardedBody body = handedOut;
    if (reason != null) {
      result.fail(reason);
    } else if (!result.finish(value) && body != null) {
      body.close();
    }
  }

  @Override
  public String operation() {
    return call.operation().name();
  }

  @Override
  public void abort(LoraportException reason) {
    aborted = reason;
    GuardedBody body = handedOut;
    if (body != null) {
      body.abort(reason);
    }
    if (end(reason) || body != null) {
      settle(null, reason);
    }
  }

  /** Whether it was this that ended the call: what the listener hears is what the caller gets. */
  private boolean end(@Nullable Throwable error) {
    if (!over.compareAndSet(false, true)) {
      return false;
    }
    services.inFlight().remove(this);
    call.scope().end();
    Future<?> task = soon;
    if (task != null) {
      task.cancel(false);
    }
    CallGate.Ticket own = ticket;
    if (own != null) {
      own.leave();
    }
    if (error == null) {
      listener().tell(call, (l, info) -> l.callEnd(info, call.elapsed()));
    } else {
      listener().tell(call, (l, info) -> l.callFailed(info, call.elapsed(), error));
    }
    return true;
  }

  private SafeListener listener() {
    return services.listener();
  }
}
