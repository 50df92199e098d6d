package dev.loraport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loraport.adapter.AdapterSource;
import dev.loraport.adapter.AdapterSpec;
import dev.loraport.batch.BatchSpec;
import dev.loraport.chat.ChatMessage;
import dev.loraport.chat.ContentPart;
import dev.loraport.file.FileId;
import dev.loraport.http.WireRequest;
import dev.loraport.json.Json;
import dev.loraport.serving.ServingOptions;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What values say of themselves ends up in logs. */
class RedactionTest {
  private static final Json SECRET = Json.of("5ec0e7");
  private static final ChatMessage PICTURE =
      ChatMessage.user(List.of(ContentPart.image("https://s3.example/p.png?sig=5ec0e7")));

  static Stream<Object> valuesWithASecret() {
    return Stream.of(
        ClientConfig.builder().apiKey("5ec0e7").putHeaders("X-Team", "5ec0e7").build(),
        RequestOptions.builder().putHeaders("X-Api-Key", "5ec0e7").build(),
        RequestOptions.builder().putQuery("code", "5ec0e7").build(),
        ServingOptions.builder().putExtra("directRouteApiKeys", SECRET).build(),
        AdapterSpec.builder()
            .source(AdapterSource.folder(Path.of("adapter")))
            .name("tone")
            .putExtra("token", SECRET)
            .build(),
        BatchSpec.builder().inputFile(FileId.of("file-1")).putExtra("token", SECRET).build(),
        PICTURE.parts().get(0),
        PICTURE);
  }

  @ParameterizedTest
  @MethodSource("valuesWithASecret")
  void aValueDoesNotShowItsSecrets(Object value) {
    assertThat(value.toString()).contains("***").doesNotContain("5ec0e7");
  }

  @Test
  void theJsonOfAMessageHoldsItsPicture() {
    assertThat(Json.write(PICTURE)).contains("https://s3.example/p.png?sig=5ec0e7");
  }

  @ParameterizedTest
  @CsvSource({
    "https://user:5ec0e7@a.example/5ec0e7?sig=5ec0e7, PUT https://a.example/...",
    "http://5ec0e7@127.0.0.1:81/, PUT http://127.0.0.1:81/...",
    "https://user:5ec0e7@under_score/, PUT https:///..."
  })
  void aRequestShowsSchemeHostAndPortAlone(URI uri, String text) {
    WireRequest request = new WireRequest("PUT", uri, Map.of("X-Api-Key", "5ec0e7"), null);

    assertThat(request).hasToString(text);
  }
}
