package dev.loraport.together;

import dev.loraport.published.PublishedApi;
import dev.loraport.published.PublishedApi.Exchange;
import dev.loraport.testkit.FakeTogether;
import dev.loraport.testkit.RecordedCall;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * Holds each JSON request that a test sent to its fake, and that was accepted, against the document
 * that Together has published, where it lies beside the project. The answers of the fake are held
 * against it by the tests of the fake.
 */
public final class PublishedRequests implements AfterEachCallback {
  private static final int WHOLE = 64 * 1024;
  private static final Queue<FakeTogether> WATCHED = new ConcurrentLinkedQueue<>();

  /** Registers this for all tests of the module. */
  public PublishedRequests() {}

  /** The fake, whose requests are looked at when the test is over. */
  static FakeTogether watch(FakeTogether fake) {
    WATCHED.add(fake);
    return fake;
  }

  @Override
  public void afterEach(ExtensionContext context) {
    List<FakeTogether> fakes = List.copyOf(WATCHED);
    WATCHED.clear();
    PublishedApi.together().ifPresent(api -> hold(api, fakes, context));
  }

  private static void hold(PublishedApi api, List<FakeTogether> fakes, ExtensionContext context) {
    context
        .getRoot()
        .getStore(Namespace.create(PublishedRequests.class))
        .getOrComputeIfAbsent(Report.class, type -> new Report(api), Report.class);
    List<String> problems =
        fakes.stream()
            .flatMap(fake -> fake.journal().calls().stream())
            .flatMap(call -> problems(api, call))
            .distinct()
            .toList();
    if (!problems.isEmpty()) {
      throw new AssertionError(
          "not as the provider's document says:\n" + String.join("\n", problems));
    }
  }

  private static Stream<String> problems(PublishedApi api, RecordedCall call) {
    boolean json = call.header("Content-Type").startsWith("application/json");
    if (!json || call.body().isEmpty() || call.bodySize() > WHOLE) {
      return Stream.empty();
    }
    return api
        .problems(new Exchange(call.method(), call.path(), call.body(), call.status(), "", ""))
        .stream();
  }

  private record Report(PublishedApi api) implements AutoCloseable {
    @Override
    public void close() {
      System.out.printf(
          "%d requests of %d operations were held against Together's document%n",
          api.checked().values().stream().mapToInt(Integer::intValue).sum(), api.checked().size());
    }
  }
}
