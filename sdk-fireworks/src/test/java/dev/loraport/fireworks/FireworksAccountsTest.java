package dev.loraport.fireworks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.loraport.Money;
import dev.loraport.error.PermissionDeniedException;
import dev.loraport.testkit.FakeFireworks;
import dev.loraport.testkit.Fault;
import dev.loraport.testkit.RecordedCall;
import dev.loraport.testkit.junit.FakeConnection;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FireworksAccountsTest {
  private static final Instant MONDAY = Instant.parse("2026-10-05T00:00:00Z");
  private static final Instant TUESDAY = Instant.parse("2026-10-06T00:00:00Z");
  private static final String COSTS = "POST /v1/accounts/{a}/usageCosts:query";

  private final FakeFireworks fake = FakeFireworks.start();
  private final FireworksClient client = FireworksClient.create(FakeConnection.to(fake).build());

  @AfterEach
  void close() {
    client.close();
    fake.close();
  }

  @Test
  void theAccountsOfAKeyAreListed() {
    fake.account().another("other-team");
    assertThat(client.accounts().list())
        .extracting(FireworksAccount::id)
        .containsExactly("my-team", "other-team");
    fake.assertNoViolations();
  }

  @Test
  void theAccountOfTheClientTellsWhetherItIsSuspended() {
    FireworksAccount account = client.accounts().current();
    assertThat(account.id()).isEqualTo("my-team");
    assertThat(account.state()).contains("READY");
    assertThat(account.isSuspended()).isFalse();
    assertThat(account.createdAt()).isPresent();
    assertThat(account.toString()).doesNotContain("@");
  }

  @ParameterizedTest
  @CsvSource({"CREDIT_DEPLETED, true", "SOMETHING_NEW, true", "UNSUSPENDED, false", ", false"})
  void eachReasonOfASuspensionCounts(String word, boolean suspended) {
    String state = word == null ? "" : ",\"suspendState\":\"" + word + "\"";
    fake.faults()
        .on("GET /v1/accounts/{a}")
        .next(body("{\"name\":\"accounts/my-team\"" + state + "}"));
    assertThat(client.accounts().current().isSuspended()).isEqualTo(suspended);
  }

  @Test
  void theLimitsOfTheAccountAreListed() {
    assertThat(client.accounts().quotas())
        .filteredOn(quota -> quota.id().equals("monthly-spend-usd"))
        .singleElement()
        .satisfies(quota -> assertThat(quota.value()).hasValue(50))
        .satisfies(quota -> assertThat(quota.usage()).isPresent());
    fake.assertNoViolations();
  }

  @Test
  void aLimitIsChangedByItsValueAlone() {
    String route = "PATCH /v1/accounts/{a}/quotas/{id}";
    fake.faults()
        .on(route)
        .next(body("{\"name\":\"accounts/my-team/quotas/monthly-spend-usd\",\"value\":\"90\"}"));

    assertThat(client.accounts().limit("monthly-spend-usd", 90).value()).hasValue(90);

    RecordedCall call = fake.journal().lastCall(route).orElseThrow();
    assertThat(call.path()).endsWith("/quotas/monthly-spend-usd");
    assertThat(call.query()).containsExactly(Map.entry("updateMask", "value"));
    assertThat(call.body()).isEqualTo("{\"value\":\"90\"}");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> client.accounts().limit("../datasets/x", 1));
  }

  @Test
  void costsComeInGroups() {
    fake.faults()
        .on(COSTS)
        .next(
            body(
                "{\"rows\":[{\"dimensions\":{\"MODEL\":\"qwen3-8b\"},\"subtotal\":{\"currencyCode\":"
                    + "\"USD\",\"units\":\"11\",\"nanos\":160000000}},{\"dimensions\":{},\"subtotal\":"
                    + "{\"currencyCode\":\"EUR\",\"units\":\"1\"}}],\"subtotal\":{\"units\":\"12\"},"
                    + "\"nextPageToken\":\"\"}"));

    FireworksCosts costs =
        client
            .accounts()
            .costs(FireworksCostQuery.between(MONDAY, TUESDAY).ofOwnUser().groupedBy("MODEL"));

    assertThat(costs.total()).contains(Money.usd("12"));
    assertThat(costs.rows())
        .extracting(FireworksCosts.Row::subtotal)
        .containsExactly(Optional.of(Money.usd("11.16")), Optional.empty());
    assertThat(costs.rows().get(0).dimensions().get("MODEL").string()).contains("qwen3-8b");
    assertThat(costs.complete()).isTrue();
    assertThat(fake.journal().lastCall(COSTS).orElseThrow().body())
        .isEqualTo(
            "{\"scope\":\"SELF\",\"startTime\":\"2026-10-05T00:00:00Z\",\"endTime\":"
                + "\"2026-10-06T00:00:00Z\",\"groupBy\":[\"MODEL\"]}");
  }

  @Test
  void costsOfTheWholeAccountNeedAnAdmin() {
    fake.faults()
        .on(COSTS)
        .next(
            Fault.status(403)
                .body("application/json", "{\"code\":7,\"message\":\"\",\"details\":[]}"));
    assertThatExceptionOfType(PermissionDeniedException.class)
        .isThrownBy(() -> client.accounts().costs(FireworksCostQuery.between(MONDAY, TUESDAY)))
        .withMessageContaining("role");
  }

  @Test
  void aQueryThatCanNotBeAnsweredIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FireworksCostQuery.between(TUESDAY, MONDAY))
        .withMessageContaining("nothing between");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> FireworksCostQuery.between(MONDAY, TUESDAY).groupedBy("DAY", "USER", "MODEL"))
        .withMessageContaining("at most two");
  }

  @Test
  void modelsAreThoseOfTheAccountAndThenThePublicOnes() {
    var models = client.models().list().toList();
    assertThat(models)
        .filteredOn(model -> model.id().startsWith("accounts/fireworks/models/"))
        .isNotEmpty()
        .allSatisfy(model -> assertThat(model.organization()).contains("fireworks"))
        .anySatisfy(model -> assertThat(model.tunable()).contains(true))
        .anySatisfy(model -> assertThat(model.serverless()).contains(true))
        .anySatisfy(model -> assertThat(model.contextLength()).isPresent());
    assertThat(fake.journal().calls("GET /v1/accounts/{a}/models"))
        .extracting(call -> call.path())
        .containsExactly("/v1/accounts/my-team/models", "/v1/accounts/fireworks/models");
    fake.assertNoViolations();
  }

  private static Fault body(String json) {
    return Fault.status(200).body("application/json", json);
  }
}
