package dev.loraport.catalog;

import dev.loraport.file.FileId;
import dev.loraport.internal.json.Parts;
import dev.loraport.tuning.Lora;
import dev.loraport.tuning.TuningMethod;
import dev.loraport.tuning.TuningSpec;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * How to train, within the limits that are known.
 *
 * @param method how the model learns
 * @param epochs how often the data is gone through
 * @param rank the rank of the adapter
 * @param batchSize examples per step; absent where no limits are known
 * @param context the longest example in tokens that the base takes; absent where nobody says
 */
public record Recipe(
    TuningMethod method, int epochs, int rank, OptionalInt batchSize, OptionalLong context) {
  public Recipe {
    Objects.requireNonNull(method, "method");
    batchSize = Parts.optional(batchSize);
    context = Parts.optional(context);
  }

  /** A job by this recipe, to be completed and created. */
  public TuningSpec.Builder spec(String model, FileId trainingFile) {
    TuningSpec.Builder spec =
        TuningSpec.builder()
            .model(model)
            .trainingFile(trainingFile)
            .method(method)
            .epochs(epochs)
            .lora(Lora.rank(rank));
    batchSize.ifPresent(spec::batchSize);
    return spec;
  }
}
