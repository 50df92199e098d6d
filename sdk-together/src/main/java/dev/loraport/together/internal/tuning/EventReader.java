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
    return TuningEvent.builder()
        .createdAt(fields.instant("created_at"))
        .level(fields.text("level").map(EventReader::level))
        .type(fields.text("type").map(EventReader::type))
        .message(fields.text("message").orElse(""))
        .step(fields.integer("step"))
        .putAllExtra(fields.rest())
        .build();
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
