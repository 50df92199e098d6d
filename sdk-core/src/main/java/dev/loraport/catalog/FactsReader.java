package dev.loraport.catalog;

import dev.loraport.json.Json;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the format that {@link Facts} describes, and says where a text breaks it. */
final class FactsReader {
  private static final Set<String> ROOT = Set.of("provider", "facts", "tables");
  private static final Set<String> FACT =
      Set.of("topic", "subject", "value", "unit", "from", "until", "source");
  private static final Set<String> TABLE =
      Set.of("source", "from", "until", "columns", "each", "rows");
  private static final Set<String> COLUMN = Set.of("topic", "unit");
  private static final int MAX_ROWS = 10_000;
  private static final int MAX_COLUMNS = 50;

  private FactsReader() {}

  static Facts read(byte[] json, String where) {
    return provider(Json.parse(json), where);
  }

  static List<Facts> readAll(byte[] json, String where) {
    List<Facts> all = new ArrayList<>();
    for (Json entry : Json.parse(json).elements()) {
      all.add(provider(entry, where + "provider " + all.size() + ": "));
    }
    return List.copyOf(all);
  }

  private static Facts provider(Json root, String where) {
    known(root, ROOT, where + "the resource");
    if (root.get("facts").isAbsent() && root.get("tables").isAbsent()) {
      throw new IllegalArgumentException(where + "neither facts nor tables");
    }
    List<Fact> facts = new ArrayList<>();
    List<Json> entries = root.get("facts").elements();
    for (int i = 0; i < entries.size(); i++) {
      facts.add(fact(entries.get(i), where + "fact " + i));
    }
    List<Json> tables = root.get("tables").elements();
    for (int i = 0; i < tables.size(); i++) {
      table(tables.get(i), where + "table " + i, facts);
    }
    return Facts.of(text(root, "provider", where + "the resource"), facts);
  }

  private static Fact fact(Json entry, String where) {
    known(entry, FACT, where);
    if (entry.get("value").isAbsent()) {
      throw new IllegalArgumentException(where + " has no value");
    }
    return new Fact(
        text(entry, "topic", where),
        text(entry, "subject", where),
        entry.get("value"),
        entry.get("unit").string(),
        date(text(entry, "from", where), where),
        entry.get("until").string().map(until -> date(until, where)),
        text(entry, "source", where));
  }

  private static void table(Json table, String where, List<Fact> facts) {
    known(table, TABLE, where);
    Days days = Days.of(table, where);
    List<Json> columns = table.get("columns").elements();
    List<Json> rows = table.get("rows").elements();
    if (columns.size() > MAX_COLUMNS || rows.isEmpty() || rows.size() > MAX_ROWS) {
      throw new IllegalArgumentException(
          where
              + " has "
              + columns.size()
              + " columns and "
              + rows.size()
              + " rows: at most "
              + MAX_COLUMNS
              + " columns, and 1 to "
              + MAX_ROWS
              + " rows");
    }
    for (Json column : columns) {
      known(column, COLUMN, where);
      text(column, "topic", where);
    }
    for (int i = 0; i < rows.size(); i++) {
      String row = where + ", row " + i;
      List<Json> cells = rows.get(i).elements();
      if (cells.size() != columns.size() + 1) {
        throw new IllegalArgumentException(
            row
                + " has "
                + cells.size()
                + " cells for a subject and "
                + columns.size()
                + " columns");
      }
      String subject =
          cells
              .get(0)
              .string()
              .filter(name -> !name.isBlank())
              .orElseThrow(() -> new IllegalArgumentException(row + " has no subject"));
      for (Map.Entry<String, Json> said : table.get("each").members().entrySet()) {
        facts.add(cell(said.getKey(), subject, said.getValue(), Optional.empty(), days, row));
      }
      for (int c = 0; c < columns.size(); c++) {
        Json value = cells.get(c + 1);
        if (!value.isAbsent()) {
          String topic = text(columns.get(c), "topic", where);
          facts.add(cell(topic, subject, value, columns.get(c).get("unit").string(), days, row));
        }
      }
    }
  }

  private static Fact cell(
      String topic, String subject, Json value, Optional<String> unit, Days days, String row) {
    boolean number = value.kind() == Json.Kind.NUMBER;
    if (number && unit.isEmpty()) {
      throw new IllegalArgumentException(row + ", " + topic + ": a number without a unit");
    }
    return new Fact(
        topic,
        subject,
        value,
        number ? unit : Optional.empty(),
        days.from(),
        days.until(),
        days.source());
  }

  /** What a table says once for all of its facts. */
  private record Days(LocalDate from, Optional<LocalDate> until, String source) {
    static Days of(Json object, String where) {
      LocalDate from = date(text(object, "from", where), where);
      Optional<LocalDate> until = object.get("until").string().map(day -> date(day, where));
      if (until.isPresent() && until.get().isBefore(from)) {
        throw new IllegalArgumentException(where + " ends on " + until.get() + ", before " + from);
      }
      return new Days(from, until, text(object, "source", where));
    }
  }

  private static void known(Json object, Set<String> members, String where) {
    for (String member : object.members().keySet()) {
      if (!members.contains(member)) {
        throw new IllegalArgumentException(where + " has an unknown member \"" + member + '"');
      }
    }
  }

  private static String text(Json object, String member, String where) {
    return object
        .get(member)
        .string()
        .filter(text -> !text.isBlank())
        .orElseThrow(() -> new IllegalArgumentException(where + " has no " + member));
  }

  private static LocalDate date(String text, String where) {
    try {
      return LocalDate.parse(text);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(where + ": \"" + text + "\" is no date", e);
    }
  }
}
