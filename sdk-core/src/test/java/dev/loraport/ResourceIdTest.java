package dev.loraport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.loraport.adapter.AdapterId;
import dev.loraport.file.FileId;
import dev.loraport.json.Json;
import dev.loraport.tuning.JobId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResourceIdTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "", " ", ".", "..", "a b", "a\nb", "a\u0000", "a?b", "a#b", "a%2e", "a\\b", "\t", "a\u007f"
      })
  void aTextThatIsNoIdIsRefused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> FileId.of(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "a/", "/a", "a//b", "a/../b", "./a", "a/.."})
  void noSegmentClimbs(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> JobId.of(text));
    assertThatIllegalArgumentException().isThrownBy(() -> AdapterId.of(text));
  }

  @Test
  void anEmptyIdIsCalledSo() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JobId.of(""))
        .withMessage("JobId is empty");
  }

  @Test
  void aRefusalShowsNoControlCharacter() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FileId.of("a\u001b[31m"))
        .withMessageNotContaining("\u001b");
    assertThatIllegalArgumentException().isThrownBy(() -> FileId.of("x".repeat(513)));
  }

  @Test
  void anIdIsItsTextAndItsType() {
    FileId id = FileId.of("file-1.a_B:c");

    assertThat(id.value()).isEqualTo("file-1.a_B:c").isEqualTo(id.toString());
    assertThat(id).isEqualTo(FileId.of("file-1.a_B:c")).isNotEqualTo(FileId.of("file-2"));
    assertThat((Object) FileId.of("x")).isNotEqualTo(JobId.of("x"));
    assertThat(Json.read(Json.write(id), FileId.class)).isEqualTo(id);
    assertThat(id.segments()).containsExactly("file-1.a_B:c");
  }
}
