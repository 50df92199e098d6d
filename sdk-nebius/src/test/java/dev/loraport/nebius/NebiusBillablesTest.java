package dev.loraport.nebius;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loraport.Money;
import dev.loraport.billing.Billable;
import dev.loraport.billing.BillableEnd.Way;
import dev.loraport.billing.BillableGap;
import dev.loraport.billing.BillableKind;
import dev.loraport.billing.BillablePrice;
import dev.loraport.billing.BillableReport;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NebiusBillablesTest {
  private static final Instant NOW = Instant.parse("2026-10-01T12:00:00Z");
  private static final String EMPTY = "{'object':'list','data':[]}";
  private static final String OPERATION =
      "{'id':'op1','type':'batch_inference','status':'running','created_at':'2026-10-01T00:00:00Z'}";

  private final Stub stub = new Stub();
  private final NebiusClient client = stub.client("2026-10-01");

  @AfterEach
  void close() {
    client.close();
    stub.close();
  }

  private BillableReport look() {
    return Billable.list(List.of(client), NOW);
  }

  private void empty() {
    stub.on("GET /v1/files", EMPTY);
    stub.on("GET /v1/fine_tuning/jobs", EMPTY);
    stub.on("GET /v0/dedicated_endpoints", EMPTY);
  }

  @Test
  void anEndpointHasThePriceOfTheFactOfItsRegionAndOperationsAreCancelled() {
    stub.on(
        "GET /v0/dedicated_endpoints",
        "{'data':[{'id':'e1','name':'support','enabled':true,'region':'eu-north1','gpu_type':"
            + "'gpu-h100-sxm','gpu_count':2,'scaling':{'min_replicas':1},'created_at':"
            + "'2026-09-30T12:00:00Z','deployment':{'status':'running','readiness':'ready'}}]}");
    stub.on("GET /v1/operations", "{'data':[" + OPERATION + "]}");
    empty();

    BillableReport report = look();

    assertThat(report.complete()).as(report.gaps().toString()).isTrue();
    assertThat(report.items())
        .extracting(Billable::kind)
        .containsExactly(BillableKind.DEPLOYMENT, BillableKind.OPERATION);
    Billable endpoint = report.items().get(0);
    assertThat(endpoint.age(report.at()).orElseThrow()).hasDays(1);
    BillablePrice price = endpoint.price().orElseThrow();
    assertThat(price.amount()).isGreaterThan(Money.ZERO);
    assertThat(price.source()).matches(".*20[0-9]{2}-[0-9]{2}-[0-9]{2}.*");

    Billable operation = report.items().get(1);
    assertThat(operation.end().way()).isEqualTo(Way.CANCEL);
    stub.on("POST /v1/operations/op1/cancel", OPERATION.replace("running", "cancelled"));
    assertThat(Billable.stop(client, operation).done()).contains("CANCELLED");
  }

  @Test
  void whoMayNotSeeOperationsHasNone() {
    stub.on("GET /v1/operations", 403, "{'detail':'Forbidden'}");
    empty();

    BillableReport report = look();

    assertThat(report.complete()).as(report.gaps().toString()).isTrue();
    assertThat(report.gaps())
        .allMatch(BillableGap::lacking)
        .extracting(BillableGap::kind)
        .contains(BillableKind.OPERATION, BillableKind.ADAPTER, BillableKind.BATCH);
  }
}
