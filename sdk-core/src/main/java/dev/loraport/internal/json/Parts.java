package dev.loraport.internal.json;

import dev.loraport.json.Json;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The parts of records. Databind gives a record {@code null} for what a JSON text leaves out. */
@SuppressWarnings("NullableOptional")
public final class Parts {
  private Parts() {}

  /** The text, or an empty one. */
  public static String text(@Nullable String text) {
    return text == null ? "" : text;
  }

  /** The value, or none. */
  public static <T> Optional<T> optional(@Nullable Optional<T> value) {
    return value == null ? Optional.empty() : value;
  }

  /** The JSON value, or none; databind takes an absent one for the literal {@code null}. */
  public static Optional<Json> json(@Nullable Optional<Json> value) {
    return value == null || (value.isPresent() && value.get().isAbsent())
        ? Optional.empty()
        : value;
  }

  /** The number, or none. */
  public static OptionalInt optional(@Nullable OptionalInt value) {
    return value == null ? OptionalInt.empty() : value;
  }

  /** The number, or none. */
  public static OptionalLong optional(@Nullable OptionalLong value) {
    return value == null ? OptionalLong.empty() : value;
  }

  /** The number, or none. */
  public static OptionalDouble optional(@Nullable OptionalDouble value) {
    return value == null ? OptionalDouble.empty() : value;
  }

  /** An unmodifiable copy; a list that is one already is not copied. */
  public static <T> List<T> list(@Nullable List<T> list) {
    return list == null ? List.of() : List.copyOf(list);
  }

  /**
   * The members and one more, for who reads them one by one. A map of some is changed by it, one of
   * few is not.
   */
  public static <T> Map<String, T> with(Map<String, T> members, String name, T value) {
    if (members.isEmpty()) {
      return Named.of(name, value);
    }
    boolean few = members instanceof Named;
    if (few && members.size() < Named.MOST) {
      return ((Named<T>) members).with(name, value);
    }
    Map<String, T> more = few ? new LinkedHashMap<>(members) : members;
    more.put(name, value);
    return more;
  }

  /** An unmodifiable copy in the same order. */
  public static <T> Map<String, T> map(@Nullable Map<String, T> map) {
    return map == null || map.isEmpty() ? Map.of() : fixed(new LinkedHashMap<>(map));
  }

  /**
   * As {@link #map}, but its text tells the names alone: what somebody sent may hold keys and
   * signed addresses, and values are printed.
   */
  public static Map<String, Json> members(@Nullable Map<String, Json> map) {
    if (map == null || map.isEmpty()) {
      return Map.of();
    }
    return map instanceof Named ? map : fixed(new Members(map));
  }

  private static <T> Map<String, T> fixed(Map<String, T> copy) {
    copy.forEach(
        (name, value) -> {
          Objects.requireNonNull(name, "name");
          Objects.requireNonNull(value, name);
        });
    return Collections.unmodifiableMap(copy);
  }

  static String names(Map<String, ?> map) {
    return map.keySet().stream().collect(Collectors.joining("=***, ", "{", "=***}"));
  }

  @SuppressWarnings("serial")
  private static final class Members extends LinkedHashMap<String, Json> {
    Members(Map<String, Json> members) {
      super(members);
    }

    @Override
    public String toString() {
      return names(this);
    }
  }
}
