package dev.loraport.fireworks.internal.file;

import dev.loraport.file.FileId;
import dev.loraport.file.RemoteFile;
import dev.loraport.fireworks.internal.wire.ResourceName;
import dev.loraport.json.Json;
import dev.loraport.spi.Answer;
import dev.loraport.spi.Fields;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads the record of a data set. */
final class DatasetReader {
  private DatasetReader() {}

  static RemoteFile read(Answer answer, Json json) {
    Fields fields = Fields.of(json);
    Fields outcome = Fields.of(json.get("status"));
    Optional<String> code = outcome.text("code");
    Optional<String> state = fields.text("state");
    OptionalLong examples = fields.integer("exampleCount");
    return RemoteFile.builder()
        .id(FileId.of(ResourceName.id(fields.requireText(answer, "name"))))
        .name(fields.text("displayName"))
        // 0 is what the provider says where nobody has counted
        .lines(examples.isPresent() && examples.getAsLong() > 0 ? examples : OptionalLong.empty())
        .createdAt(fields.instant("createTime"))
        .status(state)
        .state(DatasetStates.of(state, code))
        .problem(
            code.filter(word -> !word.equals("OK"))
                .map(
                    word ->
                        outcome.message("message").map(text -> word + ": " + text).orElse(word)))
        .putAllExtra(fields.rest())
        .build();
  }
}
