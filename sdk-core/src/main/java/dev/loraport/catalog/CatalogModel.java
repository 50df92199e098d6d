package dev.loraport.catalog;

import dev.loraport.internal.json.Parts;
import dev.loraport.json.Json;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What is known of one model at one provider on a day. The methods answer the usual questions; what
 * they leave out is in {@link #facts()}, and so is where an answer comes from.
 *
 * @param provider the provider
 * @param name the model, by the provider's name for it
 * @param facts what is known, by topic: {@code model.context} and so on
 */
public record CatalogModel(String provider, String name, Map<String, Fact> facts) {
  public CatalogModel {
    Objects.requireNonNull(provider, "provider");
    Objects.requireNonNull(name, "name");
    facts = Parts.map(facts);
  }

  /** The fact of a topic, such as {@code model.license}. */
  public Optional<Fact> fact(String topic) {
    return Optional.ofNullable(facts.get(topic));
  }

  /** Parameters in billions, all experts of a mixture together. */
  public Optional<BigDecimal> parameters() {
    return number("model.parameters");
  }

  /** Parameters in billions that take part in a token: of a mixture of experts fewer than all. */
  public Optional<BigDecimal> activeParameters() {
    return number("model.parameters.active");
  }

  /** The longest conversation that it answers, in tokens. */
  public Optional<Long> context() {
    return fact("model.context").map(Fact::value).flatMap(Json::integer);
  }

  /** The family in lower case, such as {@code qwen}. */
  public Optional<String> family() {
    return text("model.family");
  }

  /** What it is made for, such as {@code chat}, or {@code language} for one that only continues. */
  public Optional<String> modality() {
    return text("model.modality");
  }

  /** The licence. */
  public Optional<String> license() {
    return text("model.license");
  }

  /** Whether it writes its reasoning before its answer. */
  public Optional<Boolean> reasoning() {
    return fact("model.reasoning").map(Fact::value).flatMap(Json::bool);
  }

  /** Whether the provider is about to withdraw it. */
  public boolean isDeprecated() {
    return fact("model.deprecated").map(Fact::value).flatMap(Json::bool).orElse(false);
  }

  private Optional<String> text(String topic) {
    return fact(topic).map(Fact::value).flatMap(Json::string);
  }

  private Optional<BigDecimal> number(String topic) {
    return fact(topic).map(Fact::value).flatMap(Json::number);
  }
}
