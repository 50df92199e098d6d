package dev.loraport.testkit.internal.together;

import dev.loraport.testkit.internal.engine.Answer;
import dev.loraport.testkit.internal.engine.Call;
import dev.loraport.testkit.internal.engine.LineReader;
import dev.loraport.testkit.internal.engine.Router;
import dev.loraport.testkit.internal.engine.Schema;
import dev.loraport.testkit.internal.engine.Schema.JsonType;
import dev.loraport.testkit.internal.engine.Spool;
import dev.loraport.testkit.internal.engine.Wire;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The first rows of a training file as tokens: here a word is a token. */
final class Preview {
  // no source says how many rows come where none are asked for
  private static final int USUAL = 5;
  private static final int MASKED = -100;
  private static final int MAX_LINE = 32 * 1024 * 1024;
  private static final Schema REQUEST =
      new Schema()
          .required(JsonType.TEXT, "model", "training_file")
          .optional(JsonType.WHOLE, "top_k")
          .optional(JsonType.BOOL, "train_on_inputs")
          .optional(JsonType.TEXT, "training_method");

  private final World world;
  private final Catalogue catalogue;
  private final FileStore files;

  Preview(World world, Catalogue catalogue, FileStore files) {
    this.world = world;
    this.catalogue = catalogue;
    this.files = files;
  }

  void routes(Router router) {
    router.add("POST /v1/fine-tunes/preview", this::preview);
  }

  private Answer preview(Call call) {
    ObjectNode body = call.json();
    String problem = body == null ? "a JSON object is needed" : REQUEST.check(call, body, "");
    if (body == null || problem != null) {
      return world.errors.invalid(String.valueOf(problem));
    }
    Catalogue.Tunable model = catalogue.tunable(body.path("model").asString());
    StoredFile file = files.find(body.path("training_file").asString());
    Spool content = file == null ? null : file.content;
    if (model == null) {
      return world.errors.notFound("Model", body.path("model").asString());
    }
    if (file == null || content == null) {
      return world.errors.notFound("File", body.path("training_file").asString());
    }
    if (!file.type.equals("jsonl")) {
      problem = "only JSONL files can be previewed";
    } else if (!Wire.string(body, "training_method", "sft").equals("sft")) {
      problem = "training_method must be sft";
    } else if (body.path("top_k").asInt(USUAL) < 1) {
      problem = "top_k must be 1 or more";
    }
    return problem != null
        ? world.errors.invalid(problem)
        : rows(content, model, body.path("top_k").asInt(USUAL), body.path("train_on_inputs"));
  }

  private Answer rows(Spool content, Catalogue.Tunable model, int most, JsonNode wanted) {
    ObjectNode answer = Wire.object();
    ArrayNode rows = Wire.array();
    String format = "";
    boolean inputs = wanted.asBoolean(false);
    try (InputStream in = content.open();
        LineReader lines = new LineReader(in, MAX_LINE)) {
      for (byte[] line = lines.next(); line != null && rows.size() < most; line = lines.next()) {
        JsonNode sample = line.length == 0 ? Wire.object() : Wire.parse(line);
        String found = sample == null ? null : format(sample);
        if (sample == null || (found == null && line.length > 0)) {
          return world.errors.invalid("Row " + (rows.size() + 1) + " can't be previewed for SFT");
        }
        if (found != null) {
          format = found;
          inputs = wanted.asBoolean(found.equals("general"));
          rows.add(new Row(model.maxSft(), inputs).of(found, sample));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    answer
        .put("dataset_format", format)
        .put("max_seq_length", model.maxSft())
        .put("model", model.id())
        .put("train_on_inputs", inputs);
    return Answer.json(answer.set("rows", rows));
  }

  private static @Nullable String format(JsonNode sample) {
    if (sample.has("messages")) {
      return "conversation";
    }
    if (sample.has("prompt") && sample.has("completion")) {
      return "instruction";
    }
    return sample.has("text") ? "general" : null;
  }

  /** One row on its way to tokens. */
  private static final class Row {
    private final ObjectNode row = Wire.object();
    private final ArrayNode ids = row.putArray("input_ids");
    private final ArrayNode labels = row.putArray("labels");
    private final ArrayNode tokens = row.putArray("tokens");
    private final ArrayNode spans = row.putArray("trained_spans");
    private final int most;
    private final boolean inputs;
    private int trained;
    private boolean truncated;

    Row(int most, boolean inputs) {
      this.most = most;
      this.inputs = inputs;
    }

    ObjectNode of(String format, JsonNode sample) {
      switch (format) {
        case "conversation" -> {
          for (JsonNode message : sample.path("messages")) {
            String role = Wire.string(message, "role", "");
            add("<" + role + ">", inputs);
            add(message.path("content").asString(""), inputs || role.equals("assistant"));
          }
        }
        case "instruction" -> {
          add(sample.path("prompt").asString(""), inputs);
          add(sample.path("completion").asString(""), true);
        }
        default -> add(sample.path("text").asString(""), inputs);
      }
      return row.put("num_tokens", ids.size())
          .put("num_trained_tokens", trained)
          .put("truncated", truncated);
    }

    private void add(String text, boolean learned) {
      int from = ids.size();
      for (String word : text.isBlank() ? new String[0] : text.strip().split("\\s+")) {
        if (ids.size() == most) {
          truncated = true;
          break;
        }
        int id = Math.floorMod(word.hashCode(), 50_000);
        ids.add(id);
        labels.add(learned ? id : MASKED);
        tokens.add(word);
      }
      if (learned && ids.size() > from) {
        trained += ids.size() - from;
        spans.addArray().add(from).add(ids.size());
      }
    }
  }
}
