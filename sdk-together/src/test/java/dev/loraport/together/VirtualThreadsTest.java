package dev.loraport.together;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loraport.chat.ChatStream;
import dev.loraport.error.LoraportException;
import dev.loraport.testkit.Fault;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;

/** Blocking calls on virtual threads, of which many wait on few carriers. */
@EnabledForJreRange(min = JRE.JAVA_21)
@Timeout(60)
class VirtualThreadsTest {
  private static final String MODEL = "Qwen/Qwen2.5-7B-Instruct-Turbo";
  private static final String CHAT = "POST /v1/chat/completions";

  /** More than carriers can ever be, so that a wait that holds its carrier is seen. */
  private static final int MANY = 300;

  @Test
  void manyBlockedCallsHoldNoCarrier(@TempDir Path folder) throws Exception {
    try (Rig rig = new Rig(Rig.TODAY);
        Recording recording = new Recording()) {
      // once on this thread: a class that is being initialised pins for good reason
      assertThat(answer(rig)).isEqualTo(streamed(rig));
      recording.enable("jdk.VirtualThreadPinned").withoutThreshold();
      recording.start();
      ExecutorService virtual = virtualThreads();
      try {
        List<Future<String>> texts = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
          texts.add(virtual.submit(() -> answer(rig)));
          texts.add(virtual.submit(() -> streamed(rig)));
        }
        for (Future<String> text : texts) {
          assertThat(text.get(30, TimeUnit.SECONDS)).contains("Hi");
        }
        rig.fake.faults().on(CHAT).next(MANY, Fault.stallBeforeHeaders());
        rig.fake.journal().clear();
        List<Future<String>> waiting = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
          waiting.add(virtual.submit(() -> answer(rig)));
        }
        assertThat(rig.fake.journal().awaitCalls(CHAT, MANY, Duration.ofSeconds(30)))
            .as("all wait at once")
            .isTrue();
        rig.client.close();
        for (Future<String> call : waiting) {
          assertThatThrownBy(() -> call.get(30, TimeUnit.SECONDS))
              .hasCauseInstanceOf(LoraportException.class);
        }
      } finally {
        virtual.shutdownNow();
      }
      recording.stop();
      assertThat(pinned(recording, folder.resolve("pinned.jfr"))).isEmpty();
    }
  }

  private static String answer(Rig rig) {
    return rig.client.chat().complete(MODEL, "Hi").text();
  }

  private static String streamed(Rig rig) {
    try (ChatStream stream = rig.client.chat().stream(MODEL, "Hi")) {
      return stream.result().text();
    }
  }

  /** The stacks of threads that held their carrier in this library. */
  private static List<String> pinned(Recording recording, Path file) throws Exception {
    recording.dump(file);
    assertThat(Files.size(file)).isPositive();
    return RecordingFile.readAllEvents(file).stream()
        .map(RecordedEvent::toString)
        .filter(event -> event.contains("dev.loraport"))
        .toList();
  }

  private static ExecutorService virtualThreads() throws Exception {
    Callable<ExecutorService> made =
        () ->
            (ExecutorService)
                Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
    return made.call();
  }
}
