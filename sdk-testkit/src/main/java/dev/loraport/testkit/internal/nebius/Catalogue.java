package dev.loraport.testkit.internal.nebius;

import dev.loraport.testkit.NebiusSwitches.Reasoning;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The provider's lists of models: what can be trained, what is served, what can be deployed. */
final class Catalogue {
  /** A family of models to train; {@code leastTokens} is 0 where no rule is known. */
  record Trainable(Pattern ids, List<String> methods, long leastTokens) {}

  /** A model that is served without a deployment; prices are empty where no source has one. */
  record Served(
      String id,
      int context,
      String inputPrice,
      String outputPrice,
      String from,
      String shutdown,
      boolean lora,
      Reasoning reasoning) {
    private boolean isThere(LocalDate day) {
      return (from.isEmpty() || !day.isBefore(LocalDate.parse(from)))
          && (shutdown.isEmpty() || day.isBefore(LocalDate.parse(shutdown)));
    }
  }

  /** A model for dedicated endpoints. */
  record Template(String name, String vendor, int contextK, double sizeB, List<String> flavors) {}

  private final List<Trainable> trainable = new ArrayList<>();
  private final Map<String, Served> served = new LinkedHashMap<>();
  private final Map<String, Template> templates = new LinkedHashMap<>();

  Catalogue(LocalDate day) {
    for (String[] row : rows("trainable-models.tsv")) {
      List<String> methods = List.of(row[1].split(" ", -1));
      trainable.add(new Trainable(Pattern.compile(row[0]), methods, Long.parseLong(row[2])));
    }
    for (String[] row : rows("serving-models.tsv")) {
      Served model =
          new Served(
              row[0],
              Integer.parseInt(row[1]),
              row[2],
              row[3],
              row[4],
              row[5],
              row[6].equals("lora"),
              Reasoning.valueOf(row[7]));
      if (model.isThere(day)) {
        served.put(model.id(), model);
      }
    }
    for (String[] row : rows("endpoint-templates.tsv")) {
      templates.put(
          row[0],
          new Template(
              row[0],
              row[1],
              Integer.parseInt(row[2]),
              Double.parseDouble(row[3]),
              List.of(row[4].split(" ", -1))));
    }
  }

  /** How a model can be trained, or null when it can't. */
  @Nullable Trainable trainable(String id) {
    for (Trainable family : trainable) {
      if (family.ids().matcher(id).matches()) {
        return family;
      }
    }
    return null;
  }

  Map<String, Served> served() {
    return served;
  }

  Map<String, Template> templates() {
    return templates;
  }

  /** The fields of each row of a table, a dash as an empty text. */
  private static List<String[]> rows(String file) {
    List<String[]> rows = new ArrayList<>();
    InputStream in =
        Objects.requireNonNull(
            Catalogue.class.getResourceAsStream(file), () -> file + " is missing");
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        if (!line.startsWith("#")) {
          String[] fields = line.split("\t", -1);
          for (int i = 0; i < fields.length; i++) {
            fields[i] = fields[i].equals("-") ? "" : fields[i];
          }
          rows.add(fields);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return rows;
  }
}
