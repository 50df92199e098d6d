package dev.loraport;

import dev.loraport.adapter.AdapterService;
import dev.loraport.batch.BatchService;
import dev.loraport.catalog.Facts;
import dev.loraport.chat.ChatService;
import dev.loraport.file.FileService;
import dev.loraport.model.ModelService;
import dev.loraport.serving.ServingService;
import dev.loraport.spi.BillableSource;
import dev.loraport.tuning.TuningService;
import java.util.List;

/**
 * The front door: one account at one provider.
 *
 * <p>A client may be used by many threads. It keeps connections and threads, so make one and keep
 * it; {@link #close()} ends all calls that are still in flight.
 */
public interface ProviderClient extends AutoCloseable {
  /** The name of the provider, such as {@code together}. */
  String provider();

  /** What works today, and why the rest does not. */
  Capabilities capabilities();

  /** Training data and other files. */
  FileService files();

  /** Fine-tuning jobs. */
  TuningService jobs();

  /** LoRA adapters. */
  AdapterService adapters();

  /** How tuned models are reached. */
  ServingService serving();

  /** Chat with a model. */
  ChatService chat();

  /** Batch inference. */
  BatchService batches();

  /** The models of the provider. */
  ModelService models();

  /** What is known of the provider without asking it, with dates and sources. */
  Facts catalog();

  /**
   * What may cost money beyond the neutral services, or is listed or ended there in another way;
   * {@link dev.loraport.billing.Billable#list} asks for it. None unless the provider says so.
   */
  default List<BillableSource> billables() {
    return List.of();
  }

  /**
   * A view of this client with other options; it shares connections, and closing it does nothing.
   */
  ProviderClient withOptions(RequestOptions defaults);

  /**
   * Ends all calls in flight and gives back what the client holds. What {@code serving().serve} has
   * deployed and nobody has closed or kept is deleted; that is waited for, and logged where it
   * fails. Closing again does nothing.
   */
  @Override
  void close();
}
