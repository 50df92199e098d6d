package dev.loraport.jtokkit;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;
import dev.loraport.dataset.TokenCounter;
import java.util.Arrays;

/**
 * Counts tokens by an encoding of OpenAI, exactly. Text that looks like a special token, such as
 * {@code <|endoftext|>}, is counted as the text that it is. Thread-safe; making one reads its
 * table, which takes tenths of a second, so keep it.
 */
public final class OpenAiTokens implements TokenCounter {
  private final String name;
  private final Encoding encoding;

  private OpenAiTokens(EncodingType type) {
    this.name = type.getName();
    this.encoding = Encodings.newLazyEncodingRegistry().getEncoding(type);
  }

  /**
   * The counter of an encoding.
   *
   * @param encoding its name, such as {@code o200k_base} or {@code cl100k_base}
   * @throws IllegalArgumentException if there is none of that name; the message lists them
   */
  public static OpenAiTokens of(String encoding) {
    return new OpenAiTokens(
        EncodingType.fromName(encoding)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "no encoding \""
                            + encoding
                            + "\"; there are "
                            + Arrays.stream(EncodingType.values())
                                .map(EncodingType::getName)
                                .toList())));
  }

  /**
   * The counter for OpenAI's open models. Their own encoding is {@code o200k_harmony}: it is {@code
   * o200k_base} with more special tokens, so that plain text has the same tokens.
   */
  public static OpenAiTokens gptOss() {
    return new OpenAiTokens(EncodingType.O200K_BASE);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public long count(String text) {
    return encoding.countTokensOrdinary(text);
  }
}
