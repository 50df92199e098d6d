package dev.loraport.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loraport.Capability;
import dev.loraport.ProviderClient;
import dev.loraport.chat.ChatStream;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What a client runs on. */
interface ThreadsContract extends ContractPart {
  /**
   * Before JDK 21 an HTTP client can't be ended: its thread looks every 3 seconds whether anybody
   * still knows it, so that it ends at the first look after a collection of garbage. That is 3
   * seconds on a machine at rest, and was over 10 on one with eight builds at once.
   */
  Duration END_OF_HTTP_CLIENT = Duration.ofSeconds(60);

  @Test
  default void allThreadsOfAClientAreDaemons() {
    run().inOneFormOnly();
    run().needs(Capability.MODEL_LIST);
    Set<Thread> before = clientThreads();
    ProviderClient client = run().open(config -> {});
    client.models().list().toList();
    assertThat(added(before)).isNotEmpty().allMatch(Thread::isDaemon);
  }

  @Test
  default void aClosedClientLeavesNoThreadBehind() throws InterruptedException {
    run().inOneFormOnly();
    run().needs(Capability.CHAT_STREAMING);
    Set<Thread> before = clientThreads();
    useAndClose();
    long end = System.nanoTime() + END_OF_HTTP_CLIENT.toNanos();
    for (Thread thread : added(before)) {
      while (thread.isAlive() && System.nanoTime() < end) {
        System.gc();
        TimeUnit.MILLISECONDS.timedJoin(thread, 50);
      }
    }
    assertThat(added(before)).as("threads that outlive their client").isEmpty();
  }

  // apart, so that nothing on the stack of the test still knows the client
  private void useAndClose() {
    try (ProviderClient client = run().openUnkept()) {
      client.chat().complete(run().chat("Hi"));
      try (ChatStream stream = client.chat().stream(run().chat("Hi"))) {
        assertThat(stream.result().text()).isNotEmpty();
      }
      client.chat().async().complete(run().chat("Hi")).join();
    }
  }

  private static Set<Thread> added(Set<Thread> before) {
    return clientThreads().stream()
        .filter(thread -> !before.contains(thread))
        .collect(Collectors.toSet());
  }

  private static Set<Thread> clientThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(
            thread ->
                thread.getName().startsWith("loraport")
                    || thread.getName().startsWith("HttpClient-"))
        .collect(Collectors.toSet());
  }
}
