package dev.loraport.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.loraport.chat.ChatMessage;
import dev.loraport.chat.ChatRequest;
import dev.loraport.chat.ModelRef;
import dev.loraport.chat.Role;
import dev.loraport.chat.Tool;
import dev.loraport.chat.ToolCall;
import dev.loraport.json.Json;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/** A request is sent as it is, or refused before it is sent; the same random ones each time. */
class ChatRequestPropertiesTest {
  private static final List<String> TEXTS =
      List.of(
          "",
          "a",
          "Grüße €😀",
          "\"\\/\b\f\n\r\t",
          "\u0000\u0001\u001f\u007f\u0080",
          "\u2028\u2029\ufeff\ufffd\uffff",
          "</script>",
          "null",
          "x".repeat(20_000),
          "é".repeat(20_000),
          "😀".repeat(5_000),
          // halves of characters, which JSON can say as escapes
          "\ud83d",
          "\ude00a",
          "\ude00\ud83d",
          "x".repeat(8_000) + "\ud83d");

  /** Jackson from 3.1 reads no name with half a character. */
  private static final List<String> NAMES =
      TEXTS.stream().filter(text -> StandardCharsets.UTF_8.newEncoder().canEncode(text)).toList();

  private static final List<Json> NUMBERS =
      List.of(
          Json.of(0),
          Json.of(Long.MIN_VALUE),
          Json.of(new BigInteger("18446744073709551616")),
          Json.of(-0.0),
          Json.of(Double.MIN_VALUE),
          Json.of(Double.MAX_VALUE),
          Json.of(new BigDecimal("0.1000000000000000000000000001")),
          Json.of(new BigDecimal("1e2147483647")),
          Json.of(new BigDecimal("-7e-2147483647")));

  private static final double[] SAMPLING = {0, -0.0, 1e-300, 1e300, Double.NaN, 1 / 0.0, -1 / 0.0};

  private final ChatCaller caller =
      ChatCaller.json("{\"choices\":[{\"message\":{\"content\":\"ok\"}}]}");

  /** One random request, and whether JSON can say it. */
  private static final class Case {
    private final Random random;
    private boolean sayable = true;
    private boolean inRange = true;

    Case(long seed) {
      random = new Random(seed);
    }

    String text() {
      return any(TEXTS);
    }

    <T> T any(List<T> of) {
      return of.get(random.nextInt(of.size()));
    }

    double number() {
      double number = SAMPLING[random.nextInt(random.nextInt(8) == 0 ? SAMPLING.length : 4)];
      sayable &= Double.isFinite(number);
      return number;
    }

    /** A number for what goes from 0 to 1 at least. */
    double sampling() {
      double number = SAMPLING[random.nextInt(random.nextInt(8) == 0 ? SAMPLING.length : 3)];
      inRange &= number >= 0 && number <= 1;
      return number;
    }

    Json json(int depth) {
      return switch (random.nextInt(depth > 0 ? 6 : 4)) {
        case 0 -> Json.ofNull();
        case 1 -> Json.of(random.nextBoolean());
        case 2 -> any(NUMBERS);
        case 3 -> Json.of(text());
        case 4 -> Json.array(List.of(json(depth - 1), json(depth - 1)));
        default -> Json.object(members(depth - 1));
      };
    }

    Map<String, Json> members(int depth) {
      Map<String, Json> members = new LinkedHashMap<>();
      for (int i = random.nextInt(3); i > 0; i--) {
        members.put("x" + i + any(NAMES), json(depth));
      }
      return members;
    }
  }

  @RepeatedTest(20)
  void aRequestIsSentAsItIsOrRefusedBeforeItIsSent(RepetitionInfo round) {
    for (int i = 0; i < 20; i++) {
      Case made = new Case(1_000L * round.getCurrentRepetition() + i);
      List<ChatMessage> messages = new ArrayList<>();
      messages.add(ChatMessage.user(made.text()));
      messages.add(
          ChatMessage.builder()
              .role(Role.ASSISTANT)
              .content(made.text())
              .reasoning(made.text())
              .addToolCalls(ToolCall.builder().id("c").name("f").arguments(made.text()).build())
              .extra(made.members(1))
              .build());
      messages.add(ChatMessage.tool("c", made.text()));
      ChatRequest.Builder builder =
          ChatRequest.builder()
              .model(ModelRef.of("m" + made.text()))
              .messages(messages)
              .temperature(made.sampling())
              .topP(made.sampling())
              .addStop("s" + made.text())
              .seed(made.random.nextLong())
              .putLogitBias("b" + made.any(NAMES), made.number())
              .addTools(Tool.builder().name("f").description(made.text()).build())
              .user(made.text())
              .extra(made.members(3));
      if (made.inRange) {
        check(builder.build(), made.sayable);
      } else {
        assertThatThrownBy(builder::build)
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining(" must be from 0 to ");
      }
    }
  }

  private void check(ChatRequest request, boolean sayable) {
    ChatCaller one = ChatCaller.json("{\"choices\":[{\"message\":{\"content\":\"ok\"}}]}");
    Throwable refusal = catchThrowable(() -> one.chat().complete(request));
    if (!sayable) {
      assertThat(refusal)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(" must be a number, not ");
      assertThat(one.wasCalled()).isFalse();
      return;
    }
    assertThat(refusal).isNull();
    Json sent = one.sentJson();
    assertThat(sent.get("model").string()).contains(request.model().name());
    for (int i = 0; i < 3; i++) {
      assertThat(sent.get("messages").at(i).get("content").string())
          .isEqualTo(request.messages().get(i).content());
    }
    ChatMessage answer = request.messages().get(1);
    Json told = sent.get("messages").at(1);
    assertThat(told.get("reasoning_content").string()).isEqualTo(answer.reasoning());
    assertThat(told.get("tool_calls").at(0).get("function").get("arguments").string())
        .contains(answer.toolCalls().get(0).arguments());
    assertThat(told.members()).containsAllEntriesOf(answer.extra());
    assertThat(sent.get("temperature").number().orElseThrow().doubleValue())
        .isEqualTo(request.temperature().orElseThrow() + 0.0);
    assertThat(sent.get("stop").at(0).string()).contains(request.stop().get(0));
    assertThat(sent.get("seed").integer()).contains(request.seed().orElseThrow());
    assertThat(sent.get("logit_bias").members()).containsOnlyKeys(request.logitBias().keySet());
    assertThat(sent.get("tools").at(0).get("function").get("description").string())
        .isEqualTo(request.tools().get(0).description());
    assertThat(sent.get("user").string()).isEqualTo(request.user());
    assertThat(sent.members()).containsAllEntriesOf(request.extra());
  }

  /** No stack overflows, however deep a value is that a program has made. */
  @Test
  void aValueThatIsTooDeepForJsonIsRefused() {
    Json deep = Json.of(1);
    for (int i = 0; i < 100_000; i++) {
      deep = Json.array(List.of(deep));
    }
    Json tooDeep = deep;

    assertThat(
            catchThrowable(
                () ->
                    caller
                        .chat()
                        .complete(
                            ChatRequest.builder()
                                .from(ChatRequest.of("m", "hi"))
                                .putExtra("deep", tooDeep)
                                .build())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("depth");
    assertThat(caller.wasCalled()).isFalse();
  }
}
