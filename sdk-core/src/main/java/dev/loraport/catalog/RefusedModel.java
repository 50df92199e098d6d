package dev.loraport.catalog;

import dev.loraport.internal.json.Parts;
import java.util.List;
import java.util.Objects;

/**
 * A model for which there is no plan.
 *
 * @param provider the provider
 * @param model the model, by the provider's name for tuning it
 * @param reason why not, in one line
 * @param facts the facts that say so; none where it is for want of a source
 */
public record RefusedModel(String provider, String model, String reason, List<Fact> facts) {
  public RefusedModel {
    Objects.requireNonNull(provider, "provider");
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(reason, "reason");
    facts = Parts.list(facts);
  }
}
