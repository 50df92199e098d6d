package dev.loraport.samples;

import dev.loraport.http.Timeouts;
import dev.loraport.testkit.FakeFireworks;
import dev.loraport.testkit.FakeTogether;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** A run of {@link TuneAndChat} that waits for nothing, and what it has printed. */
record TuneRun(int code, String out, String err) {
  static TuneRun of(Map<String, String> environment, String... args) {
    return of(Timeouts.builder().build(), environment, args);
  }

  static TuneRun of(Timeouts timeouts, Map<String, String> environment, String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code =
        TuneAndChat.run(
            args,
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            environment,
            false,
            // pauses between two looks are not waited out
            config ->
                config
                    .delayer(pause -> CompletableFuture.completedFuture(null))
                    .timeouts(timeouts));
    return new TuneRun(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  static Map<String, String> keyOf(FakeTogether fake) {
    return Map.of("TOGETHER_API_KEY", fake.apiKey(), "TOGETHER_BASE_URL", fake.baseUrl());
  }

  static Map<String, String> keyOf(FakeFireworks fake) {
    return Map.of("FIREWORKS_API_KEY", fake.apiKey(), "FIREWORKS_BASE_URL", fake.baseUrl());
  }
}
