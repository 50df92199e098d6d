package dev.loraport.testkit.junit;

import dev.loraport.testkit.FakeClock;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives tests a fake provider and a client that already points at it, as parameters.
 *
 * <pre>{@code
 * @FakeProviders
 * class TuneTest {
 *   @Test
 *   void trains(FakeTogether fake, TogetherClient client) { ... }
 * }
 * }</pre>
 *
 * <p>Parameters can be: a fake by its type or as {@link dev.loraport.testkit.FakeProvider}; a
 * client by its type or as {@link dev.loraport.ProviderClient}; {@link FakeClock}, {@link
 * dev.loraport.testkit.Faults} and {@link dev.loraport.testkit.Journal}. A type that says no
 * provider means the only fake of the test. Tests, life-cycle methods and constructors take them;
 * nested classes see the fakes of the outer one.
 *
 * <p>The one nearest to a test counts: on the method, its class, an enclosing class. It can be put
 * on an annotation of your own.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Documented
@ExtendWith(LoraportExtension.class)
public @interface FakeProviders {
  /** The names of the providers, such as {@code together}; all that are found by default. */
  String[] value() default {};

  /** The day of the service to imitate, as {@code 2026-02-13}; today by default. */
  String asOf() default "";

  /** What makes time pass. */
  FakeClock.Mode clock() default FakeClock.Mode.AUTO;

  /**
   * Whether a test fails for requests that the provider would refuse for their form, and for faults
   * that no call met.
   */
  boolean strict() default true;

  /** How long a fake lives. */
  FakeScope scope() default FakeScope.METHOD;
}
