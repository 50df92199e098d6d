package dev.loraport.fireworks;

import dev.loraport.dataset.DatasetRules;
import dev.loraport.dataset.Treatment;

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
    return DatasetRules.builder()
        .name("Fireworks")
        .minExamples(3)
        .maxExamples(3_000_000)
        .systemNotFirst(Treatment.REFUSE)
        .firstNotUser(Treatment.REFUSE)
        .sameRoleTwice(Treatment.REFUSE)
        .toolNotAfterAssistant(Treatment.REFUSE)
        .lastNotAssistant(Treatment.REFUSE)
        .noContentBesideToolCalls(Treatment.WARN)
        .maxFileBytes(500_000_000)
        .preferenceOfManyTurns(Treatment.REFUSE)
        .packed(Treatment.REFUSE)
        .build();
  }
}
