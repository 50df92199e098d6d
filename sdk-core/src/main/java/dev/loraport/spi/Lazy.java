package dev.loraport.spi;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A value that is made when it is first asked for, and once. A client has one for what its first
 * call may not need, such as its catalog of facts.
 *
 * @param <T> the value
 */
public final class Lazy<T> {
  private final Supplier<T> maker;
  private volatile @Nullable T value;

  private Lazy(Supplier<T> maker) {
    this.maker = maker;
  }

  /** A value that is made by {@code maker}, which must not need the value itself. */
  public static <T> Lazy<T> of(Supplier<T> maker) {
    return new Lazy<>(maker);
  }

  /** The value. */
  public T get() {
    T made = value;
    return made == null ? make() : made;
  }

  private synchronized T make() {
    T made = value;
    if (made == null) {
      made = maker.get();
      value = made;
    }
    return made;
  }
}
