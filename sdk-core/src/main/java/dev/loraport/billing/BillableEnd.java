package dev.loraport.billing;

import dev.loraport.internal.json.Parts;
import java.util.Objects;

/**
 * How something can be ended, and what is lost by it: known before it is done.
 *
 * @param way what {@link Billable#stop} would do
 * @param loses what would be lost, or why there is no way
 */
public record BillableEnd(Way way, String loses) {
  /** What is done to it. */
  public enum Way {
    /** It is deleted. */
    DELETE,
    /** It is stopped, and stays. */
    STOP,
    /** It is asked to end before its time. */
    CANCEL,
    /** This library can't end it. */
    NONE
  }

  public BillableEnd {
    Objects.requireNonNull(way, "way");
    loses = Parts.text(loses);
  }

  /** It is deleted. */
  public static BillableEnd delete(String loses) {
    return new BillableEnd(Way.DELETE, loses);
  }

  /** It is stopped, and stays. */
  public static BillableEnd stop(String loses) {
    return new BillableEnd(Way.STOP, loses);
  }

  /** It is asked to end before its time. */
  public static BillableEnd cancel(String loses) {
    return new BillableEnd(Way.CANCEL, loses);
  }

  /** It can't be ended from here, for this reason. */
  public static BillableEnd none(String reason) {
    return new BillableEnd(Way.NONE, reason);
  }
}
