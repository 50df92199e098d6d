package dev.loraport.fireworks.internal.adapter;

import dev.loraport.adapter.Adapter;
import dev.loraport.adapter.AdapterId;
import dev.loraport.adapter.AdapterState;
import dev.loraport.fireworks.internal.wire.Account;
import dev.loraport.fireworks.internal.wire.Collection;
import dev.loraport.fireworks.internal.wire.ResourceName;
import dev.loraport.json.Json;
import dev.loraport.spi.Answer;
import dev.loraport.spi.Fields;
import java.util.Optional;

/** Reads the model object as an adapter. */
final class AdapterReader {
  static final String KIND = "HF_PEFT_ADDON";

  private final Account account;

  AdapterReader(Account account) {
    this.account = account;
  }

  /** The model of an id; its own models are known by the id alone. */
  static ResourceName name(Account account, AdapterId id) {
    return account.name(Collection.MODELS, id.value());
  }

  Adapter read(Answer answer, Json json) {
    Fields fields = Fields.of(json);
    String name = fields.requireText(answer, "name");
    String own = "accounts/" + account + "/models/";
    Fields status = Fields.of(fields.json("status"));
    String word = fields.text("state").orElse("");
    AdapterState state = AdapterStates.of(word, status.text("code").orElse(""));
    return Adapter.builder()
        .id(AdapterId.of(name.startsWith(own) ? name.substring(own.length()) : name))
        .name(fields.text("displayName").or(() -> Optional.of(ResourceName.id(name))))
        .modelId(name)
        .baseModel(json.get("peftDetails").get("baseModel").string())
        .state(state)
        .status(word)
        .problem(
            state == AdapterState.FAILED
                ? status.message("message").or(() -> status.text("code"))
                : Optional.empty())
        .createdAt(fields.instant("createTime"))
        .putAllExtra(fields.rest())
        .build();
  }

  /** The model, if it is an adapter, or if it is none. */
  Optional<Adapter> read(Answer answer, Json json, boolean wanted) {
    boolean adapter =
        json.get("kind")
            .string()
            .map(KIND::equals)
            .orElseGet(() -> json.get("peftDetails").kind() == Json.Kind.OBJECT);
    return adapter == wanted ? Optional.of(read(answer, json)) : Optional.empty();
  }
}
