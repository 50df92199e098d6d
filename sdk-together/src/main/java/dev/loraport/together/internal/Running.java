package dev.loraport.together.internal;

import dev.loraport.adapter.Adapter;
import dev.loraport.adapter.AdapterId;
import dev.loraport.billing.Billable;
import dev.loraport.billing.BillableEnd;
import dev.loraport.billing.BillableKind;
import dev.loraport.serving.Deployment;
import dev.loraport.serving.DeploymentId;
import dev.loraport.serving.DeploymentState;
import dev.loraport.spi.BillableSource;
import dev.loraport.together.TogetherClient;
import dev.loraport.together.internal.adapter.AdapterCalls;
import dev.loraport.together.internal.wire.Settings;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** What may cost money and is Together's own: endpoints of the first API, and whole models. */
record Running(TogetherClient client, Supplier<Stream<Adapter>> wholeModels) {
  private static final BillableEnd STOP =
      BillableEnd.stop(
          "the endpoint answers no more, and since 2026-07-16 it can't be started again; it stays in"
              + " the list");
  private static final BillableEnd DELETE =
      BillableEnd.delete("the endpoint, which is stopped and costs nothing; this can't be undone");
  private static final BillableEnd ADAPTER =
      BillableEnd.delete(
          "the adapter in the registry, which can't be downloaded from there; deployments of it stop"
              + " answering");
  private static final BillableEnd MODEL =
      BillableEnd.delete("the model in the registry; deployments of it stop answering");
  private static final BillableEnd KEPT = BillableEnd.none(AdapterCalls.NO_DELETION);

  List<BillableSource> sources() {
    return List.of(
        new BillableSource(BillableKind.ENDPOINT, this::endpoints, this::end),
        new BillableSource(BillableKind.ADAPTER, this::adapters, this::delete),
        new BillableSource(BillableKind.MODEL, this::models, this::delete));
  }

  // the list has no prices; each endpoint that runs is asked for
  private Stream<Billable> endpoints() {
    return client.v1Endpoints().list().stream()
        .map(found -> runs(found) ? client.v1Endpoints().get(found.id()) : found)
        .map(
            found ->
                Billable.of(
                    client.provider(), BillableKind.ENDPOINT, found, runs(found) ? STOP : DELETE));
  }

  private static boolean runs(Deployment endpoint) {
    return endpoint.state() != DeploymentState.STOPPED
        && endpoint.state() != DeploymentState.FAILED;
  }

  private String end(Billable item) {
    DeploymentId id = DeploymentId.of(item.id());
    if (item.end().way() == BillableEnd.Way.STOP) {
      return "asked to stop; it is " + client.v1Endpoints().stop(id).state();
    }
    client.v1Endpoints().delete(id);
    return "deleted";
  }

  private Stream<Billable> adapters() {
    return client.adapters().list().stream()
        .map(
            adapter ->
                item(
                    BillableKind.ADAPTER,
                    adapter,
                    AdapterCalls.isDeletable(adapter.id()) ? ADAPTER : KEPT));
  }

  private Stream<Billable> models() {
    return wholeModels.get().map(model -> item(BillableKind.MODEL, model, MODEL));
  }

  private static Billable item(BillableKind kind, Adapter model, BillableEnd end) {
    return new Billable(
        Settings.PROVIDER,
        kind,
        model.id().value(),
        model.name(),
        model.state().name(),
        model.createdAt(),
        Optional.empty(),
        end);
  }

  private String delete(Billable item) {
    client.adapters().delete(AdapterId.of(item.id()));
    return "deleted";
  }
}
