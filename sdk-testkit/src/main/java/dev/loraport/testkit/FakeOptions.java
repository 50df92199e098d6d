package dev.loraport.testkit;

import java.time.LocalDate;
import java.util.Optional;

/**
 * What can be chosen for a fake of any provider.
 *
 * @param asOf the day of the service to imitate; today where it is absent
 * @param clock what makes time pass
 */
public record FakeOptions(Optional<LocalDate> asOf, FakeClock.Mode clock) {
  /** Today's service, where things move one state a look. */
  public static FakeOptions defaults() {
    return new FakeOptions(Optional.empty(), FakeClock.Mode.AUTO);
  }
}
