package dev.loraport.testkit.internal.together;

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
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The provider's model tables: what can be tuned and what is served, as published. */
final class Catalogue {
  /** Largest batch for SFT, for DPO, and the smallest one. */
  record Batch(int sft, int dpo, int min) {
    private static Batch parse(String text) {
      String[] parts = text.split("/", -1);
      return new Batch(
          Integer.parseInt(parts[0]), Integer.parseInt(parts[1]), Integer.parseInt(parts[2]));
    }
  }

  /** A model that can be tuned. */
  record Tunable(
      String id, int maxSft, int maxDpo, Batch lora, @Nullable Batch full, LocalDate since) {
    int maxRank() {
      boolean small =
          id.startsWith("moonshotai/Kimi-K2")
              || id.startsWith("zai-org/GLM-5")
              || id.startsWith("deepseek-ai/DeepSeek-V3")
              || (id.startsWith("deepseek-ai/DeepSeek-R1") && !id.contains("Distill"));
      return small ? 16 : 64;
    }

    boolean supportsVision() {
      return id.contains("-VL");
    }

    boolean supportsReasoning() {
      return id.contains("Qwen3") || id.contains("GLM");
    }
  }

  /** A model that is served without a deployment of one's own. */
  record Serverless(String id, String name, int context, double input, double output) {}

  /** Bases of serverless LoRA, list of 13 Feb 2026. */
  static final Set<String> LORA_BASES =
      Set.of(
          "meta-llama/Llama-4-Maverick-17B-128E-Instruct",
          "meta-llama/Meta-Llama-3.1-8B-Instruct-Reference",
          "meta-llama/Meta-Llama-3.1-70B-Instruct-Reference",
          "Qwen/Qwen2.5-72B-Instruct",
          "Qwen/Qwen3-235B-A22B-Instruct-2507-tput");

  private static final Pattern SIZE = Pattern.compile("(\\d+(?:\\.\\d+)?)([BbMm])(?![a-z])");

  private final Map<String, Tunable> tunable = new LinkedHashMap<>();
  private final Map<String, Serverless> serverless = new LinkedHashMap<>();

  Catalogue(LocalDate asOf) {
    for (String[] row : rows("tunable-models.tsv")) {
      Tunable model =
          new Tunable(
              row[0],
              Integer.parseInt(row[1]),
              Integer.parseInt(row[2]),
              Batch.parse(row[3]),
              row[4].equals("-") ? null : Batch.parse(row[4]),
              LocalDate.parse(row[5]));
      // What the table of February lists was there before; only later additions have a first day.
      if (!asOf.isBefore(model.since()) || model.since().equals(LocalDate.of(2026, 2, 13))) {
        tunable.put(model.id(), model);
      }
    }
    for (String[] row : rows("serverless-models.tsv")) {
      serverless.put(
          row[0],
          new Serverless(
              row[0],
              row[1],
              Integer.parseInt(row[2]),
              Double.parseDouble(row[3]),
              Double.parseDouble(row[4])));
    }
  }

  private static List<String[]> rows(String name) {
    List<String[]> rows = new ArrayList<>();
    InputStream in = Objects.requireNonNull(Catalogue.class.getResourceAsStream(name), name);
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        if (!line.startsWith("#")) {
          rows.add(line.split("\t", -1));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return rows;
  }

  @Nullable Tunable tunable(String id) {
    return tunable.get(id);
  }

  Map<String, Tunable> tunable() {
    return tunable;
  }

  Map<String, Serverless> serverless() {
    return serverless;
  }

  /** The serverless LoRA base that adapters of a tuned model are served on, or null. */
  static @Nullable String loraBase(String tunedModel) {
    String base =
        tunedModel.equals("Qwen/Qwen3-235B-A22B-Instruct-2507") ? tunedModel + "-tput" : tunedModel;
    return LORA_BASES.contains(base) ? base : null;
  }

  /** Reference bases often can't be deployed, says the provider's guidance of Aug 2026. */
  static boolean deployable(String model) {
    return !model.contains("-Reference");
  }

  /** The parameter count that a model's name tells, 8 billion when it tells none. */
  static long parameters(String model) {
    Matcher matcher = SIZE.matcher(model);
    if (!matcher.find()) {
      return 8_000_000_000L;
    }
    boolean millions = matcher.group(2).equalsIgnoreCase("m");
    return (long) (Double.parseDouble(matcher.group(1)) * (millions ? 1e6 : 1e9));
  }

  /** USD per 1 million tokens by size; the price list of 13 Feb 2026 without its special models. */
  static double price(String model, boolean lora, boolean dpo) {
    long size = parameters(model);
    double[] row =
        size <= 16_999_999_999L
            ? new double[] {0.48, 0.54, 1.20, 1.35}
            : size < 70_000_000_000L
                ? new double[] {1.50, 1.65, 3.75, 4.12}
                : size <= 100_000_000_000L
                    ? new double[] {2.90, 3.20, 7.25, 8.00}
                    : new double[] {6.00, 6.00, 15.00, 15.00};
    return row[(dpo ? 2 : 0) + (lora ? 0 : 1)];
  }
}
