package dev.loraport.tuning;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import dev.loraport.Money;
import dev.loraport.json.Json;
import dev.loraport.spi.SdkStyle;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.immutables.value.Value;
import tools.jackson.databind.annotation.JsonDeserialize;

/** What a job would cost. */
@Value.Immutable
@SdkStyle
@JsonDeserialize(builder = PriceEstimate.Builder.class)
public interface PriceEstimate {
  /** The whole price; absent where the provider can not say, see {@link #reason()}. */
  Optional<Money> total();

  /** Billed training tokens. */
  OptionalLong trainingTokens();

  /** Billed validation tokens. */
  OptionalLong validationTokens();

  /** Whether the account may start it. */
  Optional<Boolean> allowed();

  /** What the account may still spend. */
  Optional<Money> limit();

  /** Why there is no price. */
  Optional<String> reason();

  /** What the provider sent beyond the fields above, by its own names. */
  @JsonAnyGetter
  Map<String, Json> extra();

  /** Starts a value. */
  static Builder builder() {
    return new Builder();
  }

  /** Collects the parts of a {@link PriceEstimate}. */
  final class Builder extends ImmutablePriceEstimate.Builder {
    Builder() {}
  }
}
