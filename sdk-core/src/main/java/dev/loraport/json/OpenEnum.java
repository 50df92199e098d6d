package dev.loraport.json;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A set of named values that a provider may add to at any time: an unknown value is a value, never
 * an error, and keeps its text.
 *
 * <p>Two values are equal when their type and text are.
 */
public abstract class OpenEnum {
  private final String value;

  /**
   * Keeps the text.
   *
   * @param value the text on the wire
   */
  protected OpenEnum(String value) {
    this.value = value;
  }

  /** The text, as the provider sent it or expects it. */
  @JsonValue
  public final String value() {
    return value;
  }

  // values of two types are not equal although their texts are
  @SuppressWarnings("EqualsGetClass")
  @Override
  public final boolean equals(@Nullable Object other) {
    return other != null
        && other.getClass() == getClass()
        && ((OpenEnum) other).value.equals(value);
  }

  @Override
  public final int hashCode() {
    return value.hashCode();
  }

  @Override
  public final String toString() {
    return value;
  }

  /** The constants of one type; a text is matched without regard to case. */
  protected static final class Constants<T extends OpenEnum> {
    private final Function<String, T> create;
    private final Map<String, T> byName = new LinkedHashMap<>();

    /** Starts a set whose unknown values are made by {@code create}. */
    public Constants(Function<String, T> create) {
      this.create = create;
    }

    /** Adds a constant. */
    public T add(String value) {
      T constant = create.apply(value);
      byName.put(value.toLowerCase(Locale.ROOT), constant);
      return constant;
    }

    /** The constant of that text, or a new value that keeps it. */
    public T of(String value) {
      T constant = byName.get(value.toLowerCase(Locale.ROOT));
      return constant != null ? constant : create.apply(value);
    }

    /** Whether it is one of the constants. */
    public boolean contains(T value) {
      return byName.containsValue(value);
    }

    /** All constants in the order in which they were added. */
    public Iterable<T> all() {
      return Collections.unmodifiableCollection(byName.values());
    }
  }
}
