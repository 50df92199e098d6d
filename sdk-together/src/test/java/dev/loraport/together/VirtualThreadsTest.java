package dev.loraport.together;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loraport.chat.ChatStream;
import java.nio.file.Files;
import java.nio.file.Path;
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

/**
 * Blocking calls on virtual threads. Which waits pin a carrier depends on the JDK: before 24 those
 * within {@code synchronized} do, since then only those below native code and in class
 * initialisers.
 */
@EnabledForJreRange(min = JRE.JAVA_21)
@Timeout(60)
class VirtualThreadsTest {
  private static final String MODEL = "Qwen/Qwen2.5-7B-Instruct-Turbo";

  @Test
  void noCallPinsItsCarrier(@TempDir Path folder) throws Exception {
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
