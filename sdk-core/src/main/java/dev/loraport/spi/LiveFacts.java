package dev.loraport.spi;

import dev.loraport.Money;
import dev.loraport.Page;
import dev.loraport.catalog.Fact;
import dev.loraport.catalog.Facts;
import dev.loraport.error.ClientClosedException;
import dev.loraport.error.LoraportException;
import dev.loraport.json.Json;
import dev.loraport.model.ModelInfo;
import dev.loraport.model.ModelService.Refreshed;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks a provider for facts, one question after the other, and lays the answers over the facts that
 * came with this version. A question that fails is a warning and ends nothing else.
 */
public final class LiveFacts {
  /** The unit of prices of tokens. */
  public static final String PER_MILLION = "USD per 1M tokens";

  private static final int MOST = 10_000;

  private final Caller caller;
  private final Facts shipped;
  private final LocalDate day;
  private final List<Fact> live = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();
  private CompletableFuture<Boolean> asked;

  /**
   * Begins.
   *
   * @param caller the way to the provider; its clock tells the day of the answers
   * @param shipped what came with this version
   */
  public LiveFacts(Caller caller, Facts shipped) {
    this.caller = caller;
    this.shipped = shipped;
    this.day = LocalDate.ofInstant(caller.clock().instant(), ZoneOffset.UTC);
    this.asked = LinkedFuture.done(caller.executor(), true);
  }

  /**
   * Asks one question.
   *
   * @param call what is asked, such as {@code GET /v1/models}
   * @param question asks it
   * @param reader tells what the answer says
   */
  public <T> LiveFacts ask(
      String call, Supplier<CompletableFuture<T>> question, BiConsumer<T, Said> reader) {
    asked =
        asked
            .thenCompose(
                x ->
                    LinkedFuture.begin(caller.executor(), question)
                        .thenApply(
                            answer -> {
                              reader.accept(answer, said(call));
                              return true;
                            }))
            .exceptionallyCompose(failure -> warned(call, LinkedFuture.cause(failure)));
    return this;
  }

  /** Asks for a list, of which at most 10,000 elements are read. */
  public <T> LiveFacts list(
      String call, Supplier<CompletableFuture<Page<T>>> first, BiConsumer<T, Said> reader) {
    return whole(call, first, (all, said) -> all.forEach(each -> reader.accept(each, said)));
  }

  /** As {@link #list}, for what only the whole list says. */
  public <T> LiveFacts whole(
      String call, Supplier<CompletableFuture<Page<T>>> first, BiConsumer<List<T>, Said> reader) {
    return ask(
        call,
        () ->
            LinkedFuture.begin(caller.executor(), first)
                .thenCompose(page -> rest(call, page, new ArrayList<>())),
        reader);
  }

  private <T> CompletableFuture<List<T>> rest(String call, Page<T> page, List<T> into) {
    into.addAll(page.items());
    if (page.hasNext() && into.size() >= MOST) {
      warnings.add(call + ": the list goes on after " + into.size() + ", and was not read further");
      return LinkedFuture.done(caller.executor(), into);
    }
    return page.next()
        .map(
            next ->
                LinkedFuture.of(caller.executor(), next)
                    .thenCompose(following -> rest(call, following, into)))
        .orElseGet(() -> LinkedFuture.done(caller.executor(), into));
  }

  /** Tells what the list of models says by fields that all providers have. */
  public static void model(ModelInfo model, Said said) {
    model.displayName().ifPresent(name -> said.text("model.name", model.id(), name));
    model
        .contextLength()
        .ifPresent(context -> said.say("model.context", model.id(), Json.of(context), "tokens"));
    model.serverless().ifPresent(yes -> said.flag("chat.serverless", model.id(), yes));
  }

  /** Tells the prices of a model that is paid by the token. */
  public static void prices(ModelInfo model, Said said) {
    model
        .inputPrice()
        .ifPresent(price -> said.price("chat.serverless.price.input", model.id(), price));
    model
        .outputPrice()
        .ifPresent(price -> said.price("chat.serverless.price.output", model.id(), price));
  }

  /** All that was asked, once it was; a failure of all is a list of warnings and no facts. */
  public CompletableFuture<Refreshed> merged() {
    return asked.thenApply(
        x -> {
          Facts answers = Facts.of(shipped.provider(), live);
          return new Refreshed(answers, shipped.merge(answers), warnings);
        });
  }

  private CompletableFuture<Boolean> warned(String call, Throwable failure) {
    if (failure instanceof ClientClosedException || !(failure instanceof LoraportException)) {
      return CompletableFuture.failedFuture(failure);
    }
    warnings.add(call + ": " + failure.getMessage());
    return LinkedFuture.done(caller.executor(), true);
  }

  private Said said(String call) {
    return (topic, subject, value, unit) ->
        live.add(Fact.live(topic, subject, value, unit, day, call));
  }

  /** Where a reader puts what an answer says. */
  @FunctionalInterface
  public interface Said {
    /**
     * Something is so.
     *
     * @param topic what it is about, by the words of the catalog
     * @param subject whom it is about
     * @param value what is so
     * @param unit the unit of a number; null where there is none
     */
    void say(String topic, String subject, Json value, @Nullable String unit);

    /** A text. */
    default void text(String topic, String subject, String value) {
      say(topic, subject, Json.of(value), null);
    }

    /** Yes or no. */
    default void flag(String topic, String subject, boolean value) {
      say(topic, subject, Json.of(value), null);
    }

    /** A price for a million tokens; 0 stands for one that is not told. */
    default void price(String topic, String subject, Money price) {
      if (price.isMoreThan(Money.ZERO)) {
        say(topic, subject, Json.of(price.usd()), PER_MILLION);
      }
    }
  }
}
