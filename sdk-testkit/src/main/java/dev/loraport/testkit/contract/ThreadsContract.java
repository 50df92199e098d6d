package dev.loraport.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.loraport.Capability;
import dev.loraport.ProviderClient;
import dev.loraport.chat.ChatStream;
import dev.loraport.error.LoraportException;
import dev.loraport.file.FileUpload;
import dev.loraport.testkit.Fault;
import dev.loraport.tuning.JobId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

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

  /**
   * On JDK 21 and later. Each call waits on one virtual thread more than there can be carriers, so
   * that the last would never reach the server if a wait held its carrier.
   */
  @TestFactory
  default Stream<DynamicTest> virtualThreadsWaitWithoutTheirCarriers() {
    run().inOneFormOnly();
    run().needs(Capability.LORA_TUNING, Capability.CHAT, Capability.CHAT_STREAMING);
    VirtualThreads.assumeThereAre();
    JobId job = run().job(JobEnd.NEVER).id();
    AtomicInteger uploads = new AtomicInteger(1);
    return Stream.of(
        waiting(
            "complete",
            ContractRoute.CHAT,
            Fault.stallBeforeHeaders(),
            client -> client.chat().complete(run().chat("Hi"))),
        waiting(
            "stream",
            ContractRoute.CHAT,
            Fault.stallBody().afterChunks(1),
            client -> {
              try (ChatStream stream = client.chat().stream(run().chat("Hi"))) {
                stream.result();
              }
            }),
        waiting(
            "upload",
            ContractRoute.FILE_UPLOAD,
            Fault.stallBeforeHeaders(),
            client -> client.files().upload(unlike(uploads.incrementAndGet()))),
        waiting(
            "await",
            ContractRoute.JOB_GET,
            Fault.stallBeforeHeaders(),
            client -> client.jobs().await(job, ContractRun.HOURS)));
  }

  /** Content that differs from that of the job's file: the same could be taken as known. */
  private FileUpload unlike(int number) {
    return FileUpload.builder()
        .source(
            run().source("train-" + number + ".jsonl", run().setup().trainingData().repeat(number)))
        .build();
  }

  private DynamicTest waiting(
      String name, ContractRoute route, Fault stall, Consumer<ProviderClient> call) {
    return DynamicTest.dynamicTest(
        name,
        () -> {
          int many = VirtualThreads.carriers() + 1;
          run().fake().journal().clear();
          run().on(route).next(many, stall);
          List<Future<?>> waiting = new ArrayList<>();
          try (ProviderClient client = run().openUnkept()) {
            for (int i = 0; i < many; i++) {
              waiting.add(VirtualThreads.begin(() -> call.accept(client)));
            }
            run().awaitFaults(route, many);
          }
          for (Future<?> ended : waiting) {
            assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() -> ended.get(ContractRun.SOON.toMillis(), TimeUnit.MILLISECONDS))
                .withCauseInstanceOf(LoraportException.class);
          }
        });
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
