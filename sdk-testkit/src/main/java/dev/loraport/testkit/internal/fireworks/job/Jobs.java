package dev.loraport.testkit.internal.fireworks.job;

import dev.loraport.testkit.internal.engine.Answer;
import dev.loraport.testkit.internal.engine.Call;
import dev.loraport.testkit.internal.engine.JobScripts;
import dev.loraport.testkit.internal.engine.Router;
import dev.loraport.testkit.internal.engine.Schema;
import dev.loraport.testkit.internal.engine.Wire;
import dev.loraport.testkit.internal.fireworks.data.Datasets;
import dev.loraport.testkit.internal.fireworks.model.Models;
import dev.loraport.testkit.internal.fireworks.world.Bodies;
import dev.loraport.testkit.internal.fireworks.world.Code;
import dev.loraport.testkit.internal.fireworks.world.Gateway;
import dev.loraport.testkit.internal.fireworks.world.Listing;
import dev.loraport.testkit.internal.fireworks.world.Names;
import dev.loraport.testkit.internal.fireworks.world.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.BiFunction;
import tools.jackson.databind.node.ObjectNode;

/** Fine-tuning jobs: create, list, get, cancel, resume, delete, estimate, metrics. */
public final class Jobs {
  private static final Schema NOTHING = new Schema();

  private final World world;
  private final Models models;
  private final JobScripts scripts;
  private final JobRules rules;
  private final Map<String, Job> jobs = new TreeMap<>();

  public Jobs(World world, Datasets datasets, Models models, JobScripts scripts) {
    this.world = world;
    this.models = models;
    this.scripts = scripts;
    this.rules = new JobRules(datasets, models);
    models.before(() -> new ArrayList<>(jobs.values()).forEach(job -> refresh(job, false)));
  }

  public void routes(Gateway gateway) {
    for (Kind kind : Kind.values()) {
      String all = "{A}/" + kind.collection();
      String one = all + "/{id}";
      gateway
          .add("POST " + all, call -> create(call, kind), kind.idParameter())
          .add("GET " + all, call -> list(call, kind), Listing.query())
          .add("GET " + one, with(kind, this::get), "readMask")
          .add("DELETE " + one, with(kind, this::delete))
          .add("POST " + one + ":cancel", with(kind, this::cancel))
          .add("POST " + one + ":resume", with(kind, this::resume));
      if (kind != Kind.SFT) {
        gateway.add("GET " + one + ":getMetricsFileEndpoint", with(kind, this::metrics));
      }
    }
    gateway.add("POST {A}/" + Kind.SFT.collection() + ":estimateCost", this::estimate);
  }

  private Router.Handler with(Kind kind, BiFunction<Call, Job, Answer> use) {
    return call -> {
      String name = Names.of(call, kind.collection());
      Job job = jobs.get(name);
      if (job == null) {
        throw Code.NOT_FOUND.refuse(kind.collection() + " \"" + name + "\" not found");
      }
      return use.apply(call, job);
    };
  }

  private void refresh(Job job, boolean look) {
    if (job.refresh(look)) {
      Plan plan = job.plan();
      models.tuned(plan.output(), plan.base(), plan.rank(), job.name());
    }
  }

  private Answer create(Call call, Kind kind) {
    ObjectNode body = JobSchema.read(call, kind);
    String chosen = Objects.requireNonNullElse(call.query(kind.idParameter()), "");
    String id =
        chosen.isEmpty()
            ? Names.random(world.ids(), kind.idLength())
            : Names.chosen(call, kind.idParameter(), chosen);
    String name = Names.of(call, kind.collection(), id);
    if (jobs.containsKey(name)) {
      throw Code.ALREADY_EXISTS.refuse(kind.collection() + " \"" + name + "\" already exists");
    }
    Plan plan = rules.plan(call, kind, body, id);
    world.accounts().checkGpuQuota("fine-tuning");
    String unfit = rules.unfit(kind, body);
    Road road = unfit == null ? Road.of(scripts.take()) : Road.unfit(unfit);
    Job job = new Job(world, name, kind, plan, road);
    jobs.put(name, job);
    return Answer.json(job.view(true));
  }

  private Answer estimate(Call call) {
    ObjectNode body = JobSchema.read(call, Kind.SFT);
    Plan plan = rules.plan(call, Kind.SFT, body, Names.random(world.ids(), 8));
    ObjectNode answer = Wire.object();
    answer.set("estimatedCost", Prices.money(plan.cost()));
    return Answer.json(answer);
  }

  private Answer list(Call call, Kind kind) {
    String prefix = Names.of(call, kind.collection(), "");
    List<ObjectNode> views = new ArrayList<>();
    for (Job job : jobs.values()) {
      if (job.name().startsWith(prefix)) {
        refresh(job, true);
        views.add(job.view(false));
      }
    }
    return Listing.of(call, kind.collection(), views, "name");
  }

  private Answer get(Call call, Job job) {
    refresh(job, true);
    ObjectNode view = job.view(false);
    if (job.kind() == Kind.SFT && job.hasMetrics()) {
      view.put("metricsFileSignedUrl", metricsUrl(call, job));
    }
    return Answer.json(Listing.masked(call, view));
  }

  private String metricsUrl(Call call, Job job) {
    return world.storage().download(call, "metrics.jsonl", Metrics.file(job));
  }

  private Answer metrics(Call call, Job job) {
    refresh(job, false);
    if (!job.hasMetrics()) {
      throw Code.NOT_FOUND.refuse("\"" + job.name() + "\" has no metrics file yet");
    }
    return Answer.json(Wire.object().put("signedUrl", metricsUrl(call, job)));
  }

  private Answer cancel(Call call, Job job) {
    Bodies.read(call, NOTHING);
    refresh(job, false);
    if (job.isTerminal()) {
      throw Code.FAILED_PRECONDITION.refuse(
          "\"" + job.name() + "\" is in state " + job.state() + ": nothing to cancel");
    }
    job.cancel();
    return Answer.json(Wire.object());
  }

  private Answer resume(Call call, Job job) {
    Bodies.read(call, NOTHING);
    refresh(job, false);
    if (!Road.isPaused(job.state())) {
      throw Code.FAILED_PRECONDITION.refuse(
          "\"" + job.name() + "\" is in state " + job.state() + ": only paused jobs resume");
    }
    job.resume();
    return Answer.json(job.view(false));
  }

  private Answer delete(Call call, Job job) {
    jobs.remove(job.name());
    return Answer.json(Wire.object());
  }
}
