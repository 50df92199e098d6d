package dev.loraport.fireworks.internal.serving;

import dev.loraport.Capability;
import dev.loraport.Page;
import dev.loraport.RequestOptions;
import dev.loraport.adapter.AdapterId;
import dev.loraport.catalog.Verdict;
import dev.loraport.chat.ModelRef;
import dev.loraport.error.BadRequestException;
import dev.loraport.error.NotFoundException;
import dev.loraport.error.UnsupportedCapabilityException;
import dev.loraport.fireworks.internal.adapter.Ancestry;
import dev.loraport.fireworks.internal.serving.Planner.Choice;
import dev.loraport.fireworks.internal.serving.ServingRules.Ruling;
import dev.loraport.fireworks.internal.wire.Account;
import dev.loraport.fireworks.internal.wire.Api;
import dev.loraport.fireworks.internal.wire.Collection;
import dev.loraport.fireworks.internal.wire.ResourceName;
import dev.loraport.fireworks.internal.wire.Settings;
import dev.loraport.serving.Deployment;
import dev.loraport.serving.DeploymentId;
import dev.loraport.serving.Hardware;
import dev.loraport.serving.LoadedAdapter;
import dev.loraport.serving.ServedModel;
import dev.loraport.serving.ServingOptions;
import dev.loraport.serving.ServingPlan;
import dev.loraport.serving.ServingService;
import dev.loraport.spi.ServingGuards;
import dev.loraport.spi.ServingPlans;
import dev.loraport.spi.ServingRun;
import dev.loraport.tuning.ArtifactKind;
import dev.loraport.tuning.TuningArtifact;
import dev.loraport.tuning.TuningResult;
import java.security.SecureRandom;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Calls for serving. */
public final class ServingCalls implements ServingService.Async {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,62}");

  private final Api api;
  private final ServingRules rules;
  private final ServingGuards guards;
  private final Market market;
  private final Planner planner;
  private final Deployments deployments;
  private final Loads loads;
  private final Probe probe;
  private final Dedicated dedicated;
  private final SecureRandom random = new SecureRandom();

  /**
   * Makes them.
   *
   * @param api the way
   * @param rules what is known of the client's day
   * @param deployments the calls for deployments
   * @param guards what is to be deleted before the client is closed
   */
  public ServingCalls(Api api, ServingRules rules, Deployments deployments, ServingGuards guards) {
    this.api = api;
    this.rules = rules;
    this.guards = guards;
    this.deployments = deployments;
    this.market = new Market(api, new Machines(rules));
    this.planner = new Planner(api, rules, market);
    this.loads = new Loads(api);
    this.probe = new Probe(api);
    this.dedicated = new Dedicated(api, deployments, loads, probe);
  }

  @Override
  public CompletableFuture<ServingPlan> plan(
      String baseModel, ServingOptions serving, RequestOptions options) {
    return api.begin(() -> Ancestry.of(api, "serving.plan", baseModel, options))
        .thenCompose(base -> planner.choose(base, serving, options))
        .thenApply(Choice::plan);
  }

  @Override
  public CompletableFuture<ServingPlan> plan(
      TuningResult result, ServingOptions serving, RequestOptions options) {
    return api.begin(() -> plan(own(result).baseModel(), serving, options));
  }

  @Override
  public CompletableFuture<ServedModel> serve(
      TuningResult result, ServingOptions serving, RequestOptions options) {
    ServingRun run = new ServingRun(api.caller(), guards, serving);
    return run.handOver(
        api.begin(
                () -> {
                  serving.name().ifPresent(ServingCalls::checkName);
                  return Ancestry.of(api, "serving.serve", own(result), options);
                })
            .thenCompose(known -> serve(known, serving, run, options)));
  }

  private static TuningResult own(TuningResult result) {
    return ServingPlans.own(Settings.PROVIDER, result);
  }

  private CompletableFuture<ServedModel> serve(
      TuningResult result, ServingOptions serving, ServingRun run, RequestOptions options) {
    return api.follow(planner.choose(result.baseModel(), serving, options))
        .thenCompose(
            choice ->
                api.within(
                    options, own -> serve(new Wish(result, serving, run, own), choice, options)));
  }

  private static void checkName(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "the name of a deployment at Fireworks has 1 to 63 of a-z, 0-9 and '-' and begins with a"
              + " letter, not \""
              + name
              + '"');
    }
  }

  /** What is to be served, how, and whose it is. */
  private record Wish(TuningResult result, ServingOptions serving, ServingRun run, Account own) {}

  private CompletableFuture<ServedModel> serve(Wish wish, Choice choice, RequestOptions options) {
    Optional<TuningArtifact> artifact = artifact(wish.result());
    if (artifact.isEmpty()) {
      return refused(choice.plan(), "job " + wish.result().job() + " has left no model");
    }
    ResourceName model = wish.own().name(Collection.MODELS, artifact.get().id());
    boolean whole = !artifact.get().kind().equals(ArtifactKind.ADAPTER);
    return switch (choice.plan().mode()) {
      case NONE -> refused(choice.plan(), choice.plan().reason());
      case SERVERLESS -> shared(wish, choice.plan(), model, options);
      case DEDICATED ->
          whole && wish.serving().hotLoad().orElse(false)
              ? refused(
                  choice.plan(), model + " is a whole model, which can't be loaded onto another")
              : deploy(wish, choice, model, options);
    };
  }

  private static Optional<TuningArtifact> artifact(TuningResult result) {
    return result
        .artifact(ArtifactKind.ADAPTER)
        .or(() -> result.artifact(ArtifactKind.MERGED_MODEL))
        .or(() -> result.artifact(ArtifactKind.MODEL));
  }

  // in doubt, as before February 2026: whoever can still do it loads the adapter and answers
  private CompletableFuture<ServedModel> shared(
      Wish wish, ServingPlan plan, ResourceName model, RequestOptions options) {
    ModelRef ref = ModelRef.of(model.value());
    RequestOptions beside = Api.beside(options);
    return api.follow(
            loads.load(wish.own(), model, Optional.empty(), false, wish.run().rest(), beside))
        .thenCompose(load -> probe.awaitAnswer(wish.run(), ref, beside))
        .thenApply(answers -> wish.run().shared(ref))
        .exceptionallyCompose(
            failure ->
                failure instanceof BadRequestException || failure instanceof NotFoundException
                    ? refused(
                        plan,
                        "the service refuses "
                            + model
                            + " without a deployment ("
                            + failure.getMessage()
                            + "); "
                            + rules.dedicated().reason())
                    : CompletableFuture.failedFuture(failure));
  }

  private CompletableFuture<ServedModel> deploy(
      Wish wish, Choice choice, ResourceName model, RequestOptions options) {
    if (choice.offer().isEmpty()) {
      return refused(choice.plan(), choice.plan().reason());
    }
    String job = wish.result().job().value();
    String token = Integer.toString(random.nextInt(1 << 30) | 1 << 30, 36);
    String name = wish.serving().name().orElseGet(() -> newName(job, token));
    boolean hot = wish.serving().hotLoad().orElse(false);
    Optional<ResourceName> base =
        hot
            ? Optional.of(wish.own().name(Collection.MODELS, wish.result().baseModel()))
            : Optional.empty();
    return dedicated.deploy(
        new Dedicated.Order(
            wish.own(),
            model,
            base,
            wish.own().name(Collection.DEPLOYMENTS, name),
            Deployments.OURS + " for job " + job + ", " + token,
            choice.offer().get(),
            choice.plan(),
            wish.serving(),
            wish.run()),
        options);
  }

  private static String newName(String job, String token) {
    String word = job.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    return "tuned-" + word.substring(Math.max(0, word.length() - 8)) + "-" + token;
  }

  private static <T> CompletableFuture<T> refused(ServingPlan plan, String why) {
    return CompletableFuture.failedFuture(ServingPlans.refused(Settings.PROVIDER, plan, why));
  }

  @Override
  public CompletableFuture<Page<Hardware>> hardware(RequestOptions options) {
    return offered(Capability.DEDICATED_SERVING, () -> market.hardware(options));
  }

  @Override
  public CompletableFuture<Page<Deployment>> deployments(RequestOptions options) {
    return offered(Capability.DEDICATED_SERVING, () -> deployments.list(options));
  }

  @Override
  public CompletableFuture<Deployment> deployment(DeploymentId id, RequestOptions options) {
    return offered(Capability.DEDICATED_SERVING, () -> deployments.get(id, options));
  }

  @Override
  public CompletableFuture<@Nullable Void> delete(DeploymentId id, RequestOptions options) {
    return offered(Capability.DEDICATED_SERVING, () -> deployments.delete(id, options));
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
    return offered(Capability.ADAPTER_HOT_LOAD, () -> loads.unload(deployment, adapter, options));
  }

  private <T extends @Nullable Object> CompletableFuture<T> offered(
      Capability capability, Supplier<CompletableFuture<T>> call) {
    return api.begin(
        () -> {
          Ruling ruling = rules.dedicated();
          if (ruling.verdict() != Verdict.YES) {
            throw new UnsupportedCapabilityException(
                Settings.PROVIDER, capability, ruling.reason());
          }
          return call.get();
        });
  }
}
