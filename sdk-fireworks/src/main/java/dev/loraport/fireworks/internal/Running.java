package dev.loraport.fireworks.internal;

import dev.loraport.adapter.Adapter;
import dev.loraport.adapter.AdapterId;
import dev.loraport.billing.Billable;
import dev.loraport.billing.BillableEnd;
import dev.loraport.billing.BillableKind;
import dev.loraport.fireworks.FireworksClient;
import dev.loraport.fireworks.internal.wire.Settings;
import dev.loraport.serving.DeploymentId;
import dev.loraport.serving.DeploymentState;
import dev.loraport.spi.BillableSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** What may cost money, where Fireworks differs: deployments can be brought back for a while. */
record Running(FireworksClient client, Supplier<Stream<Adapter>> wholeModels) {
  private static final BillableEnd DEPLOYMENT =
      BillableEnd.delete(
          "the deployment with what is loaded onto it, which undelete(id) brings back until it is"
              + " purged; the provider refuses for an hour after the last request, unless this"
              + " library has made it: forceDelete(id) does it all the same");
  private static final BillableEnd MODEL =
      BillableEnd.delete(
          "the model with its weights: download them before; deployments of it stop answering");

  List<BillableSource> sources() {
    return List.of(
        new BillableSource(BillableKind.DEPLOYMENT, this::deployments, this::deleteDeployment),
        new BillableSource(BillableKind.MODEL, this::models, this::deleteModel));
  }

  private Stream<Billable> deployments() {
    return client.serving().deployments().stream()
        .filter(deployment -> deployment.state() != DeploymentState.DELETED)
        .map(each -> Billable.of(Settings.PROVIDER, BillableKind.DEPLOYMENT, each, DEPLOYMENT));
  }

  private String deleteDeployment(Billable item) {
    client.serving().delete(DeploymentId.of(item.id()));
    return "deleted";
  }

  private Stream<Billable> models() {
    return wholeModels
        .get()
        .map(
            model ->
                new Billable(
                    Settings.PROVIDER,
                    BillableKind.MODEL,
                    model.id().value(),
                    model.name(),
                    model.state().name(),
                    model.createdAt(),
                    Optional.empty(),
                    MODEL));
  }

  private String deleteModel(Billable item) {
    client.adapters().delete(AdapterId.of(item.id()));
    return "deleted";
  }
}
