package dev.loraport.internal.json;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A few values by their names, in the order they came in; it never changes. Answers are full of
 * such maps, and a linked hash map of two takes ten times the memory.
 */
final class Named<T> extends AbstractMap<String, T> {
  /** With so many names a look through all takes longer than a hash. */
  static final int MOST = 8;

  // names and values in turn
  private final Object[] pairs;

  private Named(Object[] pairs) {
    this.pairs = pairs;
  }

  /** A map of one. */
  static <T> Named<T> of(String name, T value) {
    return new Named<>(new Object[] {name, value});
  }

  /** This and one more, which takes the place of one with the same name. */
  Named<T> with(String name, T value) {
    int at = find(name);
    Object[] more = Arrays.copyOf(pairs, at < 0 ? pairs.length + 2 : pairs.length);
    more[at < 0 ? pairs.length : at] = name;
    more[at < 0 ? pairs.length + 1 : at + 1] = value;
    return new Named<>(more);
  }

  private int find(@Nullable Object name) {
    for (int i = 0; i < pairs.length; i += 2) {
      if (pairs[i].equals(name)) {
        return i;
      }
    }
    return -1;
  }

  @SuppressWarnings("unchecked")
  private T value(int at) {
    return (T) pairs[at + 1];
  }

  @Override
  public String toString() {
    return Parts.names(this);
  }

  @Override
  public int size() {
    return pairs.length / 2;
  }

  @Override
  public boolean containsKey(@Nullable Object name) {
    return find(name) >= 0;
  }

  @Override
  public @Nullable T get(@Nullable Object name) {
    int at = find(name);
    return at < 0 ? null : value(at);
  }

  @Override
  public void forEach(BiConsumer<? super String, ? super T> action) {
    for (int i = 0; i < pairs.length; i += 2) {
      action.accept((String) pairs[i], value(i));
    }
  }

  @Override
  public Set<Map.Entry<String, T>> entrySet() {
    return new AbstractSet<>() {
      @Override
      public int size() {
        return Named.this.size();
      }

      @Override
      public Iterator<Map.Entry<String, T>> iterator() {
        return new Iterator<>() {
          private int next;

          @Override
          public boolean hasNext() {
            return next < pairs.length;
          }

          @Override
          public Map.Entry<String, T> next() {
            if (!hasNext()) {
              throw new NoSuchElementException();
            }
            next += 2;
            return Map.entry((String) pairs[next - 2], value(next - 2));
          }
        };
      }
    };
  }
}
