package dev.loraport.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each operation of Together is either served or refused by its name. */
class FakeTogetherIndexTest {
  private static final Path PAGE = Path.of("..", "docs", "providers", "together.md");
  private static final Pattern OPERATION =
      Pattern.compile("\\| `([A-Z]+) ([^`]+)` \\| (?:yes|no) \\| .*");
  private static final Pattern UNSUPPORTED =
      Pattern.compile("\\| ([^|`]+) \\| (`/v1/[^|]+`) \\|\\s*");

  /**
   * The operations of the API description of 2026-04-28 that are no part of tuning and serving, and
   * two that clients have beside it: one of each path.
   */
  private static final List<String> ELSEWHERE =
      """
      POST /v1/embeddings
      POST /v1/rerank
      POST /v1/images/generations
      POST /v1/videos
      GET /v1/videos/{id}
      POST /v1/audio/speech
      GET /v1/audio/speech/websocket
      POST /v1/audio/transcriptions
      POST /v1/audio/translations
      GET /v1/voices
      GET /v1/evaluation
      GET /v1/evaluation/model-list
      GET /v1/evaluation/{id}/status
      POST /v1/tci/execute
      GET /v1/tci/sessions
      GET /v1/deployments
      PATCH /v1/deployments/{id}
      GET /v1/deployments/{id}/logs
      GET /v1/deployments/secrets
      GET /v1/deployments/storage/volumes
      POST /v1/queue/submit
      GET /v1/queue/status
      GET /v1/queue/metrics
      POST /v1/queue/cancel
      GET /v1/compute/clusters
      PUT /v1/compute/clusters/{id}
      GET /v1/compute/clusters/storage/volumes
      GET /v1/compute/regions
      GET /v1/realtime
      POST /v1/rl/training-sessions
      POST /v1/rl/training-sessions/{id}/stop
      GET /v1/rl/training-sessions/{id}/operations/sample/{id}
      GET /v1/rl/checkpoints/{id}/download
      GET /v1/autoscale/models
      GET /v2/projects/p/endpoints/{id}/events
      """
          .lines()
          .toList();

  private final FakeTogether fake = FakeTogether.builder().asOf(LocalDate.of(2026, 8, 18)).build();
  private final Http http = new Http(fake);

  @AfterEach
  void close() {
    fake.close();
  }

  private Http.Reply call(String operation) throws Exception {
    String[] parts = operation.split(" ", 2);
    String path = parts[1].replace("{P}", "/v2/projects/p").replace("{id}", "x");
    return http.json(parts[0], path, parts[0].equals("GET") ? "" : "{}");
  }

  /** What the fake says it does not serve; empty where it has a route. */
  private String unserved(String operation) throws Exception {
    Http.Reply reply = call(operation);
    RecordedCall last = fake.journal().calls().get(fake.journal().calls().size() - 1);
    if (!last.route().isEmpty()) {
      assertThat(reply.status()).as(operation).isNotEqualTo(501);
      return "";
    }
    assertThat(reply.status()).as(operation).isEqualTo(501);
    String message = reply.json().at("/error/message").asString();
    assertThat(message).startsWith("FakeTogether does not serve ").endsWith(": " + last.path());
    return message.replaceFirst("FakeTogether does not serve (.*): .*", "$1");
  }

  @Test
  void servesEachOperationOfThePageOrNamesWhatItLacks() throws Exception {
    List<String> refused = new ArrayList<>();
    int rows = 0;
    for (String line : Files.readAllLines(PAGE)) {
      Matcher row = OPERATION.matcher(line);
      if (row.matches()) {
        rows++;
        String operation = row.group(1) + " " + row.group(2);
        if (!unserved(operation).isEmpty()) {
          refused.add(operation);
        }
      }
    }

    assertThat(rows).isGreaterThan(70);
    assertThat(refused).containsExactly("GET {P}/endpoints/{id}/events");
  }

  @Test
  void namesWhatThePageCallsNotSupported() throws Exception {
    Map<String, String> documented = new LinkedHashMap<>();
    for (String line : Files.readAllLines(PAGE)) {
      Matcher row = UNSUPPORTED.matcher(line);
      if (row.matches()) {
        for (String path : row.group(2).replace("`", "").split(", ", -1)) {
          documented.put(path, row.group(1));
        }
      }
    }

    TreeSet<String> roots = new TreeSet<>();
    for (String operation : ELSEWHERE) {
      String name = unserved(operation);
      assertThat(name).as(operation).isNotEmpty();
      if (!operation.endsWith("/events")) {
        String root = operation.replaceFirst("[A-Z]+ (/v1/[a-z]+).*", "$1");
        assertThat(documented).containsEntry(root, name);
        roots.add(root);
      }
    }
    assertThat(documented.keySet()).containsExactlyInAnyOrderElementsOf(roots);
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET /v1/embeddingsx", "GET /v1/nothing", "PUT /v1/files"})
  void doesNotKnowWhatTheServiceDoesNotHave(String operation) throws Exception {
    Http.Reply reply = call(operation);

    assertThat(reply.status()).isEqualTo(404);
    assertThat(reply.text()).contains("Not found: ").doesNotContain("FakeTogether");
    assertThat(fake.journal().violations()).hasSize(1);
  }
}
