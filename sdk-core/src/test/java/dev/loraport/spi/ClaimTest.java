package dev.loraport.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ClaimTest {
  private final AtomicInteger deletions = new AtomicInteger();
  private final CompletableFuture<String> handover = new CompletableFuture<>();
  private final Claim claim = new Claim();

  @Test
  void whatIsHandedOverIsNotDeleted() {
    claim.by(handover);
    claim.made(deletions::incrementAndGet);
    handover.complete("model");
    assertThat(deletions).hasValue(0);
  }

  @Test
  void whatIsMadeAfterACancellationIsDeletedOnce() {
    claim.by(handover);
    handover.cancel(true);
    claim.made(deletions::incrementAndGet);
    assertThat(deletions).hasValue(1);
  }

  @Test
  void whatIsMadeBeforeACancellationIsDeletedOnce() {
    claim.made(deletions::incrementAndGet);
    claim.by(handover);
    handover.cancel(true);
    handover.cancel(true);
    assertThat(deletions).hasValue(1);
  }
}
