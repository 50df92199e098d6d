package dev.loraport.fireworks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.loraport.Money;
import dev.loraport.billing.Billable;
import dev.loraport.billing.BillableEnd.Way;
import dev.loraport.billing.BillableKind;
import dev.loraport.billing.BillablePrice;
import dev.loraport.billing.BillableReport;
import dev.loraport.error.LoraportException;
import dev.loraport.serving.ServedModel;
import dev.loraport.serving.ServingOptions;
import dev.loraport.testkit.Fault;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FireworksBillablesTest {
  private final TuningRig rig = new TuningRig();

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

  @Test
  void aDeploymentHasThePriceOfTheFactAndIsDeleted() {
    ServingOptions options =
        ServingOptions.builder()
            .from(ServingOptions.dedicated())
            .hardware("NVIDIA_H100_80GB")
            .build();
    try (ServedModel served =
        rig.client.serving().serve(rig.finished(rig.spec().build()).result(), options)) {
      served.keep();
    }

    BillableReport report = look();

    assertThat(report.complete()).as(report.gaps().toString()).isTrue();
    BillablePrice price = only(report, BillableKind.DEPLOYMENT).price().orElseThrow();
    assertThat(price.per()).isEqualTo(BillablePrice.Per.HOUR);
    assertThat(price.amount()).isGreaterThan(Money.ZERO);
    assertThat(price.source()).matches(".*20[0-9]{2}-[0-9]{2}-[0-9]{2}.*");
    assertThat(only(report, BillableKind.ADAPTER).end().way()).isEqualTo(Way.DELETE);

    assertThat(Billable.stop(rig.client, only(report, BillableKind.DEPLOYMENT)).lost())
        .contains("undelete");
    Billable.stop(rig.client, only(report, BillableKind.ADAPTER));
    assertThat(look().items()).extracting(Billable::kind).containsExactly(BillableKind.FILE);
  }

  @Test
  void aRefusalIsToldAndTheThingIsStillListed() {
    rig.file(TuningRig.chatFile("train.jsonl"));
    Billable file = only(look(), BillableKind.FILE);
    rig.fake.faults().on("DELETE /v1/accounts/{account}/datasets/{id}").next(Fault.status(403));

    assertThatExceptionOfType(LoraportException.class)
        .isThrownBy(() -> Billable.stop(rig.client, file))
        .withMessageContaining("403");
    assertThat(only(look(), BillableKind.FILE)).isEqualTo(file);
    assertThat(Billable.stop(rig.client, file).done()).isEqualTo("deleted");
    assertThat(Billable.stop(rig.client, file).done()).contains("gone already");
  }

  @Test
  void aWholeModelOfTheAccountIsListedBesideTheAdapters() {
    String both =
        ("{'models':[{'name':'accounts/a/models/whole','kind':'HF_BASE_MODEL','state':'READY'},"
                + "{'name':'accounts/a/models/lora','kind':'HF_PEFT_ADDON','state':'READY'}]}")
            .replace('\'', '"');
    rig.fake
        .faults()
        .on("GET /v1/accounts/{account}/models")
        .always(Fault.status(200).body("application/json", both));

    BillableReport report = look();

    assertThat(only(report, BillableKind.MODEL).id()).isEqualTo("accounts/a/models/whole");
    assertThat(only(report, BillableKind.MODEL).end().way()).isEqualTo(Way.DELETE);
    assertThat(only(report, BillableKind.ADAPTER).id()).isEqualTo("accounts/a/models/lora");
  }
}
