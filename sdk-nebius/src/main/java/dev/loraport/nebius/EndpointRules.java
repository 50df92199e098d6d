package dev.loraport.nebius;

/** The documented ranges of dedicated endpoints. */
final class EndpointRules {
  private EndpointRules() {}

  static void name(String name) {
    require(!name.isBlank() && name.length() <= 100, "name must have 1 to 100 characters");
  }

  static void description(String text) {
    require(text.length() <= 500, "description must have at most 500 characters");
  }

  static void gpus(int count) {
    require(count >= 0, "gpuCount must be 0 or more, not " + count);
  }

  static void replicas(int least, int most) {
    require(
        least >= 1 && most >= least,
        "replicas must be 1 <= min <= max, not " + least + ".." + most);
  }

  static void routingKey(String key) {
    require(
        key.startsWith("dedicated/") && key.length() >= 11 && key.length() <= 128,
        "routingKey must begin with dedicated/ and have 11 to 128 characters");
  }

  static void weights(String id) {
    require(
        id.startsWith("model-artifact_"),
        "customWeights must begin with model-artifact_: a checkpoint can't be served");
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }
}
