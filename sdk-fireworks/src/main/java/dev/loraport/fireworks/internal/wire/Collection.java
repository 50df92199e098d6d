package dev.loraport.fireworks.internal.wire;

import java.util.Arrays;
import java.util.Optional;

/** What an account has, by the word in addresses and lists (as of July 2026). */
public enum Collection {
  /** Data sets. */
  DATASETS("datasets"),
  /** Models: base models, adapters. */
  MODELS("models"),
  /** Supervised fine-tuning. */
  SFT_JOBS("supervisedFineTuningJobs"),
  /** Tuning by preferences: DPO and ORPO. */
  DPO_JOBS("dpoJobs"),
  /** Reinforcement fine-tuning. */
  RFT_JOBS("reinforcementFineTuningJobs"),
  /** Deployments on GPUs. */
  DEPLOYMENTS("deployments"),
  /** Presets of hardware; the public ones belong to the account {@code fireworks}. */
  DEPLOYMENT_SHAPES("deploymentShapes"),
  /** Adapters on deployments. */
  DEPLOYED_MODELS("deployedModels"),
  /** Batch inference. */
  BATCH_JOBS("batchInferenceJobs"),
  /** Evaluators of reinforcement fine-tuning. */
  EVALUATORS("evaluators"),
  /** Secrets. */
  SECRETS("secrets"),
  /** Limits of the account. */
  QUOTAS("quotas");

  private final String word;

  Collection(String word) {
    this.word = word;
  }

  /** The word in addresses, which is the member of a list too. */
  public String word() {
    return word;
  }

  /** The collection of a word. */
  public static Optional<Collection> of(String word) {
    return Arrays.stream(values()).filter(one -> one.word.equals(word)).findFirst();
  }
}
