package dev.loraport.parquet;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Says in one line why a file can't be read. */
final class ParquetProblem extends IOException {
  private static final long serialVersionUID = 1L;

  ParquetProblem(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
