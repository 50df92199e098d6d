package dev.loraport.nebius;

import dev.loraport.dataset.DatasetFormat;
import dev.loraport.dataset.DatasetRules;
import dev.loraport.dataset.Treatment;
import dev.loraport.tuning.TuningMethod;
import java.util.Set;

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
    return base().formats(Set.of(DatasetFormat.CHAT)).build();
  }

  /**
   * The rules of files for one method: chats, instructions and texts for SFT. There is no tuning by
   * preferences; rows that are token ids already are documented without the names of their members,
   * so they can't be checked (documentation, 2025-11 to 2026-10).
   *
   * @throws IllegalArgumentException if it is another method
   */
  public static DatasetRules rules(TuningMethod method) {
    if (method.equals(TuningMethod.SFT)) {
      return uploadRules();
    }
    throw new IllegalArgumentException("Nebius trains by sft, not by " + method);
  }

  /** The rules of each file for training. */
  public static DatasetRules uploadRules() {
    return base()
        .formats(Set.of(DatasetFormat.CHAT, DatasetFormat.INSTRUCTION, DatasetFormat.TEXT))
        .build();
  }

  private static DatasetRules.Builder base() {
    return DatasetRules.builder()
        .name("Nebius")
        .lastNotAssistant(Treatment.WARN)
        .images(Treatment.WARN)
        .packed(Treatment.REFUSE)
        .tokenized(Treatment.WARN);
  }
}
