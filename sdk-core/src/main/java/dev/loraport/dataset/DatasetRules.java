package dev.loraport.dataset;

import dev.loraport.spi.SdkStyle;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.immutables.value.Value;
import tools.jackson.databind.annotation.JsonDeserialize;

/**
 * What a provider asks of a chat training file, as data: {@link Dataset#check(DatasetRules)} is the
 * one validator for all of them.
 *
 * <p>Some things are errors everywhere and have no rule here: what is not UTF-8 or not JSON, a row
 * without {@code messages}, an unknown role, a missing content, a weight that is neither 0 nor 1, a
 * conversation without the assistant.
 */
@Value.Immutable
@SdkStyle
@JsonDeserialize(builder = DatasetRules.Builder.class)
public interface DatasetRules {
  /** Whose rules they are, as messages say it: {@code Together}. */
  String name();

  /** The roles that messages may have. */
  @Value.Default
  default List<String> roles() {
    return List.of("system", "user", "assistant", "tool");
  }

  /** The least number of examples: 1. */
  @Value.Default
  default long minExamples() {
    return 1;
  }

  /** The greatest number of examples; absent where no limit is known. */
  OptionalLong maxExamples();

  /** A system message that is not the first message. */
  @Value.Default
  default Treatment systemNotFirst() {
    return Treatment.WARN;
  }

  /** A conversation whose first message, the system's aside, is not the user's. */
  @Value.Default
  default Treatment firstNotUser() {
    return Treatment.WARN;
  }

  /** Two messages in a row from the same role; those of {@code tool} are always allowed. */
  @Value.Default
  default Treatment sameRoleTwice() {
    return Treatment.WARN;
  }

  /** A tool message that follows neither the assistant nor another tool message. */
  @Value.Default
  default Treatment toolNotAfterAssistant() {
    return Treatment.WARN;
  }

  /** A conversation whose last message is not from the assistant. */
  @Value.Default
  default Treatment lastNotAssistant() {
    return Treatment.WARN;
  }

  /** An assistant message with {@code tool_calls} whose content is null or not there. */
  @Value.Default
  default Treatment noContentBesideToolCalls() {
    return Treatment.ALLOW;
  }

  /** A line with nothing on it. */
  @Value.Default
  default Treatment blankLines() {
    return Treatment.WARN;
  }

  /** A file that is not plain JSON Lines: packed with gzip, or what a decoder reads. */
  @Value.Default
  default Treatment packed() {
    return Treatment.WARN;
  }

  /** The members that a row may have beside {@code messages}. */
  @Value.Default
  default Set<String> rowMembers() {
    return Set.of("tools", "weight");
  }

  /** A member of a row that is neither {@code messages} nor one of {@link #rowMembers()}. */
  @Value.Default
  default Treatment otherRowMembers() {
    return Treatment.WARN;
  }

  /** A message with an image. */
  @Value.Default
  default Treatment images() {
    return Treatment.ALLOW;
  }

  /** An image in a message that is not the user's. */
  @Value.Default
  default Treatment imagesNotFromUser() {
    return Treatment.WARN;
  }

  /** How the URL of an image must begin. */
  @Value.Default
  default List<String> imageUrlPrefixes() {
    return List.of("data:image/");
  }

  /** Images in one row; absent where no limit is known. */
  OptionalInt maxImagesPerRow();

  /** The size in bytes above which the check warns; absent where no limit is known. */
  OptionalLong maxFileBytes();

  /** The estimated tokens above which the check warns of a row; absent to have no such warning. */
  OptionalLong maxTokensPerRow();

  /** The longest line in bytes, which bounds the memory of a check: 64 MiB. */
  @Value.Default
  default int maxLineBytes() {
    return 64 << 20;
  }

  /** Refuses numbers that no file could meet. */
  @Value.Check
  default void check() {
    if (roles().isEmpty()) {
      throw new IllegalArgumentException("rules need a role that messages may have");
    }
    if (minExamples() < 0 || maxExamples().orElse(Long.MAX_VALUE) < minExamples()) {
      throw new IllegalArgumentException(
          "examples must be from 0 or more to as many or more, not from "
              + minExamples()
              + " to "
              + maxExamples().orElse(Long.MAX_VALUE));
    }
    if (maxLineBytes() < 1 || maxLineBytes() > 1 << 30) {
      throw new IllegalArgumentException(
          "maxLineBytes must be from 1 to 1073741824, not " + maxLineBytes());
    }
  }

  /**
   * The rules that hold at no provider in particular: what is an error here is one everywhere, what
   * some provider refuses is a warning.
   */
  static DatasetRules neutral() {
    return builder().name("a chat file").build();
  }

  /** Starts a set of rules, with the neutral ones where nothing else is said. */
  static Builder builder() {
    return new Builder();
  }

  /** Collects the parts of {@link DatasetRules}. */
  final class Builder extends ImmutableDatasetRules.Builder {
    Builder() {}
  }
}
