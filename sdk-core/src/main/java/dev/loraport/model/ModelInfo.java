package dev.loraport.model;

import dev.loraport.Money;
import dev.loraport.internal.json.Parts;
import dev.loraport.json.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A model that a provider lists. Being listed does not mean that it can be chatted with.
 *
 * @param id the name to use in requests
 * @param displayName the name for people
 * @param type the kind, such as {@code chat}
 * @param organization who made it
 * @param contextLength the context in tokens
 * @param inputPrice US dollars per 1 million prompt tokens
 * @param outputPrice US dollars per 1 million completion tokens
 * @param tunable whether it can be fine-tuned, where the list says so
 * @param serverless whether it is served without a deployment, where the list says so
 * @param extra what the provider sent beyond the fields above, by its own names
 */
public record ModelInfo(
    String id,
    Optional<String> displayName,
    Optional<String> type,
    Optional<String> organization,
    OptionalLong contextLength,
    Optional<Money> inputPrice,
    Optional<Money> outputPrice,
    Optional<Boolean> tunable,
    Optional<Boolean> serverless,
    Map<String, Json> extra) {
  public ModelInfo {
    Objects.requireNonNull(id, "id");
    displayName = Parts.optional(displayName);
    type = Parts.optional(type);
    organization = Parts.optional(organization);
    contextLength = Parts.optional(contextLength);
    inputPrice = Parts.optional(inputPrice);
    outputPrice = Parts.optional(outputPrice);
    tunable = Parts.optional(tunable);
    serverless = Parts.optional(serverless);
    extra = Parts.members(extra);
  }

  /** Starts a value. */
  public static Builder builder() {
    return new Builder();
  }

  /** Collects the parts of a {@link ModelInfo}; only the id must be set. */
  public static final class Builder {
    private @Nullable String id;
    private Optional<String> displayName = Optional.empty();
    private Optional<String> type = Optional.empty();
    private Optional<String> organization = Optional.empty();
    private OptionalLong contextLength = OptionalLong.empty();
    private Optional<Money> inputPrice = Optional.empty();
    private Optional<Money> outputPrice = Optional.empty();
    private Optional<Boolean> tunable = Optional.empty();
    private Optional<Boolean> serverless = Optional.empty();
    private final Map<String, Json> extra = new LinkedHashMap<>();

    private Builder() {}

    /** Sets {@link ModelInfo#id()}. */
    public Builder id(String id) {
      this.id = id;
      return this;
    }

    /** Sets {@link ModelInfo#displayName()}. */
    public Builder displayName(Optional<String> displayName) {
      this.displayName = displayName;
      return this;
    }

    /** Sets {@link ModelInfo#type()}. */
    public Builder type(Optional<String> type) {
      this.type = type;
      return this;
    }

    /** Sets {@link ModelInfo#organization()}. */
    public Builder organization(Optional<String> organization) {
      this.organization = organization;
      return this;
    }

    /** Sets {@link ModelInfo#contextLength()}. */
    public Builder contextLength(OptionalLong contextLength) {
      this.contextLength = contextLength;
      return this;
    }

    /** Sets {@link ModelInfo#inputPrice()}. */
    public Builder inputPrice(Optional<Money> inputPrice) {
      this.inputPrice = inputPrice;
      return this;
    }

    /** Sets {@link ModelInfo#outputPrice()}. */
    public Builder outputPrice(Optional<Money> outputPrice) {
      this.outputPrice = outputPrice;
      return this;
    }

    /** Sets {@link ModelInfo#tunable()}. */
    public Builder tunable(Optional<Boolean> tunable) {
      this.tunable = tunable;
      return this;
    }

    /** Sets {@link ModelInfo#serverless()}. */
    public Builder serverless(Optional<Boolean> serverless) {
      this.serverless = serverless;
      return this;
    }

    /** Adds to {@link ModelInfo#extra()}. */
    public Builder putAllExtra(Map<String, Json> more) {
      extra.putAll(more);
      return this;
    }

    /**
     * The value.
     *
     * @throws NullPointerException if there is no id
     */
    public ModelInfo build() {
      return new ModelInfo(
          Objects.requireNonNull(id, "id"),
          displayName,
          type,
          organization,
          contextLength,
          inputPrice,
          outputPrice,
          tunable,
          serverless,
          extra);
    }
  }
}
