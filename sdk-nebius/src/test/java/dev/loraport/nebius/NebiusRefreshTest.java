package dev.loraport.nebius;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loraport.catalog.Fact;
import dev.loraport.json.Json;
import dev.loraport.model.ModelService.Refreshed;
import dev.loraport.testkit.FakeNebius;
import dev.loraport.testkit.Fault;
import dev.loraport.testkit.junit.FakeConnection;
import java.time.LocalDate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NebiusRefreshTest {
  private static final LocalDate DAY = LocalDate.parse("2026-10-01");
  private static final String MODELS = "GET /v1/models";

  private final FakeNebius fake = FakeNebius.builder().asOf(DAY).build();
  private final NebiusClient client = NebiusClient.create(FakeConnection.to(fake).build());

  @AfterEach
  void close() {
    client.close();
    fake.close();
  }

  @Test
  void theVerboseListIsLiveWithItsPricesForAMillionTokens() {
    fake.faults()
        .on(MODELS)
        .next(
            Fault.status(200)
                .body(
                    "application/json",
                    ("{'data':[{'id':'a/one-fast','name':'One','context_length':131072,"
                            + "'architecture':{'modality':'text->text'},'quantization':'fp8',"
                            + "'pricing':{'prompt':'0.00000003','completion':'0.00000009'}},"
                            + "{'id':'a/two','pricing':{'prompt':'0','completion':'0'}}]}")
                        .replace('\'', '"')));

    Refreshed refreshed = client.models().refresh();

    assertThat(refreshed.warnings()).isEmpty();
    Fact price =
        refreshed
            .facts()
            .ask("chat.serverless.price.input", "a/one-fast", DAY)
            .fact()
            .orElseThrow();
    assertThat(price.value().number().orElseThrow()).isEqualByComparingTo("0.03");
    assertThat(price.unit()).contains("USD per 1M tokens");
    assertThat(price.isLive()).isTrue();
    assertThat(refreshed.facts().ask("model.quantization", "a/one-fast", DAY).value())
        .flatMap(Json::string)
        .contains("FP8");
    assertThat(refreshed.live().subjects("chat.serverless")).containsExactly("a/one-fast");
  }

  @Test
  void theFakesListIsReadAndAFailureIsAWarning() {
    assertThat(client.models().refresh().live().subjects("model.context")).isNotEmpty();

    fake.faults().on(MODELS).always(Fault.status(500));
    Refreshed failed = client.models().refresh();
    assertThat(failed.live().all()).isEmpty();
    assertThat(failed.warnings()).singleElement().asString().contains("500");
    assertThat(failed.facts().all()).isEqualTo(client.catalog().all());
  }
}
