package dev.loraport.spi;

import dev.loraport.error.DecodeException;
import dev.loraport.internal.http.Addresses;
import dev.loraport.json.Json;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads the members of a JSON object leniently: what is absent, {@code null} or of another type
 * than asked for is empty and never an error. It remembers what was read, so that the rest can be
 * kept.
 *
 * <p>Each getter takes alternative names and answers with the first that holds a value of the type.
 * Not for several threads.
 */
public final class Fields {
  private static final int LONGEST = 10_000;

  private final Map<String, Json> members;
  private final Set<String> read = new HashSet<>();

  private Fields(Map<String, Json> members) {
    this.members = members;
  }

  /** The members of an object; none if it is no object. */
  public static Fields of(Json object) {
    return new Fields(object.members());
  }

  /** The first text that isn't empty. */
  public Optional<String> text(String... names) {
    return first(names, Json::string);
  }

  /**
   * The first text that isn't empty, as it may be shown: without the queries of the addresses in
   * it, which may be signed, and no more than its first 10,000 characters.
   */
  public Optional<String> message(String... names) {
    return text(names)
        .map(Addresses::withoutQueries)
        .map(text -> text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...");
  }

  /** The first whole number of 64 bits, which may be given as a text. */
  public OptionalLong integer(String... names) {
    return first(names, Json::integer).map(OptionalLong::of).orElseGet(OptionalLong::empty);
  }

  /** As {@link #integer}, where it is a count: from 0, and of 31 bits. */
  public OptionalInt count(String... names) {
    OptionalLong number = integer(names);
    return number.isPresent() && number.getAsLong() >= 0 && number.getAsLong() <= Integer.MAX_VALUE
        ? OptionalInt.of((int) number.getAsLong())
        : OptionalInt.empty();
  }

  /**
   * The first number, which may be given as a text; one whose exponent would need hundreds of
   * digits is none.
   */
  public Optional<BigDecimal> number(String... names) {
    return first(names, member -> member.number().filter(Fields::isShort));
  }

  /** The first boolean, which may be given as a text. */
  public Optional<Boolean> bool(String... names) {
    return first(names, Fields::toBool);
  }

  /**
   * The first time: ISO 8601 with or without a fraction, where no offset stands for UTC, or seconds
   * since 1970, with or without a fraction, as a number or as a text.
   */
  public Optional<Instant> instant(String... names) {
    return first(names, Fields::toInstant);
  }

  /** The member of that name, whatever it is; {@link Json#missing()} if it is absent. */
  public Json json(String name) {
    read.add(name);
    Json member = members.get(name);
    return member == null ? Json.missing() : member;
  }

  /** The elements of the list of that name; none if it is absent or no list. */
  public List<Json> list(String name) {
    Json member = members.get(name);
    if (member == null) {
      return List.of();
    }
    if (member.isAbsent() || member.kind() == Json.Kind.ARRAY) {
      read.add(name);
    }
    return member.elements();
  }

  /**
   * The first text that isn't empty, without which an answer is of no use.
   *
   * @param answer where the object came from, for the exception
   * @param names the name and its alternatives
   * @throws DecodeException if there is none; it names the field
   */
  public String requireText(Answer answer, String... names) {
    Optional<String> text = text(names);
    if (text.isEmpty()) {
      throw answer.unreadable(
          "the field \"" + String.join("\" or \"", names) + "\" is not there or no text", null);
    }
    return text.get();
  }

  /** The members that were not read, or had another type than was asked for, in their order. */
  public Map<String, Json> rest() {
    Map<String, Json> rest = new LinkedHashMap<>(members);
    rest.keySet().removeAll(read);
    return Collections.unmodifiableMap(rest);
  }

  private <T> Optional<T> first(String[] names, Function<Json, Optional<T>> reader) {
    for (String name : names) {
      @Nullable Json member = members.get(name);
      if (member == null) {
        continue;
      }
      if (isEmpty(member)) {
        read.add(name);
        continue;
      }
      Optional<T> value = reader.apply(member);
      if (value.isPresent()) {
        read.add(name);
        return value;
      }
    }
    return Optional.empty();
  }

  private static boolean isEmpty(Json member) {
    return member.isAbsent() || member.string().filter(String::isEmpty).isPresent();
  }

  private static Optional<Boolean> toBool(Json member) {
    return member
        .bool()
        .or(
            () ->
                member
                    .string()
                    .filter(t -> t.equalsIgnoreCase("true") || t.equalsIgnoreCase("false"))
                    .map(t -> t.equalsIgnoreCase("true")));
  }

  private static Optional<Instant> toInstant(Json member) {
    try {
      Optional<BigDecimal> seconds = member.number();
      return seconds.isPresent()
          ? seconds.filter(Fields::isSane).map(Fields::ofSeconds)
          : member.string().map(Fields::ofIso);
    } catch (DateTimeException | ArithmeticException e) {
      return Optional.empty();
    }
  }

  // in 64 bits, as the scale may be any of 32
  private static boolean isShort(BigDecimal number) {
    return Math.abs((long) number.scale()) <= 400;
  }

  // a hostile exponent must not be expanded into digits
  private static boolean isSane(BigDecimal seconds) {
    return seconds.precision() - seconds.scale() <= 12 && Math.abs(seconds.scale()) <= 40;
  }

  private static Instant ofSeconds(BigDecimal seconds) {
    BigDecimal whole = seconds.setScale(0, RoundingMode.FLOOR);
    BigDecimal nanos = seconds.subtract(whole).movePointRight(9);
    return Instant.ofEpochSecond(whole.longValueExact(), nanos.longValue());
  }

  private static Instant ofIso(String text) {
    String iso = text.strip().replace(' ', 'T');
    boolean hasOffset = iso.endsWith("Z") || iso.endsWith("z") || iso.matches(".*T.*[+-].*");
    return hasOffset
        ? OffsetDateTime.parse(iso).toInstant()
        : LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC);
  }
}
