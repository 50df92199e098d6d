package dev.loraport.nebius.internal.serving;

import dev.loraport.Capability;
import dev.loraport.Page;
import dev.loraport.RequestOptions;
import dev.loraport.adapter.Adapter;
import dev.loraport.adapter.AdapterId;
import dev.loraport.adapter.AdapterService;
import dev.loraport.adapter.AdapterSource;
import dev.loraport.adapter.AdapterSpec;
import dev.loraport.chat.ModelRef;
import dev.loraport.error.NotFoundException;
import dev.loraport.error.ServingRefusedException;
import dev.loraport.error.UnsupportedCapabilityException;
import dev.loraport.nebius.internal.wire.Api;
import dev.loraport.nebius.internal.wire.Era;
import dev.loraport.nebius.internal.wire.Settings;
import dev.loraport.serving.Deployment;
import dev.loraport.serving.DeploymentId;
import dev.loraport.serving.Hardware;
import dev.loraport.serving.LoadedAdapter;
import dev.loraport.serving.ServedModel;
import dev.loraport.serving.ServingMode;
import dev.loraport.serving.ServingOptions;
import dev.loraport.serving.ServingPlan;
import dev.loraport.serving.ServingService;
import dev.loraport.spi.ServingGuards;
import dev.loraport.spi.ServingPlans;
import dev.loraport.spi.ServingRun;
import dev.loraport.tuning.TuningResult;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Calls for serving: adapters without a deployment, and the dedicated endpoints of the account. */
public final class ServingCalls implements ServingService.Async {
  /** Why adapters can't be loaded. */
  public static final String NO_HOT_LOAD =
      "its dedicated endpoints take no adapters (live report of 2026-09-19)";

  private static final Duration DELETION = Duration.ofSeconds(30);

  private final Api api;
  private final Era era;
  private final Planner planner;
  private final Gpus gpus;
  private final AdapterService.Async adapters;
  private final EndpointCalls endpoints;
  private final ServingGuards guards;
  private final Probe probe;
  private final SecureRandom random = new SecureRandom();

  /**
   * Makes them.
   *
   * @param api the way
   * @param era what is known of the client's day
   * @param adapters the adapters that are served
   * @param endpoints the dedicated endpoints
   * @param guards what is to be deleted before the client is closed
   */
  public ServingCalls(
      Api api,
      Era era,
      AdapterService.Async adapters,
      EndpointCalls endpoints,
      ServingGuards guards) {
    this.api = api;
    this.era = era;
    this.planner = new Planner(era);
    this.gpus = new Gpus(era);
    this.adapters = adapters;
    this.endpoints = endpoints;
    this.guards = guards;
    this.probe = new Probe(api);
  }

  @Override
  public CompletableFuture<ServingPlan> plan(
      String baseModel, ServingOptions serving, RequestOptions options) {
    return api.begin(() -> api.done(planner.plan(baseModel, true, serving)));
  }

  @Override
  public CompletableFuture<ServingPlan> plan(
      TuningResult result, ServingOptions serving, RequestOptions options) {
    return api.begin(() -> api.done(planned(result, serving)));
  }

  @Override
  public CompletableFuture<ServedModel> serve(
      TuningResult result, ServingOptions serving, RequestOptions options) {
    return api.begin(
        () -> {
          ServingPlan plan = planned(result, serving);
          return plan.mode() == ServingMode.SERVERLESS
              ? serverless(result, plan, serving, options)
              : CompletableFuture.failedFuture(refused(plan, plan.reason()));
        });
  }

  private ServingPlan planned(TuningResult result, ServingOptions serving) {
    TuningResult own = ServingPlans.own(Settings.PROVIDER, result);
    return planner.plan(own.baseModel(), own.adapter(), serving);
  }

  private CompletableFuture<ServedModel> serverless(
      TuningResult result, ServingPlan plan, ServingOptions serving, RequestOptions options) {
    ServingRun run = new ServingRun(api.caller(), guards, serving);
    AdapterSpec spec =
        AdapterSpec.builder()
            .source(AdapterSource.job(result))
            .name(serving.name().orElseGet(() -> newName(result)))
            .putAllExtra(serving.extra())
            .build();
    CompletableFuture<Adapter> published =
        api.follow(adapters.publish(spec, options))
            .exceptionallyCompose(
                failure ->
                    CompletableFuture.failedFuture(
                        failure instanceof UnsupportedCapabilityException gone
                            ? refused(plan, reason(gone))
                            : failure));
    return run.handOver(
        api.follow(published)
            .thenCompose(
                adapter ->
                    run.guardedAdapter(
                        api.begin(() -> answering(adapter.id(), run, Api.withoutBody(options))),
                        adapter.id(),
                        () -> deletion(adapter.id()))));
  }

  private static String reason(UnsupportedCapabilityException gone) {
    String message = String.valueOf(gone.getMessage());
    int instead = message.indexOf("; instead: ");
    return instead < 0 ? message : message.substring(0, instead);
  }

  private CompletableFuture<ServedModel> answering(
      AdapterId id, ServingRun run, RequestOptions options) {
    run.tell("adapter " + id + ": waits for its validation");
    return api.follow(adapters.awaitReady(id, run.rest().timeout(), options))
        .thenCompose(
            adapter -> {
              run.tell("adapter " + id + ": asks it for one token");
              ModelRef model = ModelRef.of(adapter.name().orElse(id.value()));
              return probe.untilItAnswers(model, run.rest(), options);
            })
        .thenApply(model -> run.adapter(model, id, () -> deletion(id)));
  }

  /** Deletes an adapter; what is gone already is no failure. */
  private CompletableFuture<Boolean> deletion(AdapterId id) {
    RequestOptions options = RequestOptions.builder().timeout(DELETION).build();
    return api.follow(adapters.delete(id, options).thenApply(x -> true))
        .exceptionallyCompose(
            failure ->
                failure instanceof NotFoundException
                    ? api.done(true)
                    : CompletableFuture.failedFuture(failure));
  }

  private String newName(TuningResult result) {
    String job = result.job().value().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    String tail = job.substring(Math.max(0, job.length() - 8));
    return "tuned-" + tail + "-" + Integer.toString(random.nextInt(1 << 30) | 1 << 30, 36);
  }

  private static ServingRefusedException refused(ServingPlan plan, String why) {
    ServingPlan full = plan.alternatives().isEmpty() ? ServingPlans.none(why, Era.waysOut()) : plan;
    return ServingPlans.refused(Settings.PROVIDER, full, why);
  }

  @Override
  public CompletableFuture<Page<Hardware>> hardware(RequestOptions options) {
    return api.begin(() -> api.done(Page.last(gpus.all())));
  }

  @Override
  public CompletableFuture<Page<Deployment>> deployments(RequestOptions options) {
    return api.follow(endpoints.list(options))
        .exceptionallyCompose(
            failure ->
                CompletableFuture.failedFuture(
                    failure instanceof NotFoundException && !era.hasEndpoints()
                        ? noEndpoints(failure)
                        : failure));
  }

  // a day before the service had them: then there are none, and that is no failure of a list
  private UnsupportedCapabilityException noEndpoints(Throwable failure) {
    UnsupportedCapabilityException none =
        new UnsupportedCapabilityException(
            Settings.PROVIDER,
            Capability.DEDICATED_SERVING,
            "no source says that there were dedicated endpoints on "
                + era.day()
                + ", and the service knows none ("
                + failure.getMessage()
                + ")");
    none.addSuppressed(failure);
    return none;
  }

  @Override
  public CompletableFuture<Deployment> deployment(DeploymentId id, RequestOptions options) {
    return endpoints.get(id, options);
  }

  @Override
  public CompletableFuture<@Nullable Void> delete(DeploymentId id, RequestOptions options) {
    return endpoints.delete(id, options);
  }

  @Override
  public CompletableFuture<LoadedAdapter> load(
      DeploymentId deployment, AdapterId adapter, RequestOptions options) {
    return noHotLoad();
  }

  @Override
  public CompletableFuture<Page<LoadedAdapter>> loaded(
      DeploymentId deployment, RequestOptions options) {
    return noHotLoad();
  }

  @Override
  public CompletableFuture<@Nullable Void> unload(
      DeploymentId deployment, AdapterId adapter, RequestOptions options) {
    return noHotLoad();
  }

  private static <T extends @Nullable Object> CompletableFuture<T> noHotLoad() {
    return CompletableFuture.failedFuture(
        new UnsupportedCapabilityException(
            Settings.PROVIDER, Capability.ADAPTER_HOT_LOAD, NO_HOT_LOAD));
  }
}
