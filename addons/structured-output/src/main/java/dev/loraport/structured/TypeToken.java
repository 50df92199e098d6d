package dev.loraport.structured;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;

/**
 * Names a type with its arguments, which a {@link Class} can't:
 *
 * <pre>{@code
 * Structured<Page<Person>> pages = Structured.of(new TypeToken<Page<Person>>() {});
 * }</pre>
 *
 * @param <T> the type
 */
public abstract class TypeToken<T> {
  private final Type type;

  /**
   * Takes the type from the subclass.
   *
   * @throws IllegalArgumentException if the subclass doesn't name it
   */
  protected TypeToken() {
    if (!(getClass().getGenericSuperclass() instanceof ParameterizedType named)) {
      throw new IllegalArgumentException(
          "a type token names its type: new TypeToken<Page<Person>>() {}");
    }
    this.type = named.getActualTypeArguments()[0];
  }

  /** The type. */
  public final Type type() {
    return type;
  }

  @Override
  public final String toString() {
    return type.getTypeName();
  }
}
