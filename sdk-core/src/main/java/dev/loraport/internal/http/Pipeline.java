package dev.loraport.internal.http;

import dev.loraport.ClientConfig;
import dev.loraport.RequestOptions;
import dev.loraport.error.ConfigurationException;
import dev.loraport.http.Delayer;
import dev.loraport.http.HttpTransport;
import dev.loraport.http.WireRequest;
import dev.loraport.http.WireResponse;
import dev.loraport.spi.Answer;
import dev.loraport.spi.Call;
import dev.loraport.spi.Caller;
import dev.loraport.spi.ProviderProfile;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The way of a client's calls, put together from its parts. */
public final class Pipeline implements Caller {
  /** Whole answers are lists, jobs and completions; what may be larger is streamed. */
  private static final int ANSWER_LIMIT = 64 << 20;

  private static final AtomicLong CALLS = new AtomicLong();

  private final ProviderProfile profile;
  private final ClientConfig config;
  private final Requests requests;
  private final HttpTransport transport;
  private final Workers workers;
  private final ErrorAnswers errors;
  private final WireLog log;
  private final Delayer delayer;
  private final Services services;

  private Pipeline(ProviderProfile profile, ClientConfig config) {
    check(config);
    profile.credentialOrigins().forEach(uri -> Credentials.refuseExposed(profile, config, uri));
    String name = "loraport-" + profile.provider();
    this.profile = profile;
    this.config = config;
    this.requests = new Requests(config);
    Timer timer = new Timer(name + "-timer");
    this.workers = new Workers(name, timer);
    Executor executor = config.executor().map(this::willing).orElse(workers);
    this.transport =
        config.transport().orElseGet(() -> new JdkTransport(config, workers, executor, timer));
    this.errors = new ErrorAnswers(profile, config.clock());
    InFlight inFlight = new InFlight(profile.provider(), timer);
    Delayer delayer = config.delayer().orElse(timer::delay);
    SafeListener listener = new SafeListener(config.listener());
    boolean runsUsersCode =
        listener.listens() || config.delayer().isPresent() || config.logBodyBytes() > 0;
    Executor signals = runsUsersCode ? workers : Runnable::run;
    this.log = new WireLog(config.logBodyBytes(), workers, new TransportStep(transport));
    Step redirects = new Redirects(config.allowInsecureHttp(), log);
    Step credentials = new Credentials(profile, config.allowInsecureHttp(), redirects);
    Step first =
        config.interceptors().isEmpty()
            ? credentials
            : new Interceptors(config.interceptors(), workers, credentials);
    this.delayer = new Pauses(delayer, inFlight, executor);
    this.services =
        new Services(
            executor,
            workers,
            signals,
            timer,
            new Pauses(delayer, inFlight, workers),
            inFlight,
            new CallGate(
                config.maxConcurrentCalls().orElse(0),
                config.maxCallsPerMinute().orElse(0),
                delayer,
                System::nanoTime,
                workers),
            new Retries(config.retryPolicy(), profile.retryRules(), random()),
            first,
            errors,
            listener);
  }

  /** Opens the way. */
  public static Caller open(ProviderProfile profile, ClientConfig config) {
    return new Pipeline(profile, config);
  }

  /**
   * The user's executor, which is asked on the client's threads: it may run a task where it is
   * handed in, or wait for a place. What it does not take, they do.
   */
  private Executor willing(Executor own) {
    return task -> workers.execute(() -> handIn(own, task));
  }

  private static void handIn(Executor own, Runnable task) {
    AtomicBoolean begun = new AtomicBoolean();
    Runnable once =
        () -> {
          if (begun.compareAndSet(false, true)) {
            task.run();
          }
        };
    try {
      own.execute(once);
    } catch (Throwable e) {
      if (begun.get()) {
        throw e;
      }
      once.run();
    }
  }

  private static void check(ClientConfig config) {
    if (config.httpClient().isPresent() && config.transport().isPresent()) {
      throw new ConfigurationException(null, "httpClient and transport are both set; set one");
    }
    checkLimit("maxConcurrentCalls", config.maxConcurrentCalls());
    checkLimit("maxCallsPerMinute", config.maxCallsPerMinute());
  }

  private static void checkLimit(String name, OptionalInt limit) {
    if (limit.orElse(1) < 1) {
      throw new ConfigurationException(
          null, name + " must be 1 or more, or not be set; it is " + limit.getAsInt());
    }
  }

  private static RandomGenerator random() {
    return () -> ThreadLocalRandom.current().nextLong();
  }

  @Override
  public CompletableFuture<Answer> send(Call call, RequestOptions options) {
    return run(call, options, this::wholeAnswer, null);
  }

  @Override
  public Answer sendAndWait(Call call, RequestOptions options) {
    return await(call, options, this::wholeAnswer, null);
  }

  private void wholeAnswer(WireResponse response, CallRun<Answer> run) {
    response
        .body()
        .bytes(ANSWER_LIMIT)
        .whenCompleteAsync(
            (bytes, error) -> {
              if (error == null) {
                run.take(() -> answer(response, bytes, run.call()));
              } else {
                run.broken(error);
              }
            },
            services.signals());
  }

  private Answer answer(WireResponse response, byte[] bytes, CallState call) {
    log.answer(response, bytes, call);
    return new Answer(
        profile.provider(),
        call.operation(),
        response.status(),
        response.headers(),
        bytes,
        call.requestId());
  }

  @Override
  public CompletableFuture<Opened> open(Call call, RequestOptions options) {
    return run(call, options, this::opened, null);
  }

  @Override
  public Opened openAndWait(Call call, RequestOptions options, Runnable meanwhile) {
    return await(call, options, this::opened, meanwhile);
  }

  private void opened(WireResponse response, CallRun<Opened> run) {
    run.take(
        () ->
            new Opened(
                new WireResponse(
                    response.status(), response.headers(), run.handOut(response.body())),
                run.call().call(),
                Optional.ofNullable(run.call().requestId())));
  }

  private <T> T await(
      Call call, RequestOptions options, CallRun.Finish<T> finish, @Nullable Runnable meanwhile) {
    String operation = call.operation().name();
    Blocking.refuseInterrupted(profile.provider(), operation);
    CallingThread here = new CallingThread();
    CompletableFuture<T> result = run(call, options, finish, here);
    if (meanwhile != null) {
      here.execute(meanwhile);
    }
    return Blocking.await(profile.provider(), operation, result, here);
  }

  private <T> CompletableFuture<T> run(
      Call call, RequestOptions options, CallRun.Finish<T> finish, @Nullable CallingThread caller) {
    WireRequest request;
    try {
      request = requests.build(call, options, profile.provider());
    } catch (ConfigurationException e) {
      return CompletableFuture.failedFuture(e);
    }
    CallState state =
        new CallState(
            profile.provider(), call, request, options, config, CALLS.incrementAndGet(), caller);
    return new CallRun<>(services, state, finish).start();
  }

  @Override
  public <T extends @Nullable Object> T await(String operation, CompletableFuture<T> future) {
    return Blocking.await(profile.provider(), operation, future);
  }

  @Override
  public Caller withDefaults(RequestOptions defaults) {
    return new CallerView(this, defaults);
  }

  @Override
  public String provider() {
    return profile.provider();
  }

  @Override
  public Executor executor() {
    return services.executor();
  }

  @Override
  public Delayer delayer() {
    return delayer;
  }

  @Override
  public InstantSource clock() {
    return config.clock();
  }

  @Override
  public LocalDate asOf() {
    return config
        .asOf()
        .orElseGet(() -> LocalDate.ofInstant(config.clock().instant(), ZoneOffset.UTC));
  }

  @Override
  public boolean isClosed() {
    return services.inFlight().isClosed();
  }

  @Override
  public void close() {
    if (services.inFlight().close()) {
      transport.close();
      services.timer().close();
      workers.close();
    }
  }
}
