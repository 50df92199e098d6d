package dev.loraport.spi;

import dev.loraport.Money;
import dev.loraport.chat.ModelRef;
import dev.loraport.serving.Deployment;
import dev.loraport.serving.ServedModel;
import dev.loraport.serving.ServingMode;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** A model that answered, and how to take it away again. */
final class Served implements ServedModel {
  private final ModelRef model;
  private final Optional<Deployment> deployment;
  private final Optional<Money> hourlyCost;
  private final Runnable delete;
  private final AtomicBoolean over;

  private Served(
      ModelRef model,
      Optional<Deployment> deployment,
      Optional<Money> hourlyCost,
      boolean deleteOnClose,
      Runnable delete) {
    this.model = model;
    this.deployment = deployment;
    this.hourlyCost = hourlyCost;
    this.delete = delete;
    this.over = new AtomicBoolean(!deleteOnClose);
  }

  static Served shared(ModelRef model) {
    return new Served(model, Optional.empty(), Optional.empty(), false, () -> {});
  }

  static Served adapter(ModelRef model, boolean deleteOnClose, Runnable delete) {
    return new Served(model, Optional.empty(), Optional.empty(), deleteOnClose, delete);
  }

  static Served dedicated(
      ModelRef model,
      Deployment deployment,
      Optional<Money> hourlyCost,
      boolean deleteOnClose,
      Runnable delete) {
    return new Served(model, Optional.of(deployment), hourlyCost, deleteOnClose, delete);
  }

  @Override
  public ModelRef model() {
    return model;
  }

  @Override
  public ServingMode mode() {
    return deployment.isPresent() ? ServingMode.DEDICATED : ServingMode.SERVERLESS;
  }

  @Override
  public Optional<Deployment> deployment() {
    return deployment;
  }

  @Override
  public Optional<Money> hourlyCost() {
    return hourlyCost;
  }

  @Override
  public void keep() {
    over.set(true);
  }

  @Override
  public void close() {
    if (over.compareAndSet(false, true)) {
      delete.run();
    }
  }

  @Override
  public String toString() {
    return mode() + " " + model.name();
  }
}
