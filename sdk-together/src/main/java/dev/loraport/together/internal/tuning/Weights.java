package dev.loraport.together.internal.tuning;

import dev.loraport.error.ApiException;
import dev.loraport.error.BadRequestException;
import dev.loraport.error.NotFoundException;
import dev.loraport.spi.Call;
import dev.loraport.spi.Operation;
import dev.loraport.spi.Operation.Kind;
import dev.loraport.together.internal.wire.Api;
import dev.loraport.tuning.ArtifactKind;
import dev.loraport.tuning.Checkpoint;
import dev.loraport.tuning.JobId;
import dev.loraport.tuning.TuningResult;
import java.net.http.HttpHeaders;
import java.util.Locale;

/**
 * An archive of weights that a job has left.
 *
 * @param job the job
 * @param field the query field that says which weights
 * @param value its value
 * @param name the name of the archive without its type
 */
record Weights(JobId job, String field, String value, String name) {
  private static final String ADAPTER = "adapter";
  private static final String WHOLE = "model_output_path";
  private static final String MERGED = "merged";

  /** Those of the end of a job. */
  static Weights of(TuningResult result) {
    return last(result, result.adapter() ? ADAPTER : WHOLE);
  }

  /**
   * Those of a checkpoint.
   *
   * @throws IllegalArgumentException if it is not the last one and has no step to ask for
   */
  static Weights of(TuningResult result, Checkpoint checkpoint) {
    if (checkpoint.last()) {
      ArtifactKind kind =
          checkpoint.kind().orElse(result.adapter() ? ArtifactKind.ADAPTER : ArtifactKind.MODEL);
      boolean merged = result.adapter() && !kind.equals(ArtifactKind.ADAPTER);
      return merged ? last(result, MERGED) : of(result);
    }
    String step =
        Long.toString(
            checkpoint
                .step()
                .orElseThrow(
                    () ->
                        new IllegalArgumentException(
                            "the checkpoint "
                                + checkpoint.label().orElse("")
                                + " of job "
                                + result.job()
                                + " has no step, by which Together finds its weights")));
    return new Weights(result.job(), "checkpoint_step", step, name(result) + "-checkpoint-" + step);
  }

  private static Weights last(TuningResult result, String which) {
    String end = which.equals(WHOLE) ? "model" : which;
    return new Weights(result.job(), "checkpoint", which, name(result) + "-" + end);
  }

  private static String name(TuningResult result) {
    return result
        .modelName()
        .orElse(result.job().value())
        .toLowerCase(Locale.ROOT)
        .replace("/", "--")
        .replaceAll("[_\\s]", "-");
  }

  /** Says what there is instead, where merged weights are refused; others stay as they are. */
  Throwable explained(Throwable failure) {
    return value.equals(MERGED)
            && (failure instanceof BadRequestException || failure instanceof NotFoundException)
        ? ApiException.of(
            ((ApiException) failure)
                .answer()
                .withHint(
                    "some models leave an adapter and no merged weights, as"
                        + " fineTuning().limits(model).mergesAdapter() tells:"
                        + " jobs().download(result, folder) gets the adapter"))
        : failure;
  }

  /** The call for the archive. */
  Call call(Api api) {
    return Call.get(new Operation("jobs.download", Kind.DOWNLOAD), api.v1("/finetune/download"))
        .query("ft_id", job.value())
        .query(field, value)
        .header("Accept", "application/octet-stream")
        .build();
  }

  /** The name of the file, by the type that the server says. */
  String fileName(HttpHeaders headers) {
    String type = headers.firstValue("content-type").orElse("").toLowerCase(Locale.ROOT);
    return name + (type.contains("x-tar") ? ".tar.gz" : ".tar.zst");
  }
}
