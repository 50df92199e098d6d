package dev.loraport.testkit.internal.together;

import dev.loraport.testkit.internal.engine.Answer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which model names answer inference on the fake's date. */
final class Serving {
  private final World world;
  private final Catalogue catalogue;
  private final JobStore jobs;
  private final Adapters adapters;
  private final Endpoints endpoints;
  private final Deployments deployments;

  Serving(
      World world,
      Catalogue catalogue,
      JobStore jobs,
      Adapters adapters,
      Endpoints endpoints,
      Deployments deployments) {
    this.world = world;
    this.catalogue = catalogue;
    this.jobs = jobs;
    this.adapters = adapters;
    this.endpoints = endpoints;
    this.deployments = deployments;
  }

  /** The refusal for a model that does not answer, or null for one that does. */
  @Nullable Answer refusal(String model) {
    if (catalogue.serverless().containsKey(model) || endpoints.serves(model)) {
      return null;
    }
    if (deployments.knows(model)) {
      return deployments.refusal(model);
    }
    if (world.servesLoraServerless() && servedAsAdapter(model)) {
      return null;
    }
    boolean listed = catalogue.tunable(model) != null;
    return listed
        ? world.errors.modelNotAvailable(
            400,
            "Unable to access non-serverless model "
                + model
                + ". Please create and start a new dedicated endpoint for the model.")
        : world.errors.modelNotAvailable(404, "Unable to access model " + model + ".");
  }

  /** How many tokens prompt and answer have together, 0 where the fake can't know. */
  int context(String model) {
    Catalogue.Serverless listed = catalogue.serverless().get(model);
    return listed == null ? 0 : listed.context();
  }

  private boolean servedAsAdapter(String model) {
    Job job = jobs.byOutputName(model);
    if (job != null) {
      return job.isCompleted() && job.isAdapterOfBase() && Catalogue.loraBase(job.model) != null;
    }
    return adapters.isServed(model);
  }

  /** Own models that answer serverless now. */
  List<String> ownServerless() {
    List<String> names = new ArrayList<>();
    if (world.servesLoraServerless()) {
      jobs.outputNames().stream().filter(this::servedAsAdapter).forEach(names::add);
      names.addAll(adapters.served());
    }
    return names;
  }
}
