package dev.loraport.together.internal.tuning;

import dev.loraport.json.Json;
import dev.loraport.spi.Fields;
import dev.loraport.tuning.EventLevel;
import dev.loraport.tuning.TuningEvent;
import java.util.Locale;
import java.util.Map;

/** Reads the events of a job. */
final class EventReader {
  private static final Map<String, EventLevel> LEVELS =
      Map.of(
          "legacy_info", EventLevel.INFO,
          "legacy_iwarning", EventLevel.WARNING,
          "legacy_ierror", EventLevel.ERROR);

  private EventReader() {}

  static TuningEvent read(Json json) {
    Fields fields = Fields.of(json);
    return new TuningEvent(
        fields.instant("created_at"),
        fields.text("level").map(EventReader::level),
        fields.text("type").map(EventReader::type),
        fields.message("message").orElse(""),
        fields.integer("step"),
        fields.rest());
  }

  private static EventLevel level(String word) {
    EventLevel legacy = LEVELS.get(word.toLowerCase(Locale.ROOT));
    return legacy != null ? legacy : EventLevel.of(word);
  }

  private static String type(String word) {
    String type = word.toLowerCase(Locale.ROOT);
    return type.equals("compressing_model") ? "model_compressing" : type;
  }
}
