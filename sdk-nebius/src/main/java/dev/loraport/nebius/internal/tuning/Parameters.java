package dev.loraport.nebius.internal.tuning;

import dev.loraport.json.Json;
import dev.loraport.json.Json.ObjectBuilder;
import dev.loraport.nebius.internal.wire.Settings;
import dev.loraport.tuning.Lora;
import dev.loraport.tuning.TuningSpec;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The hyper-parameters, by the schema of 2026-06-30. It allows further names, so that the service
 * takes a misspelt one without a word: what a user adds by hand passes here too, with a warning.
 */
final class Parameters {
  static final String NAME = "hyperparameters";

  private static final Logger LOG = System.getLogger("dev.loraport.nebius");
  private static final Set<String> KNOWN =
      Set.of(
          "batch_size",
          "learning_rate",
          "n_epochs",
          "warmup_ratio",
          "weight_decay",
          "packing",
          "max_grad_norm",
          "context_length",
          "lora",
          "lora_r",
          "lora_alpha",
          "lora_dropout");
  private static final Set<Integer> CONTEXTS = Set.of(8192, 16384, 32768, 65536, 131072);
  private static final int MAX_BATCH = 64;
  private static final int DEFAULT_CONTEXT = 8192;
  private static final long TOKENS_A_STEP = 131_072;

  private Parameters() {}

  /**
   * Refuses what is outside of the documented ranges, and warns of what some models refuse.
   *
   * @throws IllegalArgumentException if a value is outside of its range
   */
  static void check(TuningSpec spec) {
    range("epochs", spec.epochs(), 1, 20);
    spec.maxSequenceLength()
        .ifPresent(length -> range("maxSequenceLength", length, DEFAULT_CONTEXT, 131_072));
    if (spec.maxGradientNorm().isPresent() && !(spec.maxGradientNorm().getAsDouble() > 0)) {
      throw new IllegalArgumentException(
          "maxGradientNorm must be over 0 at Nebius, which can't switch clipping off, not "
              + spec.maxGradientNorm().getAsDouble());
    }
    if (!spec.fullParameters()) {
      range("lora rank", spec.lora().rank(), 8, 128);
      range("lora alpha", spec.lora().effectiveAlpha(), 8, Integer.MAX_VALUE);
    }
    warn(spec);
  }

  private static void range(String name, int value, int least, int most) {
    if (value < least || value > most) {
      String range =
          most == Integer.MAX_VALUE ? least + " or more" : "from " + least + " to " + most;
      throw new IllegalArgumentException(
          name + " must be " + range + " at Nebius (schema of 2026-06-30), not " + value);
    }
  }

  private static void warn(TuningSpec spec) {
    int context = spec.maxSequenceLength().orElse(DEFAULT_CONTEXT);
    if (!CONTEXTS.contains(context)) {
      LOG.log(
          Level.WARNING,
          "{0} jobs.create: the documentation lists the context lengths {1}, not {2}",
          Settings.PROVIDER,
          new TreeSet<>(CONTEXTS),
          String.valueOf(context));
    }
    if (spec.batchSize().isPresent()) {
      int batch = spec.batchSize().getAsInt();
      if (batch > MAX_BATCH) {
        LOG.log(
            Level.WARNING,
            "{0} jobs.create: the schema of 2026-06-30 ends batch sizes at 64, not {1}",
            Settings.PROVIDER,
            String.valueOf(batch));
      } else if ((long) batch * context < TOKENS_A_STEP) {
        LOG.log(
            Level.WARNING,
            "{0} jobs.create: some models refuse fewer than 131072 tokens a step (seen in September"
                + " 2026); batch size {1} times context length {2} has fewer",
            Settings.PROVIDER,
            String.valueOf(batch),
            String.valueOf(context));
      }
    }
  }

  /** The object for the request, with what the user has added to it. */
  static Json write(TuningSpec spec, Json added) {
    ObjectBuilder to = Json.object();
    spec.batchSize().ifPresent(size -> to.put("batch_size", size));
    to.put("learning_rate", spec.learningRate());
    to.put("n_epochs", spec.epochs());
    to.put("warmup_ratio", spec.warmupRatio());
    to.put("weight_decay", spec.weightDecay());
    spec.packing().ifPresent(packing -> to.put("packing", packing));
    spec.maxGradientNorm().ifPresent(norm -> to.put("max_grad_norm", norm));
    spec.maxSequenceLength().ifPresent(length -> to.put("context_length", length));
    to.put("lora", !spec.fullParameters());
    if (!spec.fullParameters()) {
      Lora lora = spec.lora();
      to.put("lora_r", lora.rank());
      to.put("lora_alpha", lora.effectiveAlpha());
      to.put("lora_dropout", lora.dropout());
    }
    warnOfUnknown("hyper-parameter", added.members(), KNOWN);
    return to.putAll(added.members()).build();
  }

  /** Warns of names that the service would take and ignore. */
  static void warnOfUnknown(String what, Map<String, Json> added, Set<String> known) {
    for (String name : added.keySet()) {
      if (!known.contains(name)) {
        LOG.log(
            Level.WARNING,
            "{0} jobs.create: the {1} \"{2}\" is not documented; it is sent, and the service takes"
                + " unknown names without effect; known: {3}",
            Settings.PROVIDER,
            what,
            name,
            new TreeSet<>(known));
      }
    }
  }
}
