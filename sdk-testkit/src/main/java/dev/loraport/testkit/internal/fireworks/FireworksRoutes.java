package dev.loraport.testkit.internal.fireworks;

import dev.loraport.testkit.internal.engine.ChatRules;
import dev.loraport.testkit.internal.engine.JobScripts;
import dev.loraport.testkit.internal.engine.Provider;
import dev.loraport.testkit.internal.fireworks.data.Datasets;
import dev.loraport.testkit.internal.fireworks.job.Jobs;
import dev.loraport.testkit.internal.fireworks.model.Models;
import dev.loraport.testkit.internal.fireworks.world.AccountRoutes;
import dev.loraport.testkit.internal.fireworks.world.Gateway;
import dev.loraport.testkit.internal.fireworks.world.World;

/** The whole fake of Fireworks: where its concerns meet. */
public final class FireworksRoutes {
  private FireworksRoutes() {}

  /** Both planes of the API. */
  public static Provider of(World world, ChatRules chatRules, JobScripts scripts) {
    Gateway gateway = new Gateway(world);
    new AccountRoutes(world).routes(gateway);
    Datasets datasets = new Datasets(world);
    datasets.routes(gateway);
    Models models = new Models(world);
    models.routes(gateway);
    new Jobs(world, datasets, models, scripts).routes(gateway);
    return gateway;
  }
}
