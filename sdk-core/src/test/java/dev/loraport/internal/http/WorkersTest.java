package dev.loraport.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class WorkersTest {
  private final Timer timer = new Timer("workers-test-timer");
  private final Workers workers = new Workers("workers-test", timer);

  @AfterEach
  void close() {
    workers.close();
    timer.close();
  }

  @Test
  void tasksThatWaitForLaterOnesAllEnd() throws Exception {
    int count = 100;
    CountDownLatch last = new CountDownLatch(1);
    CountDownLatch ended = new CountDownLatch(count);
    for (int i = 0; i < count; i++) {
      workers.execute(
          () -> {
            try {
              last.await();
              ended.countDown();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          });
    }
    workers.execute(last::countDown);
    assertThat(ended.await(20, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void tasksThatGetOnNeedFewThreads() throws Exception {
    int count = 10_000;
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    CountDownLatch ended = new CountDownLatch(count);
    for (int i = 0; i < count; i++) {
      workers.execute(
          () -> {
            threads.add(Thread.currentThread());
            ended.countDown();
          });
    }
    assertThat(ended.await(20, TimeUnit.SECONDS)).isTrue();
    // some may be added while a busy machine gives none of them a turn
    assertThat(threads.size()).isLessThan(100);
  }

  @Test
  void whatWasHandedInBeforeTheEndStillRuns() throws Exception {
    CountDownLatch held = new CountDownLatch(1);
    List<Runnable> tasks = new ArrayList<>();
    CountDownLatch ended = new CountDownLatch(50);
    for (int i = 0; i < 50; i++) {
      tasks.add(
          () -> {
            try {
              held.await();
              ended.countDown();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          });
    }
    tasks.forEach(workers::execute);
    workers.close();
    timer.close();
    workers.execute(held::countDown);
    assertThat(ended.await(20, TimeUnit.SECONDS)).isTrue();
  }
}
