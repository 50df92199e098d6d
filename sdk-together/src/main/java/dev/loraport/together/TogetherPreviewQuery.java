package dev.loraport.together;

import dev.loraport.file.FileId;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Which rows of a training file are to be shown as tokens.
 *
 * @param model the model, whose tokenizer and chat template are used
 * @param file the training file: JSONL for supervised tuning
 * @param rows how many rows from its start
 * @param trainOnInputs whether prompts are learned too; left to Together where it is empty
 */
public record TogetherPreviewQuery(
    String model, FileId file, OptionalInt rows, Optional<Boolean> trainOnInputs) {
  /** Checks the number of rows. */
  public TogetherPreviewQuery {
    Objects.requireNonNull(file, "file");
    if (rows.isPresent() && rows.getAsInt() < 1) {
      throw new IllegalArgumentException("rows must be 1 or more, not " + rows.getAsInt());
    }
  }

  /** So many rows as Together shows where none are asked for. */
  public static TogetherPreviewQuery of(String model, FileId file) {
    return new TogetherPreviewQuery(model, file, OptionalInt.empty(), Optional.empty());
  }

  /** The same with so many rows, from 1. */
  public TogetherPreviewQuery rows(int count) {
    return new TogetherPreviewQuery(model, file, OptionalInt.of(count), trainOnInputs);
  }

  /** The same with the prompts learned too, or not. */
  public TogetherPreviewQuery trainOnInputs(boolean train) {
    return new TogetherPreviewQuery(model, file, rows, Optional.of(train));
  }
}
