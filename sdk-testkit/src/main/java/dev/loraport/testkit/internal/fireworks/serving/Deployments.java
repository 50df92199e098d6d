package dev.loraport.testkit.internal.fireworks.serving;

import dev.loraport.testkit.internal.engine.Answer;
import dev.loraport.testkit.internal.engine.Call;
import dev.loraport.testkit.internal.engine.Schema;
import dev.loraport.testkit.internal.engine.Schema.JsonType;
import dev.loraport.testkit.internal.engine.Wire;
import dev.loraport.testkit.internal.fireworks.model.Models;
import dev.loraport.testkit.internal.fireworks.world.Bodies;
import dev.loraport.testkit.internal.fireworks.world.Code;
import dev.loraport.testkit.internal.fireworks.world.Gateway;
import dev.loraport.testkit.internal.fireworks.world.Listing;
import dev.loraport.testkit.internal.fireworks.world.Names;
import dev.loraport.testkit.internal.fireworks.world.Patch;
import dev.loraport.testkit.internal.fireworks.world.World;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Deployments on GPUs: create, look, change, scale, delete and undelete. */
public final class Deployments {
  private static final String COLLECTION = "deployments";
  private static final String ONE = " {A}/deployments/{id}";
  private static final int ID_LENGTH = 8;
  private static final Schema SCALE = new Schema().required(JsonType.WHOLE, "replicaCount");
  private static final Schema EMPTY = new Schema();

  private final World world;
  private final ServingRules rules;
  private final DeploymentPlan plan;
  private final Map<String, Deployment> deployments = new LinkedHashMap<>();
  private Predicate<String> holdsDefault = name -> false;

  public Deployments(World world, ServingRules rules, Models models, Shapes shapes) {
    this.world = world;
    this.rules = rules;
    this.plan = new DeploymentPlan(models, shapes);
  }

  /** Tells which deployments are the default of a model that others serve too. */
  void guard(Predicate<String> isDefaultAmongSeveral) {
    holdsDefault = isDefaultAmongSeveral;
  }

  public void routes(Gateway gateway) {
    gateway
        .add(
            "POST {A}/deployments",
            this::create,
            "deploymentId",
            "disableAutoDeploy",
            "disableSpeculativeDecoding",
            "validateOnly",
            "skipShapeValidation",
            "skipImageTagValidation")
        .add("GET {A}/deployments", this::list, Listing.query("showDeleted"))
        .add("GET" + ONE, this::get, "readMask")
        .add("PATCH" + ONE, this::patch, "updateMask")
        .add("PATCH" + ONE + ":scale", this::scale)
        .add("DELETE" + ONE, this::delete, "hard", "ignoreChecks")
        .add("POST" + ONE + ":undelete", this::undelete)
        .add("GET" + ONE + "/terminationMessage", this::unserved)
        .add("GET" + ONE + ":metrics", this::unserved);
  }

  /** The deployment of that full name unless it is deleted; null when there is none. */
  @Nullable Deployment find(String name) {
    Deployment deployment = deployments.get(name);
    if (deployment == null) {
      return null;
    }
    deployment.settle(false);
    return deployment.isDeleted() ? null : deployment;
  }

  Collection<Deployment> all() {
    return deployments.values();
  }

  private Answer create(Call call) {
    ObjectNode body = Bodies.read(call, DeploymentSchema.CREATE);
    String given = call.query("deploymentId");
    String id =
        given == null || given.isEmpty()
            ? Names.random(world.ids(), ID_LENGTH)
            : Names.chosen(call, "deployment_id", given);
    String name = Names.of(call, COLLECTION, id);
    purge();
    if (deployments.containsKey(name)) {
      throw Code.ALREADY_EXISTS.refuse("deployment \"" + name + "\" already exists");
    }
    DeploymentSchema.check(body);
    DeploymentPlan.Planned planned =
        plan.of(call, body, "true".equals(call.query("skipShapeValidation")));
    world.accounts().checkGpuQuota(planned.fields().path("acceleratorType").asString());
    boolean automatic = !"true".equals(call.query("disableAutoDeploy"));
    Deployment deployment =
        new Deployment(world, rules, name, planned.fields(), planned.merged(), automatic);
    if (!"true".equals(call.query("validateOnly"))) {
      deployments.put(name, deployment);
    }
    return Answer.json(deployment.view(false));
  }

  private void purge() {
    deployments.values().removeIf(Deployment::isPurged);
  }

  private Deployment named(Call call, boolean deletedToo) {
    purge();
    String name = Names.of(call, COLLECTION);
    Deployment deployment = deployments.get(name);
    if (deployment != null) {
      deployment.settle(false);
    }
    if (deployment == null || (deployment.isDeleted() && !deletedToo)) {
      throw Code.NOT_FOUND.refuse("deployment \"" + name + "\" not found");
    }
    return deployment;
  }

  private Answer get(Call call) {
    return Answer.json(Listing.masked(call, named(call, true).view(true)));
  }

  private Answer list(Call call) {
    purge();
    boolean deletedToo = "true".equals(call.query("showDeleted"));
    String prefix = Names.of(call, COLLECTION, "");
    List<ObjectNode> views = new ArrayList<>();
    for (Deployment deployment : deployments.values()) {
      ObjectNode view = deployment.view(true);
      if (deployment.name.startsWith(prefix) && (deletedToo || !deployment.isDeleted())) {
        views.add(view);
      }
    }
    return Listing.of(call, COLLECTION, views, "create_time");
  }

  private Answer patch(Call call) {
    Deployment deployment = named(call, false);
    ObjectNode body = Bodies.read(call, DeploymentSchema.PATCH);
    String base = Wire.string(body, "baseModel", deployment.baseModel);
    if (!base.equals(deployment.baseModel)) {
      throw Code.INVALID_ARGUMENT.refuse("base_model of a deployment cannot be changed");
    }
    ObjectNode changed = deployment.fields.deepCopy();
    Patch.apply(call, body, changed, DeploymentSchema.defaults());
    DeploymentSchema.check(changed);
    DeploymentPlan.checkAddons(changed);
    changed.properties().forEach(field -> deployment.fields.set(field.getKey(), field.getValue()));
    for (String name : List.of("autoscalingPolicy", "annotations")) {
      if (!changed.has(name)) {
        deployment.fields.remove(name);
      }
    }
    deployment.updated();
    return Answer.json(deployment.view(false));
  }

  private Answer scale(Call call) {
    Deployment deployment = named(call, false);
    int count = Bodies.read(call, SCALE).path("replicaCount").asInt();
    if (count < 0) {
      throw Code.INVALID_ARGUMENT.refuse("replica_count must not be negative");
    }
    deployment.replicas(count);
    return Answer.json(Wire.object());
  }

  private Answer delete(Call call) {
    Deployment deployment = named(call, false);
    if (!"true".equals(call.query("ignoreChecks"))) {
      if (deployment.isBusy()) {
        throw Code.FAILED_PRECONDITION.refuse(
            "deployment \""
                + deployment.name
                + "\" had traffic in the last hour; set ignore_checks to delete it all the same");
      }
      if (holdsDefault.test(deployment.name)) {
        throw Code.FAILED_PRECONDITION.refuse(
            "deployment \"" + deployment.name + "\" is the default of a model; name another first");
      }
    }
    if ("true".equals(call.query("hard"))) {
      deployments.remove(deployment.name);
    }
    deployment.delete();
    return Answer.json(Wire.object());
  }

  private Answer undelete(Call call) {
    Deployment deployment = named(call, true);
    Bodies.read(call, EMPTY);
    if (!deployment.isDeleted()) {
      throw Code.FAILED_PRECONDITION.refuse(
          "deployment \"" + deployment.name + "\" is not deleted");
    }
    deployment.undelete();
    return Answer.json(deployment.view(false));
  }

  private Answer unserved(Call call) {
    String what = "FakeFireworks does not serve termination messages and metrics of deployments";
    call.problem(what);
    throw Code.UNIMPLEMENTED.refuse(what);
  }
}
