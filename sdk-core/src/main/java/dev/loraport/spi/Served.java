package dev.loraport.spi;

import dev.loraport.Money;
import dev.loraport.chat.ModelRef;
import dev.loraport.serving.Deployment;
import dev.loraport.serving.ServedModel;
import dev.loraport.serving.ServingMode;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A model that answered, and how to take it away again. */
final class Served implements ServedModel {
  private final ModelRef model;
  private final Optional<Deployment> deployment;
  private final Optional<Money> hourlyCost;
  private final @Nullable Deletion deletion;
  private final AtomicBoolean over;

  /** How what was made for it is deleted. */
  interface Deletion {
    /** Begins it; a failure is logged. */
    void begin();

    /** Does it, and throws if it fails. */
    void run();
  }

  /**
   * Makes the guard of a model.
   *
   * @param deletion none where nothing is to be deleted when it is closed
   */
  Served(
      ModelRef model,
      Optional<Deployment> deployment,
      Optional<Money> hourlyCost,
      @Nullable Deletion deletion) {
    this.model = model;
    this.deployment = deployment;
    this.hourlyCost = hourlyCost;
    this.deletion = deletion;
    this.over = new AtomicBoolean(deletion == null);
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
    end(Deletion::run);
  }

  /** Whether there is nothing left to delete. */
  boolean isOver() {
    return over.get();
  }

  /** The client is closed, through which it was to be deleted: that begins now. */
  void abandon() {
    end(Deletion::begin);
  }

  private void end(Consumer<Deletion> way) {
    Deletion left = deletion;
    if (left != null && over.compareAndSet(false, true)) {
      way.accept(left);
    }
  }

  @Override
  public String toString() {
    return mode() + " " + model.name();
  }
}
