package dev.loraport.internal.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.loraport.error.StreamException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A stream without end must not fill the memory. */
class AnswerLimitTest {
  private static final int LIMIT = 10_000;

  private static ChunkDecoder decoder() {
    ChatFailures failures = new ChatFailures("acme", "chat.stream", 200, null);
    return new ChunkDecoder(failures, 0, new ChunkDecoder.Parts(), LIMIT);
  }

  private static void read(ChunkDecoder decoder, String form) {
    for (int i = 0; i < 1_000; i++) {
      read(decoder, form, "" + i);
    }
  }

  private static void read(ChunkDecoder decoder, String form, String text) {
    String event = "data: " + form.replace('\'', '"').replace("#", text) + "\n\n";
    decoder.events().put(ByteBuffer.wrap(event.getBytes(StandardCharsets.UTF_8)));
    assertThat(decoder.next()).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'choices':[{'delta':{'content':'123456789012345'}}]}",
        "{'choices':[{'delta':{'reasoning':'123456789012345'}}]}",
        "{'choices':[{'delta':{'refusal':'123456789012345'}}]}",
        "{'choices':[{'delta':{'token_id':1}}]}",
        "{'choices':[{'delta':{'tool_calls':[{'index':0,'function':{'arguments':'12345678901'}}]}}]}",
        "{'choices':[{'delta':{'tool_calls':[{'id':'#','function':{'name':'f'}}]}}]}",
        "{'choices':[{'index':#,'delta':{}}]}",
        "{'choices':[{'delta':{},'logprobs':{'content':[1]}}]}",
        "{'choices':[],'warnings':[1]}",
        "{'choices':[],'#':1}",
        "{'choices':[{'delta':{'tool_calls':[{'index':0,'id':'#'}]}}]}",
        "{'choices':[{'delta':{'tool_calls':[{'index':#,'id':'a'}]}}]}",
      })
  void whatGrowsIsBounded(String form) {
    assertThatExceptionOfType(StreamException.class)
        .isThrownBy(() -> read(decoder(), form))
        .withMessageStartingWith(
            "acme chat.stream: the answer is longer than the limit of 10000 characters after ");
  }

  /** Also of what is kept once: there can be as many of them as there are events. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'choices':[{'delta':{'role':'#'}}]}",
        "{'choices':[{'delta':{},'finish_reason':'#'}]}",
        "{'choices':[{'delta':{'token_id':'#'}}]}",
        "{'choices':[{'delta':{},'logprobs':-1,'top_logprobs':{'#':1}}]}",
        "{'choices':[{'delta':{'tool_calls':[{'index':0,'id':'#'}]}}]}",
        "{'choices':[{'delta':{'tool_calls':[{'index':0,'function':{'name':'#'}}]}}]}",
        "{'choices':[{'delta':{'tool_calls':[{'index':0,'x':'#'}]}}]}",
        "{'choices':[{'delta':{'x':'#'}}]}",
        "{'choices':[{'delta':{},'x':'#'}]}",
        "{'choices':[],'x':'#'}",
      })
  void aLongTextCountsByItsLength(String form) {
    ChunkDecoder decoder = decoder();
    read(decoder, form, "a");

    assertThatExceptionOfType(StreamException.class)
        .isThrownBy(() -> read(decoder, form, "x".repeat(LIMIT)))
        .withMessageContaining("longer than the limit of 10000 characters after 2 chunks");
  }

  /** It would hold its thread for minutes if each choice cost a copy of those before. */
  @Test
  @Timeout(20)
  void anEventOfNothingButChoicesIsReadOnceThrough() {
    String event = "{\"choices\":[" + "{},".repeat(330_000) + "{}]}";
    try (ChunkReader reader = new ChunkReader()) {
      byte[] bytes = event.getBytes(StandardCharsets.UTF_8);

      assertThat(reader.read(bytes, 0, bytes.length).deltas()).hasSize(330_001);
    }
  }

  @Test
  void whatIsToldAgainDoesNotCount() {
    ChunkDecoder decoder = decoder();
    read(decoder, "{'id':'i','model':'m','choices':[{'delta':{}}],'system_fingerprint':'fp_#'}");
    assertThat(decoder.partial().extra()).containsKey("system_fingerprint");
  }
}
