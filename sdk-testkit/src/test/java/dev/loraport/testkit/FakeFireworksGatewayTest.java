package dev.loraport.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loraport.testkit.Http.Reply;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** What every call to the fake of Fireworks meets: keys, accounts, routes, lists. */
class FakeFireworksGatewayTest {
  private static final String DATASETS = "/v1/accounts/my-team/datasets";

  private final FakeFireworks fake = FakeFireworks.start();
  private final Http http = new Http(fake);

  @AfterEach
  void close() {
    fake.close();
  }

  private Reply without(String path, String... header) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(fake.baseUrl() + path));
    return http.send((header.length == 0 ? request : request.headers(header)).build());
  }

  @Test
  void asksForTheKeyInTheShapeOfEachPlane() throws Exception {
    Reply control = without("/v1/accounts");
    Reply inference = without("/inference/v1/models");

    assertThat(control.status()).isEqualTo(401);
    assertThat(control.json().path("code").asInt()).isEqualTo(16);
    assertThat(inference.status()).isEqualTo(401);
    assertThat(inference.json().path("error").path("code").asString()).isEqualTo("UNAUTHORIZED");
    assertThat(control.header("x-request-id")).isNotEmpty();
  }

  @Test
  void takesTheOtherKeyHeaderOnTheControlPlaneAlone() throws Exception {
    String[] header = {"X-Api-Key", fake.apiKey()};

    assertThat(without("/v1/accounts", header).status()).isEqualTo(200);
    assertThat(without("/inference/v1/models", header).status()).isEqualTo(401);
  }

  @Test
  void tellsTheAccountOfTheKey() throws Exception {
    JsonNode accounts = http.get("/v1/accounts?pageSize=2").json();

    assertThat(accounts.path("accounts").size()).isEqualTo(1);
    assertThat(accounts.path("totalSize").asInt()).isEqualTo(1);
    assertThat(accounts.path("accounts").path(0).path("name").asString())
        .isEqualTo("accounts/" + fake.accountId());
    assertThat(http.get("/verifyApiKey").header("x-fireworks-account-id"))
        .isEqualTo(fake.accountId());
    fake.account().another("other-team");
    assertThat(http.get("/v1/accounts").json().path("accounts").size()).isEqualTo(2);
    fake.account().none();
    assertThat(http.get("/v1/accounts").json().path("accounts").size()).isZero();
    fake.assertNoViolations();
  }

  @ParameterizedTest
  @CsvSource({"20, 200", "50, 200", "51, 400", "-1, 400"})
  void changesALimitUpToItsLargestValue(String value, int status) throws Exception {
    String path = "/v1/accounts/my-team/quotas/monthly-spend-usd";
    Reply changed = http.json("PATCH", path + "?updateMask=value", "{\"value\":\"" + value + "\"}");

    assertThat(changed.status()).isEqualTo(status);
    assertThat(http.get(path).json().path("value").asString())
        .isEqualTo(status == 200 ? value : "50");
    assertThat(http.get(path.replace("usd", "eur")).status()).isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /v1/datasets, 501, 12",
    "GET, /v1/accounts/my-team/nothing, 501, 12",
    "POST, /v1/accounts/my-team/datasets/a:explode, 400, 3",
    "GET, /v1/accounts/my-team/datasets/a:validateUpload, 400, 3",
    "GET, /v1/accounts/my-team/secrets, 501, 12",
    "GET, /v1/accounts/strangers/datasets, 403, 7",
    "POST, /v1/accounts/fireworks/datasets, 403, 7",
    "GET, /v1/accounts/my-team/datasets/a, 404, 5"
  })
  void refusesWhatDoesNotExist(String method, String path, int status, int code) throws Exception {
    Reply refused = http.json(method, path, "{}");

    assertThat(refused.status()).isEqualTo(status);
    assertThat(refused.json().path("code").asInt()).isEqualTo(code);
  }

  @Test
  void namesWhatItDoesNotServe() throws Exception {
    Reply refused = http.get("/v1/accounts/my-team/billing/summary");

    assertThat(refused.json().path("message").asString())
        .isEqualTo("FakeFireworks does not serve billing");
    assertThat(fake.journal().violations()).hasSize(1);
  }

  @Test
  void refusesEverythingToASuspendedAccount() throws Exception {
    fake.account().suspend("CREDIT_DEPLETED");
    assertThat(http.get("/v1/accounts").status()).isEqualTo(412);
    assertThat(http.get("/inference/v1/models").status()).isEqualTo(412);

    fake.account().restore();
    assertThat(http.get("/v1/accounts").status()).isEqualTo(200);
  }

  @Test
  void letsAKeyWithoutRightsOnlyRead() throws Exception {
    fake.account().readOnly(true);

    assertThat(http.get(DATASETS).status()).isEqualTo(200);
    Reply refused = http.post(DATASETS, "{\"datasetId\":\"a\",\"dataset\":{}}");
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.json().path("code").asInt()).isEqualTo(7);
  }

  @Test
  void pagesListsInTheOrderOfNames() throws Exception {
    for (int i = 0; i < 60; i++) {
      http.post(DATASETS, "{\"datasetId\":\"d%02d\",\"dataset\":{}}".formatted(i));
    }
    JsonNode first = http.get(DATASETS).json();
    assertThat(first.path("datasets").size()).isEqualTo(50);
    assertThat(first.path("totalSize").asInt()).isEqualTo(60);
    String token = first.path("nextPageToken").asString();
    JsonNode second = http.get(DATASETS + "?pageToken=" + token).json();
    List<String> names = new ArrayList<>();
    second.path("datasets").forEach(item -> names.add(item.path("name").asString()));

    assertThat(names).hasSize(10).first().asString().endsWith("/d50");
    assertThat(second.path("nextPageToken").asString()).isEmpty();
    assertThat(http.get(DATASETS + "?pageSize=1000").json().path("datasets").size()).isEqualTo(60);
    assertThat(http.get(DATASETS + "?orderBy=name%20desc&pageToken=" + token).status())
        .isEqualTo(400);
  }

  @Test
  void filtersAndMasks() throws Exception {
    String path =
        "/v1/accounts/fireworks/models?filter=supports_serverless=true%20AND%20kind="
            + "%22HF_BASE_MODEL%22&readMask=name,context_length&pageSize=200";
    JsonNode models = http.get(path).json().path("models");

    assertThat(models.size()).isPositive();
    assertThat(models.path(0).propertyNames()).containsExactly("name", "contextLength");
    assertThat(models.toString()).contains("gpt-oss-120b").doesNotContain("qwen3-8b");
    assertThat(http.get("/v1/accounts/fireworks/models?filter=a%3Eb").status()).isEqualTo(400);
  }

  @Test
  void plannedFaultsHaveTheShapeOfTheirPlane() throws Exception {
    fake.faults().on("GET /v1/accounts").next(Fault.status(503));
    fake.faults().on("GET /inference/v1/models").next(Fault.status(429));

    assertThat(http.get("/v1/accounts").json().path("code").asInt()).isEqualTo(14);
    assertThat(http.get("/inference/v1/models").json().path("error").asString())
        .isEqualTo("Too Many Requests");
  }
}
