package dev.loraport.testkit.internal.together;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Whether a job can learn from its files, which are well-formed each: by the table of formats and
 * methods, and by what the base model supports. The files are read when the job starts, so that one
 * that is unfit ends the job as {@code user_error}, which the provider's documentation of 2026 has
 * for the user's data; no source says that it would refuse the request.
 */
final class DataFit {
  private DataFit() {}

  /** Why the job ends, or null. */
  static @Nullable String problem(
      ObjectNode job,
      Catalogue.Tunable model,
      StoredFile training,
      @Nullable StoredFile validation) {
    String problem = problem(job, model, "training_file", training);
    return problem == null && validation != null
        ? problem(job, model, "validation_file", validation)
        : problem;
  }

  private static @Nullable String problem(
      ObjectNode job, Catalogue.Tunable model, String field, StoredFile file) {
    FileCheck rows = file.check;
    if (rows == null) {
      return null;
    }
    boolean dpo = JobSchema.isDpo(job);
    if (dpo != rows.isPreference()) {
      return field
          + " "
          + file.id
          + (dpo
              ? " has no preference rows, which dpo learns from"
              : " has preference rows, which only dpo learns from");
    }
    String lacks =
        rows.isMultimodal() && !model.supportsVision()
            ? "vision"
            : rows.hasReasoning() && !model.supportsReasoning() ? "reasoning" : "";
    return lacks.isEmpty()
        ? null
        : field + " " + file.id + " needs " + lacks + ", which " + model.id() + " does not support";
  }
}
