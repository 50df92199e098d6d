package dev.loraport.tuning;

import dev.loraport.Money;
import dev.loraport.internal.json.Parts;
import dev.loraport.json.Json;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a job would cost.
 *
 * @param total the whole price; absent where the provider can not say, see {@link #reason()}
 * @param trainingTokens billed training tokens
 * @param validationTokens billed validation tokens
 * @param allowed whether the account may start it
 * @param limit what the account may still spend
 * @param reason why there is no price
 * @param extra what the provider sent beyond the fields above, by its own names
 */
public record PriceEstimate(
    Optional<Money> total,
    OptionalLong trainingTokens,
    OptionalLong validationTokens,
    Optional<Boolean> allowed,
    Optional<Money> limit,
    Optional<String> reason,
    Map<String, Json> extra) {
  public PriceEstimate {
    total = Parts.optional(total);
    trainingTokens = Parts.optional(trainingTokens);
    validationTokens = Parts.optional(validationTokens);
    allowed = Parts.optional(allowed);
    limit = Parts.optional(limit);
    reason = Parts.optional(reason);
    extra = Parts.members(extra);
  }
}
