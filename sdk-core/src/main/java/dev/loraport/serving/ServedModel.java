package dev.loraport.serving;

import dev.loraport.Money;
import dev.loraport.chat.ModelRef;
import java.util.Optional;

/**
 * A model that answered when it was last asked, and the guard of what was created for it: closing
 * it deletes the deployment, unless {@link ServingOptions#deleteOnClose()} is off or {@link
 * #keep()} was called. So does closing the client that served it.
 */
public interface ServedModel extends AutoCloseable {
  /** What to chat with. */
  ModelRef model();

  /** How it is reached. */
  ServingMode mode();

  /** The deployment, if there is one. */
  Optional<Deployment> deployment();

  /** US dollars an hour while it runs; absent for serverless and where no price is known. */
  Optional<Money> hourlyCost();

  /** Leaves the deployment running when this or the client is closed; it goes on to cost money. */
  void keep();

  /**
   * Deletes what was created for this model. Closing again does nothing.
   *
   * @throws dev.loraport.error.LoraportException if it could not be deleted: the message names the
   *     deployment, which may still cost money
   */
  @Override
  void close();
}
