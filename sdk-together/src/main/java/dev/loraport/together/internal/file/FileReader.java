package dev.loraport.together.internal.file;

import dev.loraport.file.FileId;
import dev.loraport.file.FilePurpose;
import dev.loraport.file.RemoteFile;
import dev.loraport.json.Json;
import dev.loraport.spi.Answer;
import dev.loraport.spi.Fields;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads the file object. */
final class FileReader {
  private static final String BATCH = "batch-api";

  private FileReader() {}

  static RemoteFile read(Answer answer, Json json) {
    Json object = json.get("file").kind() == Json.Kind.OBJECT ? json.get("file") : json;
    Fields fields = Fields.of(object);
    Json report = object.get("validation_report");
    Optional<String> status = fields.text("processing_status");
    // 0 is what the provider says before it has counted
    OptionalLong counted = fields.integer("LineCount", "line_count");
    OptionalLong lines =
        counted.isPresent() && counted.getAsLong() > 0
            ? counted
            : Fields.of(report).integer("nlines");
    return RemoteFile.builder()
        .id(FileId.of(fields.requireText(answer, "id")))
        .name(fields.text("filename"))
        .bytes(fields.integer("bytes"))
        .lines(lines)
        .purpose(fields.text("purpose").map(FileReader::purpose))
        .createdAt(fields.instant("created_at"))
        .status(status)
        .state(FileStates.of(status))
        .problem(Fields.of(report).message("error").filter(text -> !text.isBlank()))
        .putAllExtra(fields.rest())
        .build();
  }

  /** The purpose for a word on the wire. */
  static FilePurpose purpose(String word) {
    return word.equalsIgnoreCase(BATCH) ? FilePurpose.BATCH : FilePurpose.of(word);
  }

  /** The word on the wire for a purpose. */
  static String word(FilePurpose purpose) {
    return purpose.equals(FilePurpose.BATCH) ? BATCH : purpose.value();
  }
}
