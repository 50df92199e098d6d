package dev.loraport.catalog;

import dev.loraport.internal.json.Parts;
import dev.loraport.json.Json;
import java.time.LocalDate;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Something that a source says about a provider, for a span of days.
 *
 * @param topic what it is about, such as {@code lora.serverless}
 * @param subject whom it is about, such as a base model; {@code *} for all
 * @param value what is so: true, false, a number, a text
 * @param unit the unit of a number, such as {@code USD per 1M tokens}
 * @param from the first day for which the source says so
 * @param until the last day for which it does; absent where no end is known
 * @param source who says so
 */
public record Fact(
    String topic,
    String subject,
    Json value,
    Optional<String> unit,
    LocalDate from,
    Optional<LocalDate> until,
    String source) {
  /** The subject that stands for all. */
  public static final String ANY = "*";

  private static final String LIVE = "live, ";

  /** Refuses a span that ends before it begins. */
  public Fact {
    Objects.requireNonNull(topic, "topic");
    Objects.requireNonNull(subject, "subject");
    Objects.requireNonNull(value, "value");
    unit = Parts.optional(unit);
    Objects.requireNonNull(from, "from");
    until = Parts.optional(until);
    Objects.requireNonNull(source, "source");
    if (until.isPresent() && until.get().isBefore(from)) {
      throw new IllegalArgumentException(
          "fact " + topic + "/" + subject + " ends on " + until.get() + ", before " + from);
    }
  }

  /**
   * What the provider itself answered on a day, and for no other day: {@link Facts#merge} lets it
   * win over what was shipped.
   *
   * @param topic what it is about
   * @param subject whom it is about
   * @param value what is so
   * @param unit the unit of a number, such as {@code USD per 1M tokens}; null where there is none
   * @param day the day of the answer
   * @param call what was asked, such as {@code GET /v1/models}
   */
  public static Fact live(
      String topic, String subject, Json value, @Nullable String unit, LocalDate day, String call) {
    return new Fact(
        topic,
        subject,
        value,
        Optional.ofNullable(unit),
        day,
        Optional.of(day),
        LIVE + call + ", " + day);
  }

  /** Whether the provider itself said so when it was asked; else it came with this version. */
  public boolean isLive() {
    return source.startsWith(LIVE);
  }

  /** Whether it covers that day. */
  public boolean covers(LocalDate day) {
    return !day.isBefore(from) && until.map(end -> !day.isAfter(end)).orElse(true);
  }

  /** One line for people: the source, and the days for which it speaks. */
  public String cite() {
    boolean dated = source.contains(from.toString()) && (until.isEmpty() || isLive());
    return dated ? source : source + ", " + from + until.map(end -> " to " + end).orElse("");
  }
}
