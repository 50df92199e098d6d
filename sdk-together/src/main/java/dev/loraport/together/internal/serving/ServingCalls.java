package dev.loraport.together.internal.serving;

import dev.loraport.Capability;
import dev.loraport.Page;
import dev.loraport.RequestOptions;
import dev.loraport.adapter.AdapterId;
import dev.loraport.catalog.Verdict;
import dev.loraport.chat.ModelRef;
import dev.loraport.error.ApiException;
import dev.loraport.serving.Deployment;
import dev.loraport.serving.DeploymentId;
import dev.loraport.serving.Hardware;
import dev.loraport.serving.LoadedAdapter;
import dev.loraport.serving.ServedModel;
import dev.loraport.serving.ServingOptions;
import dev.loraport.serving.ServingPlan;
import dev.loraport.serving.ServingPreference;
import dev.loraport.serving.ServingService;
import dev.loraport.spi.ServingGuards;
import dev.loraport.spi.ServingPlans;
import dev.loraport.spi.ServingRun;
import dev.loraport.together.internal.serving.Planner.Choice;
import dev.loraport.together.internal.serving.ServingRules.Ruling;
import dev.loraport.together.internal.wire.Api;
import dev.loraport.together.internal.wire.Project;
import dev.loraport.together.internal.wire.Settings;
import dev.loraport.tuning.ArtifactKind;
import dev.loraport.tuning.TuningArtifact;
import dev.loraport.tuning.TuningResult;
import java.security.SecureRandom;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Calls for serving. */
public final class ServingCalls implements ServingService.Async {
  private final Api api;
  private final ServingRules rules;
  private final ServingGuards guards;
  private final Market market;
  private final Planner planner;
  private final Endpoints endpoints;
  private final Teardown teardown;
  private final Probe probe;
  private final Dedicated dedicated;
  private final LoadCalls loads;
  private final SecureRandom random = new SecureRandom();

  /**
   * Makes them.
   *
   * @param api the way
   * @param project the project of deployments
   * @param rules what is known of the client's day
   * @param guards what is to be deleted before the client is closed
   */
  public ServingCalls(Api api, Project project, ServingRules rules, ServingGuards guards) {
    this.api = api;
    this.rules = rules;
    this.guards = guards;
    this.market = new Market(api, rules);
    this.planner = new Planner(api, rules, market);
    this.endpoints = new Endpoints(api, project);
    this.teardown = new Teardown(api, endpoints);
    this.probe = new Probe(api);
    this.dedicated = new Dedicated(api, project, endpoints, teardown, probe);
    this.loads = new LoadCalls(api, project);
  }

  @Override
  public CompletableFuture<ServingPlan> plan(
      String baseModel, ServingOptions serving, RequestOptions options) {
    return api.follow(planner.choose(baseModel, serving, options)).thenApply(Choice::plan);
  }

  @Override
  public CompletableFuture<ServingPlan> plan(
      TuningResult result, ServingOptions serving, RequestOptions options) {
    return api.begin(() -> planner.choose(own(result), serving, options)).thenApply(Choice::plan);
  }

  @Override
  public CompletableFuture<ServedModel> serve(
      TuningResult result, ServingOptions serving, RequestOptions options) {
    ServingRun run = new ServingRun(api.caller(), guards, serving);
    return run.handOver(
        api.begin(() -> planner.choose(own(result), serving, options))
            .thenCompose(choice -> serve(new Wish(result, serving, run), choice, options)));
  }

  private static TuningResult own(TuningResult result) {
    return ServingPlans.own(Settings.PROVIDER, result);
  }

  /** What is to be served, and how. */
  private record Wish(TuningResult result, ServingOptions serving, ServingRun run) {}

  private CompletableFuture<ServedModel> serve(Wish wish, Choice choice, RequestOptions options) {
    return switch (choice.plan().mode()) {
      case NONE -> refused(choice.plan(), choice.plan().reason());
      case SERVERLESS -> serverless(wish, choice.plan(), options);
      case DEDICATED -> deploy(wish, choice, options);
    };
  }

  private CompletableFuture<ServedModel> serverless(
      Wish wish, ServingPlan plan, RequestOptions options) {
    TuningResult result = wish.result();
    if (result.modelName().isEmpty()) {
      return refused(plan, "job " + result.job() + " names no model that could be asked");
    }
    ModelRef model = ModelRef.of(result.modelName().get());
    return api.follow(probe.refusal(model, options))
        .thenCompose(
            refusal ->
                refusal.isEmpty()
                    ? api.done(wish.run().shared(model))
                    : instead(wish, plan, refusal.get(), options));
  }

  private CompletableFuture<ServedModel> instead(
      Wish wish, ServingPlan plan, ApiException refusal, RequestOptions options) {
    ServingOptions serving = wish.serving();
    boolean mayDedicate = serving.preference() == ServingPreference.SERVERLESS_OR_DEDICATED;
    Ruling ruling = rules.dedicated();
    if (!mayDedicate || ruling.verdict() != Verdict.YES) {
      return refused(
          plan,
          "the service refuses "
              + wish.result().modelName().orElse("")
              + " serverless ("
              + refusal.status()
              + " "
              + refusal.apiMessage()
              + ")"
              + (mayDedicate ? "; " + ruling.reason() : ""));
    }
    ServingOptions only =
        ServingOptions.builder().from(serving).preference(ServingPreference.DEDICATED_ONLY).build();
    TuningResult result = wish.result();
    return api.follow(planner.choose(result, only, options))
        .thenCompose(choice -> serve(new Wish(result, only, wish.run()), choice, options));
  }

  private CompletableFuture<ServedModel> deploy(Wish wish, Choice choice, RequestOptions options) {
    TuningResult result = wish.result();
    ServingOptions serving = wish.serving();
    if (choice.offer().isEmpty()) {
      return refused(choice.plan(), choice.plan().reason());
    }
    boolean merged = serving.hotLoad().equals(Optional.of(false));
    Optional<TuningArtifact> artifact = artifact(result, merged);
    if (artifact.isEmpty()) {
      return refused(
          choice.plan(),
          "job "
              + result.job()
              + " has no "
              + (merged ? "merged model" : "id")
              + " in the model registry, so that it can't be deployed;"
              + " jobs have one since July 2026");
    }
    String name = serving.name().orElseGet(() -> newName(result));
    Dedicated.Order order =
        new Dedicated.Order(artifact.get(), choice.offer().get(), name, serving, wish.run());
    if (serving.name().isEmpty()) {
      return dedicated.deploy(order, options);
    }
    // a name that is taken would lead to somebody else's endpoint
    return api.follow(endpoints.named(name, options))
        .thenCompose(
            taken ->
                taken.isEmpty()
                    ? dedicated.deploy(order, options)
                    : refused(
                        choice.plan(), ServingPlans.taken("an endpoint " + taken.get().name())));
  }

  private static Optional<TuningArtifact> artifact(TuningResult result, boolean merged) {
    return result
        .artifact(ArtifactKind.ADAPTER)
        .filter(adapter -> !merged)
        .or(() -> result.artifact(ArtifactKind.MERGED_MODEL))
        .or(() -> result.artifact(ArtifactKind.MODEL));
  }

  private String newName(TuningResult result) {
    String job = result.job().value().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    String tail = job.substring(Math.max(0, job.length() - 8));
    return "tuned-" + tail + "-" + Integer.toString(random.nextInt(1 << 30) | 1 << 30, 36);
  }

  private static <T> CompletableFuture<T> refused(ServingPlan plan, String why) {
    return CompletableFuture.failedFuture(ServingPlans.refused(Settings.PROVIDER, plan, why));
  }

  @Override
  public CompletableFuture<Page<Hardware>> hardware(RequestOptions options) {
    return offered(Capability.DEDICATED_SERVING, () -> market.machines(options));
  }

  @Override
  public CompletableFuture<Page<Deployment>> deployments(RequestOptions options) {
    return offered(
        Capability.DEDICATED_SERVING,
        () ->
            api.follow(market.tariff(options))
                .thenCompose(
                    tariff ->
                        endpoints.deployments(
                            new DeploymentReader(api.bases().inference(), tariff::price), options))
                .thenApply(this::flat));
  }

  private Page<Deployment> flat(Page<List<Deployment>> page) {
    List<Deployment> items = page.items().stream().flatMap(List::stream).toList();
    return page.hasNext()
        ? Page.of(items, () -> api.follow(page.next().orElseThrow()).thenApply(this::flat))
        : Page.last(items);
  }

  @Override
  public CompletableFuture<Deployment> deployment(DeploymentId id, RequestOptions options) {
    return offered(
        Capability.DEDICATED_SERVING,
        () -> {
          Endpoints.path(id);
          return api.follow(market.tariff(options))
              .thenCompose(
                  tariff ->
                      endpoints.deployment(
                          id.segments().get(0),
                          id.segments().get(1),
                          new DeploymentReader(api.bases().inference(), tariff::price),
                          options));
        });
  }

  @Override
  public CompletableFuture<@Nullable Void> delete(DeploymentId id, RequestOptions options) {
    return offered(
        Capability.DEDICATED_SERVING,
        () -> {
          Endpoints.path(id);
          return teardown
              .deployment(id.segments().get(0), id.segments().get(1), options)
              .thenApply(gone -> null);
        });
  }

  @Override
  public CompletableFuture<LoadedAdapter> load(
      DeploymentId deployment, AdapterId adapter, RequestOptions options) {
    return offered(Capability.ADAPTER_HOT_LOAD, () -> loads.load(deployment, adapter, options));
  }

  @Override
  public CompletableFuture<Page<LoadedAdapter>> loaded(
      DeploymentId deployment, RequestOptions options) {
    return offered(Capability.ADAPTER_HOT_LOAD, () -> loads.loaded(deployment, options));
  }

  @Override
  public CompletableFuture<@Nullable Void> unload(
      DeploymentId deployment, AdapterId adapter, RequestOptions options) {
    return offered(
        Capability.ADAPTER_HOT_LOAD,
        () -> loads.unload(deployment, adapter, options).thenApply(answer -> null));
  }

  private <T extends @Nullable Object> CompletableFuture<T> offered(
      Capability capability, Supplier<CompletableFuture<T>> call) {
    return api.begin(
        () -> {
          rules.requireDedicated(capability);
          return call.get();
        });
  }
}
