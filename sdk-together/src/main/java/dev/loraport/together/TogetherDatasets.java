package dev.loraport.together;

import dev.loraport.dataset.DatasetRules;
import dev.loraport.dataset.Treatment;
import java.util.List;

/** What Together asks of a training file, for {@link dev.loraport.dataset.Dataset#check}. */
public final class TogetherDatasets {
  // 50.1 GiB
  private static final long MAX_FILE_BYTES = 53_794_465_382L;

  private TogetherDatasets() {}

  /**
   * The rules of chat files for supervised fine-tuning.
   *
   * <p>Sources: the file checks of Together's Python SDK 1.5.34 (2025-12-23), TypeScript SDK 0.49.0
   * (2026-08-19) and later Python SDKs, and its documentation of 2026. Where they differ, what one
   * of them takes is no error here. The checks take a conversation that ends with the user or
   * begins with the assistant, where the documentation asks for turns: both are warnings. Two
   * messages in a row from one role are refused, those of tools aside. Images are data URIs of
   * JPEG, PNG or WebP, at most 10 in a conversation, in messages of the user. Blank lines were an
   * error and are ignored since 2026. The largest file of the Python SDK is 50.1 GiB; other sources
   * name other limits, so a larger one is a warning.
   */
  public static DatasetRules chatRules() {
    return DatasetRules.builder()
        .name("Together")
        .sameRoleTwice(Treatment.REFUSE)
        .imagesNotFromUser(Treatment.REFUSE)
        .imageUrlPrefixes(
            List.of("data:image/jpeg;base64,", "data:image/png;base64,", "data:image/webp;base64,"))
        .maxImagesPerRow(10)
        .maxFileBytes(MAX_FILE_BYTES)
        .mixedContent(Treatment.WARN)
        .imagesWithWeight(Treatment.REFUSE)
        .maxImageUrlBytes(13_981_036)
        .packed(Treatment.REFUSE)
        .build();
  }
}
