package dev.loraport.fireworks.internal.serving;

import dev.loraport.Money;
import dev.loraport.Page;
import dev.loraport.RequestOptions;
import dev.loraport.error.ApiException;
import dev.loraport.error.AuthenticationException;
import dev.loraport.error.DecodeException;
import dev.loraport.error.TransportException;
import dev.loraport.fireworks.internal.serving.Machines.Shape;
import dev.loraport.fireworks.internal.wire.Account;
import dev.loraport.fireworks.internal.wire.Api;
import dev.loraport.fireworks.internal.wire.Collection;
import dev.loraport.fireworks.internal.wire.ResourceName;
import dev.loraport.serving.Hardware;
import dev.loraport.serving.ServingOptions;
import dev.loraport.spi.LazyPages;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** On which hardware a model can be deployed, and which is the cheapest. */
final class Market {
  /** The account that public presets and base models belong to. */
  static final Account FIREWORKS = Account.of("fireworks");

  private static final Comparator<Hardware> CHEAPEST =
      Comparator.comparing((Hardware machine) -> machine.hourlyPrice().isEmpty())
          .thenComparing(machine -> machine.hourlyPrice().orElse(Money.ZERO));

  private final Api api;
  private final Machines machines;

  Market(Api api, Machines machines) {
    this.api = api;
    this.machines = machines;
  }

  /** The GPUs by their types, and behind them the public presets. */
  CompletableFuture<Page<Hardware>> hardware(RequestOptions options) {
    return api.follow(shapes("serving.hardware", options))
        .thenApply(page -> withShapes(machines.priced().toList(), page));
  }

  private Page<Hardware> withShapes(List<Hardware> first, Page<Shape> page) {
    List<Hardware> items =
        Stream.concat(first.stream(), page.items().stream().map(Shape::hardware)).toList();
    return page.hasNext()
        ? Page.of(
            items,
            () ->
                api.follow(page.next().orElseThrow())
                    .thenApply(next -> withShapes(List.of(), next)))
        : Page.last(items);
  }

  private CompletableFuture<Page<Shape>> shapes(String operation, RequestOptions options) {
    return api.list(
        operation,
        api.uri(FIREWORKS, Collection.DEPLOYMENT_SHAPES),
        Collection.DEPLOYMENT_SHAPES,
        Map.of(),
        options,
        machines::shape);
  }

  /**
   * What a model would run on: what the options name, else the cheapest preset of the base model,
   * else the GPUs that a source names for it, else the cheapest GPU. Empty if the name is none.
   */
  CompletableFuture<Optional<Offer>> offer(
      String baseModel, ServingOptions serving, RequestOptions options) {
    Optional<Offer> gpus = serving.hardware().flatMap(machines::named);
    if (gpus.isPresent()) {
      return api.done(gpus);
    }
    boolean forAdapters = serving.hotLoad().orElse(false);
    CompletableFuture<List<Shape>> listed =
        LazyPages.all(api.caller(), shapes("serving.plan", Api.beside(options)));
    return api.follow(listed)
        .exceptionallyCompose(
            failure ->
                isPassable(failure) ? api.done(List.of()) : CompletableFuture.failedFuture(failure))
        .thenApply(
            shapes ->
                serving
                    .hardware()
                    .map(name -> named(shapes, name))
                    .orElseGet(() -> cheapest(shapes, baseModel, forAdapters)));
  }

  // a preset that is not in the list may belong to the user's account, or its list could not be had
  private static Optional<Offer> named(List<Shape> shapes, String name) {
    Optional<ResourceName> full =
        ResourceName.find(name)
            .filter(one -> one.collection().equals(Optional.of(Collection.DEPLOYMENT_SHAPES)));
    return shapes.stream()
        .filter(shape -> shape.name().value().equals(name) || shape.name().id().equals(name))
        .findFirst()
        .map(Shape::offer)
        .or(() -> full.map(Machines::unknown));
  }

  private Optional<Offer> cheapest(List<Shape> shapes, String baseModel, boolean forAdapters) {
    return shapes.stream()
        .filter(shape -> shape.baseModel().filter(base -> isSame(base, baseModel)).isPresent())
        .filter(shape -> !forAdapters || shape.takesAdapters())
        .min(Comparator.comparing(Shape::hardware, CHEAPEST))
        .map(Shape::offer)
        .or(() -> told(baseModel))
        .or(
            () ->
                machines
                    .priced()
                    .min(CHEAPEST)
                    .map(machine -> new Offer(Optional.empty(), machine, false)));
  }

  /** The GPUs that a source names for a base model; nothing is asked of the provider. */
  Optional<Offer> told(String baseModel) {
    return machines.told(fullName(baseModel));
  }

  /** A base model as the facts name it; a bare id is one of the provider's own. */
  static String fullName(String baseModel) {
    return baseModel.indexOf('/') < 0
        ? FIREWORKS.name(Collection.MODELS, baseModel).value()
        : baseModel;
  }

  private static boolean isSame(String base, String other) {
    return base.equals(other) || base.equals(FIREWORKS.name(Collection.MODELS, other).value());
  }

  /** Whether a question that failed may stay without an answer. */
  private static boolean isPassable(Throwable failure) {
    return (failure instanceof ApiException && !(failure instanceof AuthenticationException))
        || failure instanceof TransportException
        || failure instanceof DecodeException;
  }
}
