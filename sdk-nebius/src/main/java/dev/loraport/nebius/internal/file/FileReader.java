package dev.loraport.nebius.internal.file;

import dev.loraport.file.FileId;
import dev.loraport.file.FilePurpose;
import dev.loraport.file.RemoteFile;
import dev.loraport.json.Json;
import dev.loraport.spi.Answer;
import dev.loraport.spi.Fields;

/** Reads the file object. Nebius has no states of files: what is there can be used. */
public final class FileReader {
  private FileReader() {}

  /** The file of an answer, or of an element of a list. */
  public static RemoteFile read(Answer answer, Json json) {
    Fields fields = Fields.of(json);
    return RemoteFile.builder()
        .id(FileId.of(fields.requireText(answer, "id")))
        .name(fields.text("filename"))
        .bytes(fields.integer("bytes"))
        .purpose(fields.text("purpose").map(FilePurpose::of))
        .createdAt(fields.instant("created_at"))
        .status(fields.text("status"))
        .problem(fields.message("status_details"))
        .putAllExtra(fields.rest())
        .build();
  }
}
