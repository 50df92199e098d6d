package dev.loraport.nebius.internal.serving;

import dev.loraport.Money;
import dev.loraport.chat.ModelRef;
import dev.loraport.serving.Deployment;
import dev.loraport.serving.ServedModel;
import dev.loraport.serving.ServingMode;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** A serverless adapter that answered, and how to take it away again. */
final class ServedAdapter implements ServedModel {
  private final ModelRef model;
  private final Runnable delete;
  private final AtomicBoolean over;

  ServedAdapter(ModelRef model, boolean deleteOnClose, Runnable delete) {
    this.model = model;
    this.delete = delete;
    this.over = new AtomicBoolean(!deleteOnClose);
  }

  @Override
  public ModelRef model() {
    return model;
  }

  @Override
  public ServingMode mode() {
    return ServingMode.SERVERLESS;
  }

  @Override
  public Optional<Deployment> deployment() {
    return Optional.empty();
  }

  @Override
  public Optional<Money> hourlyCost() {
    return Optional.empty();
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
