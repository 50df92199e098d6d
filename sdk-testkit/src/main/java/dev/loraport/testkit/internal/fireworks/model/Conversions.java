package dev.loraport.testkit.internal.fireworks.model;

import dev.loraport.testkit.internal.engine.Answer;
import dev.loraport.testkit.internal.engine.Call;
import dev.loraport.testkit.internal.engine.Schema;
import dev.loraport.testkit.internal.engine.Schema.JsonType;
import dev.loraport.testkit.internal.engine.Timeline;
import dev.loraport.testkit.internal.engine.Wire;
import dev.loraport.testkit.internal.fireworks.world.Bodies;
import dev.loraport.testkit.internal.fireworks.world.Code;
import dev.loraport.testkit.internal.fireworks.world.Gateway;
import dev.loraport.testkit.internal.fireworks.world.Names;
import dev.loraport.testkit.internal.fireworks.world.Precision;
import dev.loraport.testkit.internal.fireworks.world.World;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/** What is done to a whole model: conversion to a precision, and import as a long operation. */
final class Conversions {
  private static final Schema PREPARE =
      new Schema().required(JsonType.TEXT, "precision").optional(JsonType.TEXT, "readMask");

  private record Operation(Model model, Timeline timeline) {}

  private final World world;
  private final Models models;
  private final Map<String, Operation> operations = new HashMap<>();

  Conversions(World world, Models models) {
    this.world = world;
    this.models = models;
  }

  void routes(Gateway gateway) {
    gateway
        .add("POST {A}/models/{id}:prepare", this::prepare)
        .add("POST {A}/models/{id}:import", this::start)
        .add("GET {A}/operations/{id}", this::operation);
  }

  private Answer prepare(Call call) {
    Model model = models.named(call);
    ObjectNode body = Bodies.read(call, PREPARE);
    Precision.check(body.path("precision").asString());
    if (!model.isReady()) {
      throw Code.FAILED_PRECONDITION.refuse("model \"" + model.name() + "\" is not ready");
    }
    return Answer.json(Wire.object());
  }

  /** The fields of the body are not documented: it may be empty. */
  private Answer start(Call call) {
    Model model = models.named(call);
    if (Wire.string(model.fields(), "huggingFaceUrl", "").isEmpty()) {
      throw Code.FAILED_PRECONDITION.refuse(
          "model \"" + model.name() + "\" has no hugging_face_url to import from");
    }
    String name = Names.of(call, "operations", Names.random(world.ids(), 16));
    Operation operation =
        new Operation(model, new Timeline(world.clock(), 1, 2, world.jobDuration(0.1)));
    operations.put(name, operation);
    return Answer.json(view(name, operation));
  }

  private Answer operation(Call call) {
    String name = Names.of(call, "operations");
    Operation operation = operations.get(name);
    if (operation == null) {
      throw Code.NOT_FOUND.refuse("operation \"" + name + "\" not found");
    }
    if (operation.timeline().look() == 1 && !operation.model().isReady()) {
      Model model = operation.model();
      model.readOnly().set("importedFrom", model.fields().path("huggingFaceUrl"));
      model.complete(world.clock().now());
    }
    return Answer.json(view(name, operation));
  }

  private static ObjectNode view(String name, Operation operation) {
    boolean done = operation.timeline().step() == 1;
    ObjectNode view = Wire.object().put("name", name).put("done", done);
    view.putObject("metadata");
    if (done) {
      view.set("response", operation.model().view(false));
    }
    return view;
  }
}
