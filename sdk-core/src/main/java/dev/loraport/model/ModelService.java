package dev.loraport.model;

import dev.loraport.Page;
import dev.loraport.Pages;
import dev.loraport.RequestOptions;
import java.util.concurrent.CompletableFuture;

/** The models of a provider. */
public interface ModelService {
  /** All models that the provider lists. */
  default Pages<ModelInfo> list() {
    return list(RequestOptions.none());
  }

  /** As {@link #list()}, with options for this call. */
  Pages<ModelInfo> list(RequestOptions options);

  /** The same, without waiting. */
  Async async();

  /**
   * The same operations as futures. Cancelling a future closes its connection; dependent stages run
   * on the client's executor.
   */
  interface Async {
    /** As {@link ModelService#list}; the first page, which leads to the next. */
    default CompletableFuture<Page<ModelInfo>> list() {
      return list(RequestOptions.none());
    }

    /** As {@link ModelService#list}, with options for this call. */
    CompletableFuture<Page<ModelInfo>> list(RequestOptions options);
  }
}
