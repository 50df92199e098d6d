package dev.loraport.testkit.internal.fireworks;

import dev.loraport.testkit.internal.engine.ChatRules;
import dev.loraport.testkit.internal.engine.JobScripts;
import dev.loraport.testkit.internal.engine.Provider;
import dev.loraport.testkit.internal.fireworks.batch.Batches;
import dev.loraport.testkit.internal.fireworks.chat.Inference;
import dev.loraport.testkit.internal.fireworks.data.Datasets;
import dev.loraport.testkit.internal.fireworks.job.Jobs;
import dev.loraport.testkit.internal.fireworks.model.Models;
import dev.loraport.testkit.internal.fireworks.serving.DeployedModels;
import dev.loraport.testkit.internal.fireworks.serving.Deployments;
import dev.loraport.testkit.internal.fireworks.serving.Routing;
import dev.loraport.testkit.internal.fireworks.serving.ServingRules;
import dev.loraport.testkit.internal.fireworks.serving.Shapes;
import dev.loraport.testkit.internal.fireworks.world.AccountRoutes;
import dev.loraport.testkit.internal.fireworks.world.Gateway;
import dev.loraport.testkit.internal.fireworks.world.World;

/** The whole fake of Fireworks: where its concerns meet. */
public final class FireworksRoutes {
  private FireworksRoutes() {}

  /** Both planes of the API. */
  public static Provider of(
      World world, ChatRules chatRules, JobScripts scripts, ServingRules rules) {
    Gateway gateway = new Gateway(world);
    new AccountRoutes(world).routes(gateway);
    Datasets datasets = new Datasets(world);
    datasets.routes(gateway);
    Models models = new Models(world);
    models.routes(gateway);
    new Jobs(world, datasets, models, scripts).routes(gateway);
    Inference inference = serving(world, chatRules, rules, models, gateway);
    new Batches(world, datasets, models, inference, rules).routes(gateway);
    return gateway;
  }

  private static Inference serving(
      World world, ChatRules chatRules, ServingRules rules, Models models, Gateway gateway) {
    Shapes shapes = new Shapes(models);
    shapes.routes(gateway);
    Deployments deployments = new Deployments(world, rules, models, shapes);
    deployments.routes(gateway);
    DeployedModels deployed = new DeployedModels(world, models, deployments);
    deployed.routes(gateway);
    models.deployed(deployed::references);
    Routing routing = new Routing(world, rules, models, deployments, deployed);
    Inference inference = new Inference(world, rules, routing, chatRules);
    inference.routes(gateway);
    return inference;
  }
}
