package dev.loraport.nebius.internal.adapter;

import dev.loraport.adapter.Adapter;
import dev.loraport.adapter.AdapterId;
import dev.loraport.adapter.AdapterState;
import dev.loraport.json.Json;
import dev.loraport.spi.Answer;
import dev.loraport.spi.Fields;
import java.util.Locale;
import java.util.Map;

/** Reads what the service says about adapters. Names are opaque; short or full, they are ids. */
final class AdapterReader {
  private static final Map<String, AdapterState> STATES =
      Map.of(
          "validating", AdapterState.IMPORTING,
          "active", AdapterState.READY,
          "error", AdapterState.FAILED,
          "deleted", AdapterState.FAILED);

  private AdapterReader() {}

  /** An element of the list, or the answer to a creation. */
  static Adapter read(Answer answer, Json json) {
    return read(AdapterId.of(Fields.of(json).requireText(answer, "name")), json);
  }

  /**
   * The adapter of that id. The first look after a creation finds a body without name and state: it
   * is not there yet.
   */
  static Adapter read(AdapterId id, Json json) {
    Fields fields = Fields.of(json);
    String status = fields.text("status").orElse("");
    return Adapter.builder()
        .id(id)
        .name(fields.text("name"))
        .baseModel(fields.text("base_model"))
        .state(state(status))
        .status(status)
        .problem(fields.message("status_reason"))
        .createdAt(fields.instant("created_at"))
        .putAllExtra(fields.rest())
        .build();
  }

  static AdapterState state(String status) {
    return STATES.getOrDefault(status.toLowerCase(Locale.ROOT), AdapterState.UNKNOWN);
  }
}
