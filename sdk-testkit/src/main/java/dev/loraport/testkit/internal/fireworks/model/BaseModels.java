package dev.loraport.testkit.internal.fireworks.model;

import dev.loraport.testkit.internal.fireworks.world.Accounts;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import tools.jackson.databind.node.ObjectNode;

/** The public base models, read from a table. */
final class BaseModels {
  private static final Instant PUBLISHED = Instant.parse("2025-12-01T00:00:00Z");

  private BaseModels() {}

  static List<Model> load() {
    List<Model> models = new ArrayList<>();
    InputStream in =
        Objects.requireNonNull(BaseModels.class.getResourceAsStream("base-models.tsv"));
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        if (!line.startsWith("#")) {
          models.add(model(line.split("\t", -1)));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return models;
  }

  private static Model model(String[] row) {
    int trainingContext = Integer.parseInt(row[4]);
    ObjectNode fields =
        ModelFields.defaults()
            .put("displayName", row[0])
            .put("kind", "HF_BASE_MODEL")
            .put("public", true)
            .put("contextLength", Integer.parseInt(row[3]))
            .put("trainingContextLength", trainingContext)
            .put("supportsLora", trainingContext > 0)
            .put("supportsTools", true);
    fields
        .putObject("baseModelDetails")
        .put("worldSize", 1)
        .put("checkpointFormat", "HUGGINGFACE")
        .put("parameterCount", Long.toString(Long.parseLong(row[1]) * 1_000_000_000L))
        .put("moe", row[2].equals("moe"))
        .put("modelType", row[10])
        .put("tunable", trainingContext > 0)
        .put("supportsFireattention", true)
        .put("defaultPrecision", "BF16");
    fields.putObject("conversationConfig").put("style", "jinja");
    ObjectNode readOnly =
        ModelFields.readOnly()
            .put("tunable", false)
            .put("supportsServerless", row[9].equals("serverless"))
            .put("supervisedLoraTunable", row[5].equals("lora"))
            .put("supervisedFullParameterTunable", row[6].equals("full"))
            .put("rlLoraTunable", row[7].equals("rl"))
            .put("rlFullParameterTunable", row[8].equals("rlfull"))
            .put("useTrainingV2", trainingContext > 0);
    String name = "accounts/" + Accounts.PUBLIC + "/models/" + row[0];
    return new Model(name, fields, readOnly, PUBLISHED, true);
  }
}
