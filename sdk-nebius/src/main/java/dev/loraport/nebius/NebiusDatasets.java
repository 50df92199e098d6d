package dev.loraport.nebius;

import dev.loraport.dataset.DatasetRules;
import dev.loraport.dataset.Treatment;

/** What Nebius asks of a training file, for {@link dev.loraport.dataset.Dataset#check}. */
public final class NebiusDatasets {
  private NebiusDatasets() {}

  /**
   * The rules of conversational files.
   *
   * <p>Sources: Nebius' documentation (2025-11 to 2026-10) and its cookbook (2026-08-20). The roles
   * are system, user, assistant and tool. The documentation expects the assistant to speak last,
   * and the cookbook's own file with rows that end with the user was trained without an error: a
   * warning. The least number of rows is not known. No source speaks of training on images: a
   * warning. The limits of a file's size contradict each other (5, 20 and 50 GB, September 2026),
   * so there is none here.
   */
  public static DatasetRules chatRules() {
    return DatasetRules.builder()
        .name("Nebius")
        .lastNotAssistant(Treatment.WARN)
        .images(Treatment.WARN)
        .packed(Treatment.REFUSE)
        .build();
  }
}
