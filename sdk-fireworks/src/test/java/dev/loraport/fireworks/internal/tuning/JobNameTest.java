package dev.loraport.fireworks.internal.tuning;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JobNameTest {
  private final JobName names = new JobName();

  @ParameterizedTest
  @CsvSource({
    "support-v1, support-v1-[a-z2-7]{8}",
    "'Support Bot, v1!', support-bot-v1-[a-z2-7]{8}",
    "2026-run, job-2026-run-[a-z2-7]{8}",
    "'日本', job-[a-z2-7]{8}",
    "'', job-[a-z2-7]{8}",
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa-bbbbbbbbbb, a{53}-[a-z2-7]{8}"
  })
  void theSuffixBecomesAnIdThatIsTaken(String suffix, String id) {
    assertThat(names.next(Optional.of(suffix)))
        .matches(id)
        .matches("[a-z][a-z0-9-]{0,62}")
        .hasSizeLessThanOrEqualTo(63);
  }

  @Test
  void twoIdsDiffer() {
    assertThat(names.next(Optional.of("a"))).isNotEqualTo(names.next(Optional.of("a")));
  }
}
