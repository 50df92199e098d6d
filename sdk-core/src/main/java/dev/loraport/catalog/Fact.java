package dev.loraport.catalog;

import dev.loraport.json.Json;
import java.time.LocalDate;
import java.util.Optional;

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

  /** Refuses a span that ends before it begins. */
  public Fact {
    if (until.isPresent() && until.get().isBefore(from)) {
      throw new IllegalArgumentException(
          "fact " + topic + "/" + subject + " ends on " + until.get() + ", before " + from);
    }
  }

  /** Whether it covers that day. */
  public boolean covers(LocalDate day) {
    return !day.isBefore(from) && until.map(end -> !day.isAfter(end)).orElse(true);
  }

  /** One line for people: the source, and the days for which it speaks. */
  public String cite() {
    boolean dated = source.contains(from.toString()) && until.isEmpty();
    return dated ? source : source + ", " + from + until.map(end -> " to " + end).orElse("");
  }
}
