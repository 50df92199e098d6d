package dev.loraport.together.internal.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loraport.file.UploadListener;
import dev.loraport.file.UploadProgress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PartProgressTest {
  private static final int PARTS = 4;
  private static final int SIZE = 100;

  private final List<Long> told = Collections.synchronizedList(new ArrayList<>());
  private final PartProgress progress =
      new PartProgress(now -> told.add(now.sent()), new Parting((long) PARTS * SIZE, SIZE, PARTS));

  private static void move(UploadListener part, long sent, int attempt) {
    part.onProgress(new UploadProgress(sent, SIZE, attempt, Duration.ZERO));
  }

  @Test
  void theEndIsToldOnceWhicheverPartsEndTogether() throws Exception {
    for (int round = 0; round < 500; round++) {
      PartProgress each =
          new PartProgress(
              now -> told.add(now.sent()), new Parting((long) PARTS * SIZE, SIZE, PARTS));
      CyclicBarrier together = new CyclicBarrier(PARTS);
      List<Thread> threads = new ArrayList<>();
      for (int number = 1; number <= PARTS; number++) {
        UploadListener part = each.part(number);
        Thread thread =
            new Thread(
                () -> {
                  try {
                    together.await();
                    move(part, SIZE, 1);
                    move(part, SIZE, 1);
                  } catch (Exception e) {
                    told.add(-1L);
                  }
                });
        thread.start();
        threads.add(thread);
      }
      for (Thread thread : threads) {
        thread.join();
      }
    }
    assertThat(told.stream().filter(sent -> sent == PARTS * SIZE)).hasSize(500);
    assertThat(told).doesNotContain(-1L);
  }

  @Test
  void aPartThatIsSentAgainCountsFromItsBeginning() {
    move(progress.part(1), SIZE, 1);
    move(progress.part(2), SIZE, 1);
    move(progress.part(2), 0, 2);
    move(progress.part(3), SIZE, 1);
    move(progress.part(4), SIZE, 1);
    assertThat(told).doesNotContain((long) PARTS * SIZE);

    move(progress.part(2), SIZE, 2);

    assertThat(told).endsWith((long) PARTS * SIZE);
  }
}
