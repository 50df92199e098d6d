package dev.loraport.model;

import dev.loraport.Page;
import dev.loraport.Pages;
import dev.loraport.RequestOptions;
import dev.loraport.catalog.Fact;
import dev.loraport.catalog.Facts;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The models of a provider. */
public interface ModelService {
  /** All models that the provider lists. */
  default Pages<ModelInfo> list() {
    return list(RequestOptions.none());
  }

  /** As {@link #list()}, with options for this call. */
  Pages<ModelInfo> list(RequestOptions options);

  /**
   * Asks the provider for what it tells about models today, and lays it over the facts that came
   * with this version: each is marked as live, and wins on the day of the answer. What can't be
   * asked is a warning in the result, and the shipped facts stand. {@link
   * dev.loraport.ProviderClient#catalog} stays as it was; hand the result on, for example to a
   * {@code Catalog}.
   */
  default Refreshed refresh() {
    return refresh(RequestOptions.none());
  }

  /** As {@link #refresh()}, with options for these calls. */
  Refreshed refresh(RequestOptions options);

  /** The same, without waiting. */
  Async async();

  /**
   * What a provider itself has answered, and what of it could not be asked.
   *
   * @param live the facts of the answers; each is live, see {@link Fact#live}
   * @param facts these over those that came with this version: on the day of the answers they win
   * @param warnings what could not be asked, with the reason, a line each; empty if all went well
   */
  record Refreshed(Facts live, Facts facts, List<String> warnings) {
    /** Copies the warnings. */
    public Refreshed {
      warnings = List.copyOf(warnings);
    }
  }

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

    /** As {@link ModelService#refresh}. */
    default CompletableFuture<Refreshed> refresh() {
      return refresh(RequestOptions.none());
    }

    /** As {@link ModelService#refresh}, with options for these calls. */
    CompletableFuture<Refreshed> refresh(RequestOptions options);
  }
}
