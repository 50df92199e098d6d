package dev.loraport.checks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.loraport.ProviderClient;
import dev.loraport.chat.ChatRequest;
import dev.loraport.chat.ResponseFormat;
import dev.loraport.chat.TextRequest;
import dev.loraport.chat.Tool;
import dev.loraport.chat.ToolChoice;
import dev.loraport.fireworks.FireworksChat;
import dev.loraport.fireworks.FireworksClient;
import dev.loraport.fireworks.FireworksText;
import dev.loraport.json.Json;
import dev.loraport.nebius.NebiusChat;
import dev.loraport.nebius.NebiusClient;
import dev.loraport.nebius.NebiusText;
import dev.loraport.testkit.FakeFireworks;
import dev.loraport.testkit.FakeNebius;
import dev.loraport.testkit.FakeProvider;
import dev.loraport.testkit.RecordedCall;
import dev.loraport.testkit.junit.FakeConnection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The fields of chats in the pages of Fireworks and Nebius: all of the contract, all written. */
class ChatTablesTest {
  private static final String CHAT = "### Fields of a chat";
  private static final String TEXT = "### Fields of a text completion";
  private static final Pattern NAME = Pattern.compile("`([a-z_]+)`");

  private static List<String> rows(Path file, String heading) throws IOException {
    List<String> lines = Files.readAllLines(file);
    List<String> rows = new ArrayList<>();
    for (int i = lines.indexOf(lineOf(lines, heading)) + 1; i < lines.size(); i++) {
      if (lines.get(i).startsWith("#")) {
        break;
      }
      if (lines.get(i).startsWith("| `")) {
        rows.add(lines.get(i));
      }
    }
    assertThat(rows).as("%s below %s", file, heading).isNotEmpty();
    return rows;
  }

  private static String lineOf(List<String> lines, String heading) {
    return lines.stream().filter(line -> line.startsWith(heading)).findFirst().orElseThrow();
  }

  private static Set<String> names(List<String> rows, boolean typedOnly) {
    Set<String> names = new LinkedHashSet<>();
    rows.stream()
        .map(row -> row.split("\\|"))
        .filter(cells -> !typedOnly || !cells[2].strip().startsWith("`extra`:"))
        .forEach(
            cells -> NAME.matcher(cells[1]).results().forEach(found -> names.add(found.group(1))));
    return names;
  }

  private static Path page(String provider) {
    return Path.of("..", "docs", "providers", provider + ".md");
  }

  private static Set<String> written(FakeProvider fake, String route) {
    Set<String> members = new LinkedHashSet<>();
    for (RecordedCall call : fake.journal().calls(route)) {
      members.addAll(Json.parse(call.body()).members().keySet());
    }
    fake.assertNoViolations();
    return members;
  }

  private static void stream(ProviderClient client, ChatRequest request) {
    client.chat().stream(request).close();
  }

  @Test
  void eachFieldOfTheContractsIsInThePages() throws IOException {
    Path contracts = Path.of("..", "..", "shared", "contracts");
    assumeTrue(
        Files.isDirectory(contracts), "no contracts beside the project: nothing was checked");
    Path fireworks = contracts.resolve("fireworks.md");
    assertThat(names(rows(page("fireworks"), CHAT), false))
        .containsExactlyInAnyOrderElementsOf(names(rows(fireworks, "### 6.2 "), false));
    assertThat(names(rows(page("fireworks"), "### Fields of a message"), false))
        .containsExactlyInAnyOrderElementsOf(names(rows(fireworks, "### 6.3 "), false));
    Path nebius = contracts.resolve("nebius.md");
    assertThat(names(rows(page("nebius"), CHAT), false))
        .containsAll(names(rows(nebius, "### 6.1 "), false));
    assertThat(names(rows(page("nebius"), "### Messages"), false))
        .containsExactlyInAnyOrderElementsOf(names(rows(nebius, "### 6.2 "), false));
  }

  private static ChatRequest.Builder neutral(String model) {
    return ChatRequest.builder()
        .from(ChatRequest.of(model, "Hi"))
        .temperature(0.5)
        .topP(0.9)
        .topK(40)
        .minP(0.1)
        .presencePenalty(0.1)
        .frequencyPenalty(0.1)
        .repetitionPenalty(1.1)
        .addStop(".")
        .seed(7)
        .n(1)
        .logprobs(1)
        .putLogitBias("17", -2.0)
        .addTools(Tool.builder().name("f").build())
        .toolChoice(ToolChoice.auto())
        .parallelToolCalls(true)
        .user("u");
  }

  private static TextRequest.Builder text(String model) {
    return TextRequest.builder()
        .from(TextRequest.of(model, "Once"))
        .temperature(0.5)
        .topP(0.9)
        .topK(40)
        .addStop(".")
        .seed(7)
        .n(1)
        .logprobs(1)
        .echo(true);
  }

  @Test
  void eachFieldOfFireworksIsWritten() throws IOException {
    String model = "accounts/fireworks/models/gpt-oss-120b";
    try (FakeFireworks fake = FakeFireworks.start();
        FireworksClient client = FireworksClient.create(FakeConnection.to(fake).build())) {
      Map<String, Json> own =
          FireworksChat.fields()
              .typicalP(0.5)
              .mirostat(5, 0.1)
              .echo()
              .echoLast(1)
              .ignoreEos()
              .promptTruncateTokens(4096)
              .reasoningHistory("preserved")
              .priority()
              .promptCacheKey("a")
              .promptCacheIsolationKey("b")
              .metadata(Map.of("c", "d"))
              .speculation("e")
              .prediction("f")
              .rawOutput()
              .tokenIds()
              .safeTokenization()
              .perfMetrics()
              .extra();
      stream(
          client,
          neutral(model)
              .reasoningEffort("low")
              .responseFormat(ResponseFormat.jsonObject())
              .putAllExtra(own)
              .build());
      stream(client, neutral(model).reasoning(true).maxTokens(9).build());
      stream(
          client,
          neutral(model)
              .putAllExtra(FireworksChat.fields().maxCompletionTokens(9).extra())
              .build());
      client
          .chat()
          .streamText(
              text(model)
                  .putAllExtra(
                      FireworksText.fields()
                          .minP(0.1)
                          .repetitionPenalty(1.1)
                          .presencePenalty(-1)
                          .frequencyPenalty(1)
                          .logitBias(Map.of("17", -2.0))
                          .extra())
                  .build())
          .close();

      assertThat(written(fake, "POST /inference/v1/chat/completions"))
          .containsExactlyInAnyOrderElementsOf(names(rows(page("fireworks"), CHAT), true));
      assertThat(written(fake, "POST /inference/v1/completions"))
          .containsExactlyInAnyOrderElementsOf(names(rows(page("fireworks"), TEXT), true));
    }
  }

  @Test
  void eachFieldOfNebiusIsWritten() throws IOException {
    String model = "openai/gpt-oss-120b";
    try (FakeNebius fake = FakeNebius.start();
        NebiusClient client = NebiusClient.create(FakeConnection.to(fake).build())) {
      Map<String, Json> own =
          NebiusChat.fields()
              .serviceTier("flex")
              .store(false)
              .minTokens(1)
              .ignoreEos()
              .guidedJson(Json.object().build())
              .guidedChoice(List.of("a"))
              .continueFinalMessage()
              .extra();
      stream(
          client,
          neutral(model)
              .reasoningEffort("low")
              .reasoning(false)
              .responseFormat(ResponseFormat.jsonObject())
              .putAllExtra(own)
              .build());
      stream(client, neutral(model).responseFormat(ResponseFormat.regex("a")).build());
      stream(client, neutral(model).responseFormat(ResponseFormat.grammar("a")).build());
      stream(
          client,
          neutral(model).putAllExtra(NebiusChat.fields().maxCompletionTokens(9).extra()).build());
      client
          .chat()
          .streamText(
              text(model)
                  .putAllExtra(
                      NebiusText.fields()
                          .minP(0.1)
                          .repetitionPenalty(1.1)
                          .presencePenalty(-1)
                          .frequencyPenalty(1)
                          .logitBias(Map.of("17", -2.0))
                          .extra())
                  .build())
          .close();

      assertThat(written(fake, "POST /v1/chat/completions"))
          .containsExactlyInAnyOrderElementsOf(names(rows(page("nebius"), CHAT), true));
      assertThat(written(fake, "POST /v1/completions"))
          .containsExactlyInAnyOrderElementsOf(names(rows(page("nebius"), TEXT), true));
    }
  }
}
