package dev.loraport.testkit.internal.fireworks.model;

import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** Knows where models are loaded. */
@FunctionalInterface
public interface Deployed {
  /**
   * The entries of {@code deployedModelRefs}: {@code name}, {@code deployment}, {@code state},
   * {@code default} and {@code public}; empty for a model that is loaded nowhere.
   */
  List<ObjectNode> refs(String model);
}
