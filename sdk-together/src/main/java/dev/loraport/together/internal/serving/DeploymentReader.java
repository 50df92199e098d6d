package dev.loraport.together.internal.serving;

import dev.loraport.chat.ModelRef;
import dev.loraport.json.Json;
import dev.loraport.serving.Deployment;
import dev.loraport.serving.DeploymentId;
import dev.loraport.spi.Answer;
import dev.loraport.spi.Fields;
import java.math.BigDecimal;
import java.net.URI;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/** Reads deployments, in their own form and in the short form within an endpoint. */
final class DeploymentReader {
  private final URI inference;
  private final Function<String, Optional<Tariff.Price>> prices;

  DeploymentReader(URI inference, Function<String, Optional<Tariff.Price>> prices) {
    this.inference = inference;
    this.prices = prices;
  }

  Deployment read(Answer answer, Json json, String endpoint) {
    Fields fields = Fields.of(json);
    Fields status = Fields.of(fields.json("status"));
    String id = fields.requireText(answer, "id");
    Optional<String> name = fields.text("name");
    String word = status.text("state").or(() -> fields.text("state")).orElse("");
    Optional<String> hardware = fields.text("hardware");
    OptionalInt ready = status.count("readyReplicas");
    OptionalInt desired = fields.count("desiredReplicas");
    Optional<Tariff.Price> price = hardware.flatMap(prices);
    BigDecimal replicas = BigDecimal.valueOf(desired.orElse(1));
    return Deployment.builder()
        .id(DeploymentId.of(endpoint + "/" + id))
        .name(name)
        .status(word)
        .state(DeploymentStates.deployment(word))
        .message(status.message("message"))
        .deployedModel(fields.text("model", "modelId"))
        .chatModel(name.flatMap(this::chatModel))
        .hardware(hardware)
        .readyReplicas(ready.isPresent() ? ready : fields.count("readyReplicas"))
        .desiredReplicas(desired)
        .hourlyCost(price.map(Tariff.Price::hourly).map(hourly -> hourly.times(replicas)))
        .hourlyCostSource(price.map(Tariff.Price::source))
        .adaptersEnabled(fields.bool("enableLora"))
        .createdAt(fields.instant("createdAt"))
        .putAllExtra(fields.rest())
        .build();
  }

  // <slug>/<endpoint>/<deployment>: requests go to the endpoint, which knows the shares
  private Optional<ModelRef> chatModel(String name) {
    int last = name.lastIndexOf('/');
    return last > 0 && name.indexOf('/') < last
        ? Optional.of(endpoint(name.substring(0, last)))
        : Optional.empty();
  }

  /** What to chat with at an endpoint of that name. */
  ModelRef endpoint(String name) {
    return ModelRef.of(name, inference);
  }
}
