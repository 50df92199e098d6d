package dev.loraport.testkit.internal.nebius;

import dev.loraport.testkit.NebiusSwitches.Reasoning;
import dev.loraport.testkit.internal.nebius.Catalogue.Served;

/** Which names can be called, and where their models put what they think. */
final class Serving {
  private final Catalogue catalogue;
  private final CustomModels customModels;
  private final Endpoints endpoints;

  Serving(Catalogue catalogue, CustomModels customModels, Endpoints endpoints) {
    this.catalogue = catalogue;
    this.customModels = customModels;
    this.endpoints = endpoints;
  }

  boolean serves(String model) {
    return catalogue.served().containsKey(model)
        || customModels.isActive(model)
        || endpoints.isRoutable(model);
  }

  Reasoning reasoning(String model) {
    Served served = catalogue.served().get(model);
    return served == null ? Reasoning.REASONING_CONTENT : served.reasoning();
  }
}
