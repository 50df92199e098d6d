package dev.loraport.together.internal.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PartingTest {
  @ParameterizedTest
  @CsvSource({
    "5905580032, 262144000, 23, 256764350, 256764332",
    "10737418240, 262144000, 41, 261888240, 261888240",
    "262144000, 262144000, 1, 262144000, 262144000",
    "262144001, 262144000, 2, 131072001, 131072000",
    "1, 262144000, 1, 1, 1",
    "8388608, 5242880, 2, 5242880, 3145728",
    "107374182400, 262144000, 250, 429496730, 429496630"
  })
  void partsFollowTheArithmeticOfTheProvidersOwnClients(
      long total, long target, int count, long size, long last) {
    Parting parting = Parting.of(total, target);

    assertThat(parting.count()).isEqualTo(count);
    assertThat(parting.length(count)).isEqualTo(last);
    if (count > 1) {
      assertThat(parting.size()).isBetween(size, size + count);
    }
  }

  @Test
  void partsMakeUpTheFileWithoutGapOrOverlap() {
    Random random = new Random(7);
    for (int i = 0; i < 1000; i++) {
      long total = 1 + (random.nextLong() >>> (24 + random.nextInt(30)));
      Parting parting = Parting.of(total, Parting.SMALLEST + random.nextInt(300_000_000));
      long end = 0;
      for (int number = 1; number <= parting.count(); number++) {
        assertThat(parting.from(number)).isEqualTo(end);
        assertThat(parting.length(number)).isPositive();
        end += parting.length(number);
      }
      assertThat(end).isEqualTo(total);
      assertThat(parting.count()).isBetween(1, 250);
    }
  }
}
