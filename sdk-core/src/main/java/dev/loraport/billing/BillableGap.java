package dev.loraport.billing;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.loraport.internal.json.Parts;
import java.util.Objects;

/**
 * A list that is missing from a {@link BillableReport}, or breaks off.
 *
 * @param provider the provider
 * @param kind what was to be listed
 * @param lacking true if the provider does not offer such things, so that there are none; false if
 *     the list failed, so that something may be there which costs money
 * @param reason why, in one line
 */
public record BillableGap(
    String provider,
    BillableKind kind,
    @JsonProperty(required = true) boolean lacking,
    String reason) {
  public BillableGap {
    Objects.requireNonNull(provider, "provider");
    Objects.requireNonNull(kind, "kind");
    reason = Parts.text(reason);
  }
}
