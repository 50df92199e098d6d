package dev.loraport.json;

import dev.loraport.internal.json.JsonDatabind;
import dev.loraport.internal.json.JsonText;
import dev.loraport.internal.json.Parts;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.annotation.JsonDeserialize;
import tools.jackson.databind.annotation.JsonSerialize;

/**
 * An immutable JSON value: the only JSON type in the signatures of this library.
 *
 * <p>It keeps what a JSON text says: numbers of any size and precision, the order of an object's
 * members, and {@code null} as a value of its own. Look-ups never throw for what is absent: {@link
 * #get(String)} of a missing member is {@link #missing()}, whose typed getters are all empty, so a
 * path can be followed without a test at each step.
 *
 * <p>{@link #write(Object)} and {@link #read(String, Class)} turn the values of this library into
 * JSON text and back, to keep them in a database or to hand them to another process.
 */
@JsonSerialize(using = JsonDatabind.Serializer.class)
@JsonDeserialize(using = JsonDatabind.Deserializer.class)
public final class Json {
  /** What kind of value this is. */
  public enum Kind {
    /** Not there at all: the answer for a member that an object doesn't have. */
    MISSING,
    /** The literal {@code null}. */
    NULL,
    /** {@code true} or {@code false}. */
    BOOLEAN,
    /** A number of any size. */
    NUMBER,
    /** A text. */
    STRING,
    /** A list of values. */
    ARRAY,
    /** Named members, in the order of the text. */
    OBJECT
  }

  private static final Json MISSING = new Json(Kind.MISSING, null);
  private static final Json NULL = new Json(Kind.NULL, null);
  private static final Json TRUE = new Json(Kind.BOOLEAN, true);
  private static final Json FALSE = new Json(Kind.BOOLEAN, false);

  private final Kind kind;
  private final @Nullable Object value;

  private Json(Kind kind, @Nullable Object value) {
    this.kind = kind;
    this.value = value;
  }

  /** The value that stands for "not there". */
  public static Json missing() {
    return MISSING;
  }

  /** The literal {@code null}. */
  public static Json ofNull() {
    return NULL;
  }

  /** A boolean. */
  public static Json of(boolean value) {
    return value ? TRUE : FALSE;
  }

  /** A whole number. */
  public static Json of(long value) {
    return new Json(Kind.NUMBER, value);
  }

  /**
   * A number with a fraction.
   *
   * @throws IllegalArgumentException for NaN and the infinities, which JSON can't say
   */
  public static Json of(double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("JSON has no number " + value);
    }
    return new Json(Kind.NUMBER, BigDecimal.valueOf(value));
  }

  /** A number of any size: {@link Long}, {@link BigInteger}, {@link BigDecimal} and the smaller. */
  public static Json of(Number value) {
    if (value instanceof Double || value instanceof Float) {
      return of(value.doubleValue());
    }
    if (value instanceof BigInteger big && big.bitLength() > 63) {
      return new Json(Kind.NUMBER, big);
    }
    if (value instanceof BigDecimal) {
      return new Json(Kind.NUMBER, value);
    }
    return new Json(Kind.NUMBER, value.longValue());
  }

  /** A text. */
  public static Json of(String value) {
    return new Json(Kind.STRING, Objects.requireNonNull(value, "value"));
  }

  /** A list of values, in the order of the collection. */
  public static Json array(Collection<Json> elements) {
    return new Json(Kind.ARRAY, List.copyOf(elements));
  }

  /** A list of texts. */
  public static Json strings(Collection<String> elements) {
    return array(elements.stream().map(Json::of).toList());
  }

  /** An object with the members of the map, in its order. */
  public static Json object(Map<String, Json> members) {
    return new Json(Kind.OBJECT, Parts.members(Objects.requireNonNull(members, "members")));
  }

  /** Starts an object. */
  public static ObjectBuilder object() {
    return new ObjectBuilder();
  }

  /**
   * Reads one JSON text.
   *
   * @throws IllegalArgumentException if it isn't one JSON value; the message says where
   */
  public static Json parse(String text) {
    return JsonText.parse(text);
  }

  /**
   * Reads one JSON text in UTF-8.
   *
   * @throws IllegalArgumentException if it isn't one JSON value; the message says where
   */
  public static Json parse(byte[] text) {
    return JsonText.parse(text);
  }

  /**
   * The JSON text of one of this library's values, such as a job, a chat request or an id.
   *
   * @throws IllegalArgumentException if the value can't be written
   */
  public static String write(Object value) {
    return value instanceof Json json ? json.toString() : JsonDatabind.write(value);
  }

  /**
   * The value that {@link #write(Object)} wrote.
   *
   * @throws IllegalArgumentException if the text isn't JSON or doesn't describe such a value; the
   *     message names the field
   */
  public static <T> T read(String text, Class<T> type) {
    return type == Json.class ? type.cast(parse(text)) : JsonDatabind.read(text, type);
  }

  /** What kind of value this is. */
  public Kind kind() {
    return kind;
  }

  /** Whether there is no such value, or it is {@code null}. */
  public boolean isAbsent() {
    return kind == Kind.MISSING || kind == Kind.NULL;
  }

  /** The member of that name, or {@link #missing()} if there is none or this is no object. */
  public Json get(String name) {
    Json member = members().get(name);
    return member == null ? MISSING : member;
  }

  /** The element at that index from 0, or {@link #missing()}. */
  public Json at(int index) {
    List<Json> all = elements();
    return index >= 0 && index < all.size() ? all.get(index) : MISSING;
  }

  /** The text, if this is one. */
  public Optional<String> string() {
    return kind == Kind.STRING ? Optional.of((String) nonNull()) : Optional.empty();
  }

  /** The boolean, if this is one. */
  public Optional<Boolean> bool() {
    return kind == Kind.BOOLEAN ? Optional.of((Boolean) nonNull()) : Optional.empty();
  }

  /**
   * The number in full precision, if this is one, or a text that is one (as 64-bit numbers are).
   */
  public Optional<BigDecimal> number() {
    if (kind == Kind.NUMBER) {
      Object number = nonNull();
      return Optional.of(
          number instanceof BigDecimal decimal ? decimal : new BigDecimal(number.toString()));
    }
    if (kind == Kind.STRING && isNumber((String) nonNull())) {
      return Optional.of(new BigDecimal((String) nonNull()));
    }
    return Optional.empty();
  }

  /** The whole number, if this is one that fits 64 bits, or a text that is one. */
  public Optional<Long> integer() {
    if (kind == Kind.NUMBER && nonNull() instanceof Long whole) {
      return Optional.of(whole);
    }
    return number()
        // in 64 bits, as the scale may be any of 32: no hostile exponent is expanded into digits
        .filter(n -> (long) n.precision() - n.scale() <= 19)
        .filter(n -> n.stripTrailingZeros().scale() <= 0)
        .map(BigDecimal::toBigInteger)
        .filter(n -> n.bitLength() <= 63)
        .map(BigInteger::longValue);
  }

  /** The elements, or none if this is no array. */
  @SuppressWarnings("unchecked")
  public List<Json> elements() {
    return kind == Kind.ARRAY ? (List<Json>) nonNull() : List.of();
  }

  /**
   * The members in their order, or none if this is no object. The text of the map tells their names
   * alone, since it may end up in a log; {@link #toString()} tells all.
   */
  @SuppressWarnings("unchecked")
  public Map<String, Json> members() {
    return kind == Kind.OBJECT ? (Map<String, Json>) nonNull() : Map.of();
  }

  /**
   * This value as one of the library's types.
   *
   * @throws IllegalArgumentException if it doesn't describe such a value
   */
  public <T> T as(Class<T> type) {
    return read(toString(), type);
  }

  private Object nonNull() {
    return Objects.requireNonNull(value);
  }

  private static boolean isNumber(String text) {
    // bounded, so that a hostile exponent or a megabyte of digits is never expanded
    return text.length() <= 64 && text.matches("-?[0-9]+(\\.[0-9]+)?([eE][+-]?[0-9]{1,3})?");
  }

  @Override
  public boolean equals(@Nullable Object other) {
    if (!(other instanceof Json that) || that.kind != kind) {
      return false;
    }
    if (kind == Kind.NUMBER) {
      return number().orElseThrow().compareTo(that.number().orElseThrow()) == 0;
    }
    return Objects.equals(value, that.value);
  }

  @Override
  public int hashCode() {
    return kind == Kind.NUMBER
        // the same for all spellings of a number, and safe with any exponent
        ? Double.hashCode(number().orElseThrow().doubleValue())
        : Objects.hash(kind, value);
  }

  /** The compact JSON text; {@code null} for {@link #missing()} too. */
  @Override
  public String toString() {
    return JsonText.write(this);
  }

  /** Collects the members of an object. */
  public static final class ObjectBuilder {
    private final Map<String, Json> members = new LinkedHashMap<>();

    private ObjectBuilder() {}

    /** Adds or replaces a member. */
    public ObjectBuilder put(String name, Json value) {
      members.put(name, value);
      return this;
    }

    /** Adds a text. */
    public ObjectBuilder put(String name, String value) {
      return put(name, Json.of(value));
    }

    /** Adds a whole number. */
    public ObjectBuilder put(String name, long value) {
      return put(name, Json.of(value));
    }

    /** Adds a number. */
    public ObjectBuilder put(String name, double value) {
      return put(name, Json.of(value));
    }

    /** Adds a boolean. */
    public ObjectBuilder put(String name, boolean value) {
      return put(name, Json.of(value));
    }

    /** Adds or replaces all of these members. */
    public ObjectBuilder putAll(Map<String, Json> all) {
      members.putAll(all);
      return this;
    }

    /** The object. */
    public Json build() {
      return object(members);
    }
  }
}
