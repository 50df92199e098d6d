package dev.loraport.spi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loraport.tuning.JobId;
import org.junit.jupiter.api.Test;

class PathSegmentsTest {
  @Test
  void keepsWhatIsAllowedAndEncodesTheRest() {
    assertThat(PathSegments.encode(JobId.of("ft-1.a_b~C:9"))).isEqualTo("ft-1.a_b~C:9");
    assertThat(PathSegments.encode(JobId.of("a+b@c&d=\u00e9"))).isEqualTo("a%2Bb%40c%26d%3D%C3%A9");
  }
}
