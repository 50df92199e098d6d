package dev.loraport.together;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.loraport.Money;
import dev.loraport.adapter.AdapterSource;
import dev.loraport.adapter.AdapterSpec;
import dev.loraport.billing.Billable;
import dev.loraport.billing.BillableEnd.Way;
import dev.loraport.billing.BillableGap;
import dev.loraport.billing.BillableKind;
import dev.loraport.billing.BillablePrice;
import dev.loraport.billing.BillableReport;
import dev.loraport.billing.BillableStop;
import dev.loraport.error.UnsupportedCapabilityException;
import dev.loraport.json.Json;
import dev.loraport.serving.DeploymentId;
import dev.loraport.serving.ServedModel;
import dev.loraport.serving.ServingOptions;
import dev.loraport.testkit.Fault;
import dev.loraport.testkit.JobScript;
import dev.loraport.tuning.JobId;
import dev.loraport.tuning.JobState;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TogetherBillablesTest {
  private static final String PRICES = "GET /v2/public/inference-instance-types";

  private Rig rig = new Rig(Rig.TODAY);

  @AfterEach
  void close() {
    rig.close();
  }

  private BillableReport look() {
    return Billable.list(List.of(rig.client), rig.fake.clock().now());
  }

  private static Billable only(BillableReport report, BillableKind kind) {
    List<Billable> found = report.items().stream().filter(item -> item.kind() == kind).toList();
    assertThat(found).hasSize(1);
    return found.get(0);
  }

  private void deploy() {
    try (ServedModel served =
        rig.client.serving().serve(rig.result(), ServingOptions.dedicated())) {
      served.keep();
    }
  }

  @Test
  void allThatIsThereIsListedWithAgeAndPriceAndNothingIsChanged() {
    deploy();
    rig.fake.clock().advance(Duration.ofDays(2));
    rig.fake.jobs().next(JobScript.staysIn("running"));
    JobId job = rig.client.jobs().create(rig.spec().build()).id();
    rig.fake.journal().clear();

    BillableReport report = look();

    assertThat(rig.changes()).isEmpty();
    assertThat(report.complete()).as(report.gaps().toString()).isTrue();
    Billable deployment = only(report, BillableKind.DEPLOYMENT);
    BillablePrice price = deployment.price().orElseThrow();
    assertThat(price.amount()).isEqualTo(Money.usd("3.99"));
    assertThat(price.per()).isEqualTo(BillablePrice.Per.HOUR);
    assertThat(price.source())
        .isEqualTo("live, GET /v2/public/inference-instance-types, " + Rig.TODAY);
    assertThat(deployment.age(report.at()).orElseThrow())
        .isBetween(Duration.ofDays(2), Duration.ofDays(3));
    assertThat(deployment.end().way()).isEqualTo(Way.DELETE);
    assertThat(only(report, BillableKind.JOB).id()).isEqualTo(job.value());
    assertThat(report.items())
        .extracting(Billable::kind)
        .contains(BillableKind.FILE, BillableKind.ADAPTER);
    assertThat(report.hourly()).isEqualTo(Money.usd("3.99"));
    assertThat(report.monthly()).isEqualTo(Money.usd("2912.70"));
    assertThat(Json.read(Json.write(report), BillableReport.class)).isEqualTo(report);
    rig.fake.assertNoViolations();
  }

  @Test
  void aDeploymentIsDeletedAndAJobCancelledAndNothingElse() {
    deploy();
    rig.fake.jobs().next(JobScript.staysIn("running"));
    JobId job = rig.client.jobs().create(rig.spec().build()).id();
    BillableReport before = look();

    BillableStop gone = Billable.stop(rig.client, only(before, BillableKind.DEPLOYMENT));
    assertThat(gone.done()).contains("deleted");
    assertThat(gone.lost()).contains("stays with the provider");
    BillableStop cancelled = Billable.stop(rig.client, only(before, BillableKind.JOB));
    assertThat(cancelled.lost()).contains("billed");

    assertThat(rig.client.jobs().get(job).state()).isIn(JobState.CANCELLING, JobState.CANCELLED);
    assertThat(rig.client.serving().deployments()).isEmpty();
    assertThat(look().items())
        .filteredOn(item -> !item.runs())
        .isEqualTo(before.items().stream().filter(item -> !item.runs()).toList());
    // it was seen before it ended
    assertThat(Billable.stop(rig.client, only(before, BillableKind.DEPLOYMENT)).done())
        .containsAnyOf("gone");
  }

  @Test
  void whereThePriceListCanNotBeHadTheDatedFactIsThePrice() {
    deploy();
    rig.fake.faults().on(PRICES).always(Fault.status(500));

    BillablePrice price = only(look(), BillableKind.DEPLOYMENT).price().orElseThrow();

    assertThat(price.amount()).isGreaterThan(Money.ZERO);
    assertThat(price.source()).matches(".*20[0-9]{2}-[0-9]{2}-[0-9]{2}.*").doesNotContain("live");
  }

  @Test
  void aStoppedDeploymentCostsNothing() {
    deploy();
    Billable running = only(look(), BillableKind.DEPLOYMENT);
    rig.client.scale(DeploymentId.of(running.id()), 0, 0);
    for (int i = 0; i < 10; i++) {
      rig.client.serving().deployment(DeploymentId.of(running.id()));
    }

    Billable stopped = only(look(), BillableKind.DEPLOYMENT);

    assertThat(stopped.state()).isEqualTo("STOPPED");
    assertThat(stopped.runs()).isFalse();
    assertThat(look().hourly()).isEqualTo(Money.ZERO);
    assertThat(look().unpriced()).isEmpty();
  }

  @Test
  void anEndpointOfTheFirstApiIsStoppedAndThenDeleted() {
    rig.close();
    rig = new Rig("2026-05-01");
    rig.client.v1Endpoints().create(V1EndpointSpec.of(Rig.BASE, "1x_nvidia_h100_80gb_sxm", 2, 3));

    Billable running = only(look(), BillableKind.ENDPOINT);
    assertThat(running.price().orElseThrow().amount()).isEqualTo(Money.usd("6.72"));
    assertThat(running.price().orElseThrow().source())
        .isEqualTo("live, GET /v1/hardware, 2026-05-01");
    assertThat(running.end().way()).isEqualTo(Way.STOP);
    Billable.stop(rig.client, running);
    for (int i = 0; i < 5; i++) {
      rig.client.v1Endpoints().get(DeploymentId.of(running.id()));
    }

    Billable stopped = only(look(), BillableKind.ENDPOINT);
    assertThat(stopped.end().way()).isEqualTo(Way.DELETE);
    assertThat(stopped.price()).isEmpty();
    Billable.stop(rig.client, stopped);
    assertThat(look().items()).noneMatch(item -> item.kind() == BillableKind.ENDPOINT);
  }

  @Test
  void aListThatFailsIsAGapAndHidesNoOther() {
    rig.trainingFile();
    rig.fake.faults().on("GET /v1/fine-tunes").always(Fault.status(500));

    BillableReport report = look();

    assertThat(report.complete()).isFalse();
    assertThat(report.gaps())
        .filteredOn(gap -> !gap.lacking())
        .singleElement()
        .satisfies(
            gap -> {
              assertThat(gap.kind()).isEqualTo(BillableKind.JOB);
              assertThat(gap.reason()).contains("500");
            });
    assertThat(report.items()).extracting(Billable::kind).contains(BillableKind.FILE);
  }

  @Test
  void whatIsNotOfferedOnADayIsNoFailure() {
    rig.close();
    rig = new Rig("2026-02-13");

    BillableReport report = look();

    assertThat(report.complete()).isTrue();
    assertThat(report.gaps())
        .filteredOn(BillableGap::lacking)
        .extracting(BillableGap::kind)
        .containsExactly(BillableKind.DEPLOYMENT);
  }

  @Test
  void whatCanNotBeEndedIsRefusedBeforeAnythingIsSent() {
    rig.close();
    rig = new Rig("2026-02-13");
    rig.client
        .adapters()
        .publish(
            AdapterSpec.builder()
                .source(AdapterSource.huggingFace("someone/an-adapter"))
                .baseModel("meta-llama/Meta-Llama-3.1-8B-Instruct-Reference")
                .name("support")
                .build());
    Billable adapter = only(look(), BillableKind.ADAPTER);
    assertThat(adapter.end().way()).isEqualTo(Way.NONE);
    rig.fake.journal().clear();

    assertThatExceptionOfType(UnsupportedCapabilityException.class)
        .isThrownBy(() -> Billable.stop(rig.client, adapter))
        .withMessageContaining("can't be deleted");
    assertThat(rig.fake.journal().calls()).isEmpty();
    Billable elsewhere =
        new Billable(
            "fireworks",
            adapter.kind(),
            adapter.id(),
            adapter.name(),
            adapter.state(),
            adapter.createdAt(),
            adapter.price(),
            adapter.end());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Billable.stop(rig.client, elsewhere))
        .withMessageContaining("is at fireworks");
  }

  @Test
  void aWholeModelOfTheRegistryIsListedBesideTheAdaptersAndDeleted() {
    String both =
        "{'data':[{'id':'ml_1','name':'me/whole','weights':{'type':'WEIGHTS_FULL_MODEL'}},"
            + "{'id':'ml_2','name':'me/lora','weights':{'type':'WEIGHTS_LORA_ADAPTER'}}]}";
    rig.fake.faults().on("GET /v2/projects/{p}/models").always(Rig.body(200, both));

    BillableReport report = look();

    assertThat(only(report, BillableKind.ADAPTER).id()).isEqualTo("ml_2");
    Billable model = only(report, BillableKind.MODEL);
    assertThat(model.id()).isEqualTo("ml_1");
    rig.answer("DELETE /v2/projects/{p}/models/{m}", 200, "{}");
    assertThat(Billable.stop(rig.client, model).done()).isEqualTo("deleted");
    assertThat(rig.changes()).containsExactly("DELETE /models/{ml}");
  }
}
