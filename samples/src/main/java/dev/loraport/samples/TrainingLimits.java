package dev.loraport.samples;

import dev.loraport.ProviderClient;
import dev.loraport.catalog.Catalog;
import dev.loraport.catalog.DatedCatalog;
import dev.loraport.error.ApiException;
import dev.loraport.error.NotFoundException;
import dev.loraport.json.Json;
import dev.loraport.together.TogetherClient;
import dev.loraport.together.TogetherLimits;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Holds rank and epochs against what a base takes, by the facts of the day and, at Together, by the
 * provider's own answer: what it refuses is refused before the upload.
 */
final class TrainingLimits {
  private final String provider;
  private final String model;
  private final DatedCatalog then;
  private final DatedCatalog today;
  private final Optional<TogetherLimits> live;

  /**
   * Asks for them.
   *
   * @throws Options.BadArgument if neither a source nor the provider knows the base
   */
  TrainingLimits(ProviderClient client, String model, LocalDate day) throws Options.BadArgument {
    this.provider = client.provider();
    this.model = model;
    Catalog catalog = Catalog.load();
    this.then = catalog.asOf(day);
    this.today = catalog.asOf(LocalDate.now(ZoneOffset.UTC));
    this.live = live(client, model, day);
  }

  void check(int rank, int epochs) throws Options.BadArgument {
    least("--rank", rank, fact("tuning.lora.rank.min"));
    most("--rank", rank, fact("tuning.lora.rank.max"));
    most("--rank", rank, live.map(TogetherLimits::maxRank).orElse(OptionalInt.empty()));
    most("--epochs", epochs, fact("tuning.lora.epochs.max"));
    most("--epochs", epochs, live.map(TogetherLimits::maxEpochs).orElse(OptionalInt.empty()));
  }

  private static Optional<TogetherLimits> live(ProviderClient client, String model, LocalDate day)
      throws Options.BadArgument {
    if (client instanceof TogetherClient together) {
      try {
        return Optional.of(together.fineTuning().limits(model));
      } catch (ApiException e) {
        if (e instanceof NotFoundException && !KnownBases.has(client.provider(), model, day)) {
          throw new Options.BadArgument(
              "--model: together does not tune "
                  + Values.shown(model)
                  + "; the nearest that it does are "
                  + String.join(", ", KnownBases.nearest(client.provider(), model, day))
                  + "; nothing was uploaded");
        }
        // it tells no limits of this base, and so none can be held against it
      }
    }
    return Optional.empty();
  }

  // of a day before any source speaks: a client holds today's limits against it too
  private OptionalInt fact(String topic) {
    return then
        .ask(provider, topic, model)
        .value()
        .or(() -> today.ask(provider, topic, model).value())
        .flatMap(Json::number)
        .stream()
        .mapToInt(number -> number.intValueExact())
        .findFirst();
  }

  private void least(String option, int value, OptionalInt least) throws Options.BadArgument {
    if (least.isPresent() && value < least.getAsInt()) {
      throw refusal(option, value, "at least " + least.getAsInt());
    }
  }

  private void most(String option, int value, OptionalInt most) throws Options.BadArgument {
    if (most.isPresent() && value > most.getAsInt()) {
      throw refusal(option, value, "at most " + most.getAsInt());
    }
  }

  private Options.BadArgument refusal(String option, int value, String takes) {
    return new Options.BadArgument(
        option
            + " "
            + value
            + ": "
            + model
            + " takes "
            + takes
            + " at "
            + provider
            + "; nothing was uploaded");
  }
}
