package dev.loraport.billing;

import dev.loraport.internal.json.Parts;
import java.util.Objects;

/**
 * What {@link Billable#stop} has done.
 *
 * @param item what was ended
 * @param done what was done, in one line
 * @param lost what is lost by it
 */
public record BillableStop(Billable item, String done, String lost) {
  public BillableStop {
    Objects.requireNonNull(item, "item");
    done = Parts.text(done);
    lost = Parts.text(lost);
  }
}
