package dev.loraport.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loraport.adapter.AdapterId;
import dev.loraport.error.ClientClosedException;
import java.text.MessageFormat;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ServingGuardsTest {
  private final Logger logger = Logger.getLogger("dev.loraport.serving");
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final ServingGuards guards = new ServingGuards("acme");

  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord line) {
          lines.add(MessageFormat.format(line.getMessage(), line.getParameters()));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  @BeforeEach
  void listen() {
    logger.addHandler(handler);
  }

  @AfterEach
  void stopListening() {
    logger.removeHandler(handler);
  }

  @Test
  void whatIsNotDeletedInTimeIsNamedWithTheWayToDeleteIt() {
    guards.deleting(new CompletableFuture<>(), Leftover.deployment("deployment ep_1/dep_2"));
    guards.deleting(new CompletableFuture<>(), Leftover.deployment("endpoint tuned-1"));

    guards.close(Duration.ofMillis(1));

    assertThat(lines)
        .singleElement()
        .asString()
        .contains("deployment ep_1/dep_2, endpoint tuned-1", "may cost money")
        .contains("serving().delete(id)");
  }

  @Test
  void aDeletionThatFailsIsNamedToo() {
    CompletableFuture<String> deletion = new CompletableFuture<>();
    guards.deleting(deletion, Leftover.deployment("deployment ep_1/dep_2"));
    deletion.completeExceptionally(new IllegalStateException("refused"));

    guards.close(Duration.ofSeconds(10));

    assertThat(lines)
        .singleElement()
        .asString()
        .contains("deployment ep_1/dep_2", "refused", "serving().delete(id)");
  }

  @Test
  void anAdapterThatIsLeftCostsNothingAndIsFoundAmongAdapters() {
    guards.deleting(new CompletableFuture<>(), Leftover.adapter(AdapterId.of("tuned-1")));

    guards.close(Duration.ofMillis(1));

    assertThat(lines)
        .singleElement()
        .asString()
        .contains("adapter tuned-1", "adapters().delete(id)")
        .doesNotContain("money", "deployments()");
  }

  @Test
  void whatIsBeingServedIsEnded() {
    CompletableFuture<String> serving = new CompletableFuture<>();
    guards.serving(serving, Leftover.deployment("endpoint tuned-1"));

    guards.close(Duration.ofSeconds(10));

    assertThatThrownBy(serving::join)
        .cause()
        .isInstanceOf(ClientClosedException.class)
        .hasMessageContaining("; endpoint tuned-1, as far as it was made, is deleted, or named in");
    assertThat(lines).isEmpty();
  }
}
