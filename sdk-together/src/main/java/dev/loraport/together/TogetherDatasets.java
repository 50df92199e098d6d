package dev.loraport.together;

import dev.loraport.dataset.DatasetFormat;
import dev.loraport.dataset.DatasetRules;
import dev.loraport.dataset.Treatment;
import dev.loraport.tuning.TuningMethod;
import java.util.List;
import java.util.Set;

/** What Together asks of a training file, for {@link dev.loraport.dataset.Dataset#check}. */
public final class TogetherDatasets {
  // 50.1 GiB
  private static final long MAX_FILE_BYTES = 53_794_465_382L;
  // 10 MiB of image as base64 in a data URI
  private static final int MAX_IMAGE_URL_BYTES = 13_981_036;

  private TogetherDatasets() {}

  /**
   * The rules of chat files for supervised fine-tuning.
   *
   * <p>Sources: the file checks of Together's Python SDK 1.5.34 (2025-12-23), TypeScript SDK 0.49.0
   * (2026-08-19) and later Python SDKs, and its documentation of 2026. Where they differ, what one
   * of them takes is no error here. The checks take a conversation that ends with the user or
   * begins with the assistant, where the documentation asks for turns: both are warnings. Two
   * messages in a row from one role are refused, those of tools aside. Images are data URIs of
   * JPEG, PNG or WebP of at most 10 MiB, at most 10 in a conversation, in messages of the user, not
   * with a weight of 1; only the Python SDK 1.5.34 refuses a row in which some contents are texts
   * and some are lists, so that is a warning. Blank lines were an error and are ignored since 2026.
   * The largest file of the Python SDK is 50.1 GiB; other sources name other limits, so a larger
   * one is a warning.
   */
  public static DatasetRules chatRules() {
    return base().formats(Set.of(DatasetFormat.CHAT)).build();
  }

  /**
   * The rules of files for one method: chats, instructions and texts for SFT, and token ids in a
   * Parquet file, which goes up as it is; preferences for DPO (the file checks of the Python SDK
   * 1.5.34 and the TypeScript SDK 0.49.0).
   *
   * @throws IllegalArgumentException if Together does not train by it
   */
  public static DatasetRules rules(TuningMethod method) {
    if (method.equals(TuningMethod.SFT)) {
      return base()
          .formats(Set.of(DatasetFormat.CHAT, DatasetFormat.INSTRUCTION, DatasetFormat.TEXT))
          .tokenized(Treatment.ALLOW)
          .build();
    }
    if (method.equals(TuningMethod.DPO)) {
      return base().formats(Set.of(DatasetFormat.PREFERENCE)).build();
    }
    throw new IllegalArgumentException("Together trains by sft and dpo, not by " + method);
  }

  /** The rules of a file whose method is not known yet: each format that some method takes. */
  public static DatasetRules uploadRules() {
    return base()
        .formats(
            Set.of(
                DatasetFormat.CHAT,
                DatasetFormat.INSTRUCTION,
                DatasetFormat.TEXT,
                DatasetFormat.PREFERENCE))
        .tokenized(Treatment.ALLOW)
        .build();
  }

  private static DatasetRules.Builder base() {
    return DatasetRules.builder()
        .name("Together")
        .sameRoleTwice(Treatment.REFUSE)
        .preferenceOfManyTurns(Treatment.ALLOW)
        .imagesNotFromUser(Treatment.REFUSE)
        .imageUrlPrefixes(
            List.of("data:image/jpeg;base64,", "data:image/png;base64,", "data:image/webp;base64,"))
        .maxImagesPerRow(10)
        .maxImageUrlBytes(MAX_IMAGE_URL_BYTES)
        .mixedContent(Treatment.WARN)
        .imagesWithWeight(Treatment.REFUSE)
        .packed(Treatment.REFUSE)
        .tokenized(Treatment.REFUSE)
        .maxFileBytes(MAX_FILE_BYTES);
  }
}
