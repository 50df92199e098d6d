package dev.loraport.fireworks;

import dev.loraport.dataset.DatasetFormat;
import dev.loraport.dataset.DatasetRules;
import dev.loraport.dataset.Treatment;
import dev.loraport.tuning.TuningMethod;
import java.util.Set;

/** What Fireworks asks of a training file, for {@link dev.loraport.dataset.Dataset#check}. */
public final class FireworksDatasets {
  private FireworksDatasets() {}

  /**
   * The rules of chat files for supervised fine-tuning.
   *
   * <p>Sources: Fireworks' documentation (2025-11 to 2026-08) and its cookbook (2026-08-19). From 3
   * to 3,000,000 examples; the system speaks only first, then the user, then the assistant in turn;
   * a tool message follows the assistant or another tool message; the last message is the
   * assistant's. The vendor's own check wants a content on every message, also beside tool calls;
   * what the server does is not stated, so there it is a warning. Images are data URIs. The
   * documentation advises files below 500 MB in the web interface.
   */
  public static DatasetRules chatRules() {
    return base().formats(Set.of(DatasetFormat.CHAT)).build();
  }

  /**
   * The rules of files for one method: chats for SFT; for DPO and ORPO preferences whose prompt is
   * one user turn besides system messages; for RFT prompts, beside which the evaluator may have
   * members of its own (documentation and cookbook, 2025-11 to 2026-08).
   *
   * @throws IllegalArgumentException if it is none of these
   */
  public static DatasetRules rules(TuningMethod method) {
    if (method.equals(TuningMethod.SFT)) {
      return chatRules();
    }
    if (method.equals(TuningMethod.DPO) || method.equals(TuningMethod.ORPO)) {
      return base().formats(Set.of(DatasetFormat.PREFERENCE)).build();
    }
    if (method.equals(TuningMethod.RFT)) {
      return base().formats(Set.of(DatasetFormat.PROMPTS)).build();
    }
    throw new IllegalArgumentException(
        "Fireworks trains by sft, dpo, orpo and rft, not by " + method);
  }

  /**
   * The rules of a file whose method is not known yet: chats and preferences. Prompts for RFT look
   * like chats without an answer, so they are refused by them.
   */
  public static DatasetRules uploadRules() {
    return base().formats(Set.of(DatasetFormat.CHAT, DatasetFormat.PREFERENCE)).build();
  }

  private static DatasetRules.Builder base() {
    return DatasetRules.builder()
        .name("Fireworks")
        .minExamples(3)
        .maxExamples(3_000_000)
        .systemNotFirst(Treatment.REFUSE)
        .firstNotUser(Treatment.REFUSE)
        .sameRoleTwice(Treatment.REFUSE)
        .toolNotAfterAssistant(Treatment.REFUSE)
        .lastNotAssistant(Treatment.REFUSE)
        .preferenceOfManyTurns(Treatment.REFUSE)
        .noContentBesideToolCalls(Treatment.WARN)
        .packed(Treatment.REFUSE)
        .tokenized(Treatment.REFUSE)
        .maxFileBytes(500_000_000);
  }
}
