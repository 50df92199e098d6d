package dev.loraport.testkit.internal.fireworks.serving;

import dev.loraport.testkit.internal.engine.RefusedException;
import dev.loraport.testkit.internal.fireworks.model.Model;
import dev.loraport.testkit.internal.fireworks.model.Models;
import dev.loraport.testkit.internal.fireworks.world.Accounts;
import dev.loraport.testkit.internal.fireworks.world.InferenceErrors;
import dev.loraport.testkit.internal.fireworks.world.Names;
import dev.loraport.testkit.internal.fireworks.world.World;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where the {@code model} string of an inference call leads. */
public final class Routing {
  /**
   * What answers: on which deployment (empty for serverless), and how many tokens of context it has
   * (0 when nobody said).
   */
  public record Target(String deployment, int contextLength) {}

  private static final String PUBLIC_MODELS = "accounts/" + Accounts.PUBLIC + "/models/";
  private static final String PUBLIC_ROUTERS = "accounts/" + Accounts.PUBLIC + "/routers/";
  private static final List<String> ROUTER_ENDS = List.of("-fast", "-latest");

  private final World world;
  private final ServingRules rules;
  private final Models models;
  private final Deployments deployments;
  private final DeployedModels deployed;

  public Routing(
      World world,
      ServingRules rules,
      Models models,
      Deployments deployments,
      DeployedModels deployed) {
    this.world = world;
    this.rules = rules;
    this.models = models;
    this.deployments = deployments;
    this.deployed = deployed;
  }

  /** The target of a model string; refuses what can't be reached now. */
  public Target resolve(String model) {
    int hash = model.indexOf('#');
    if (hash >= 0) {
      return pinned(model.substring(0, hash), model.substring(hash + 1));
    }
    if (Names.isFull(model, "deployments")) {
      Deployment deployment = deployments.find(model);
      if (deployment == null) {
        throw notFound();
      }
      return on(deployment, deployment.merged ? deployment.baseModel : mergedAddon(deployment));
    }
    if (model.startsWith(PUBLIC_ROUTERS)) {
      return router(model.substring(PUBLIC_ROUTERS.length()));
    }
    return bare(model);
  }

  /** Public models that answer without a deployment of one's own. */
  public List<String> serverless() {
    return models.publicBases().stream().filter(Routing::isServerless).map(Model::name).toList();
  }

  private static boolean isServerless(Model model) {
    return model.is("supportsServerless");
  }

  private Target pinned(String model, String place) {
    boolean full = Names.isFull(place, "deployments");
    Deployment deployment =
        deployments.find(
            full ? place : "accounts/" + world.accounts().main() + "/deployments/" + place);
    if (deployment == null) {
      throw notFound();
    }
    if (deployment.baseModel.equals(model)) {
      // The short form is documented, but live merges are not found by it.
      if (deployment.merged && !full) {
        throw notFound();
      }
      return on(deployment, deployment.merged ? model : null);
    }
    DeployedModel addon = deployed.find(model, deployment);
    if (addon == null) {
      throw notFound();
    }
    return onAddon(addon, deployment);
  }

  private Target router(String id) {
    String model = PUBLIC_MODELS + id;
    for (String end : ROUTER_ENDS) {
      if (id.endsWith(end)) {
        model = PUBLIC_MODELS + id.substring(0, id.length() - end.length());
      }
    }
    Model found = models.find(model);
    if (found == null || !isServerless(found)) {
      throw notFound();
    }
    return new Target("", context(found));
  }

  private Target bare(String model) {
    Model found = models.find(model);
    if (found == null) {
      throw notFound();
    }
    if (model.startsWith(PUBLIC_MODELS) && isServerless(found)) {
      return new Target("", context(found));
    }
    for (DeployedModel place : deployed.of(model)) {
      Deployment deployment = place.deployment;
      if (place.isDefault() && deployment != null) {
        return onAddon(place, deployment);
      }
      if (place.isDefault() && place.takesCall()) {
        checkAdapter(model);
        return new Target("", context(found));
      }
    }
    for (Deployment deployment : deployments.all()) {
      boolean serves =
          deployment.autoDeployed
              && !deployment.merged
              && deployments.find(deployment.name) != null;
      if (serves && deployment.baseModel.equals(model)) {
        return on(deployment, null);
      }
    }
    throw notFound();
  }

  private @Nullable String mergedAddon(Deployment deployment) {
    return deployment.reloads() ? deployed.on(deployment) : null;
  }

  private Target onAddon(DeployedModel addon, Deployment deployment) {
    Target target = on(deployment, null);
    if (!addon.takesCall()) {
      throw notFound();
    }
    checkAdapter(addon.model);
    return target;
  }

  private Target on(Deployment deployment, @Nullable String adapter) {
    switch (deployment.call()) {
      case ABSENT -> throw notFound();
      case WAKING ->
          throw InferenceErrors.refuse(
              503,
              "DEPLOYMENT_SCALING_UP",
              "Deployment is currently scaled to zero and is scaling up. Please retry later.");
      case SERVING -> {
        if (adapter != null) {
          checkAdapter(adapter);
        }
      }
    }
    int limit = deployment.fields.path("maxContextLength").asInt(0);
    Model model = models.find(deployment.baseModel);
    return new Target(deployment.name, limit > 0 || model == null ? limit : context(model));
  }

  private void checkAdapter(String model) {
    if (rules.isBroken(model)) {
      throw InferenceErrors.refuse(
          412, "PRECONDITION_FAILED", "The LoRA addon " + model + " could not be loaded");
    }
  }

  /** The tokens of context that a model has, deployed or not; 0 when nobody said. */
  public int contextOf(String model) {
    Model found = models.find(model);
    return found == null ? 0 : context(found);
  }

  private int context(Model model) {
    Model base = models.find(model.baseModel());
    return base == null ? 0 : base.contextLength();
  }

  private static RefusedException notFound() {
    return new RefusedException(
        InferenceErrors.of(
            404, "NOT_FOUND", "Model not found, inaccessible, and/or not deployed", "model"));
  }
}
