package dev.loraport.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

class SampleValueTest {
  private final JsonMapper mapper =
      JsonMapper.builder()
          .changeDefaultNullHandling(n -> JsonSetter.Value.forValueNulls(Nulls.SKIP, Nulls.SKIP))
          .changeDefaultPropertyInclusion(
              i -> JsonInclude.Value.construct(JsonInclude.Include.NON_EMPTY, JsonInclude.Include.ALWAYS))
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .build();

  @Test
  void comesBackFromJson() {
    String json =
        "{\"id\":\"a\",\"status\":null,\"owned_by\":\"me\",\"trained_tokens\":\"7\",\"tags\":null,"
            + "\"zz\":1,\"new\":{\"x\":[1]}}";
    SampleValue value = mapper.readValue(json, SampleValue.class);
    assertThat(value.extra()).containsOnlyKeys("zz", "new");
    assertThat(value.status()).isEqualTo("unknown");
    assertThat(value.trainedTokens()).hasValue(7);
    String written = mapper.writeValueAsString(value);
    assertThat(written).isEqualTo(
            "{\"id\":\"a\",\"owned_by\":\"me\",\"status\":\"unknown\",\"trained_tokens\":7,"
                + "\"zz\":1,\"new\":{\"x\":[1]}}");
  }
}
