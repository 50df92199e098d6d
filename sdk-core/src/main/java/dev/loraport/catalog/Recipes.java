package dev.loraport.catalog;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** How to train one base, within the limits that are known of it. */
final class Recipes {
  // a step must not take more than one fiftieth of the rows: fewer steps learn little
  private static final int STEPS_PER_EPOCH = 50;

  private final DatedCatalog catalog;
  private final CatalogModel model;
  private final Constraints wanted;
  private final DatasetFigures figures;

  Recipes(DatedCatalog catalog, CatalogModel model, Constraints wanted, DatasetFigures figures) {
    this.catalog = catalog;
    this.model = model;
    this.wanted = wanted;
    this.figures = figures;
  }

  Recipe recipe() {
    String method = wanted.method().value();
    int rank = (int) Math.min(wanted.rank(), limit("tuning.lora.rank.max").orElse(1L << 20));
    OptionalLong context = catalog.trainingContext(model.provider(), model.name(), wanted.method());
    return new Recipe(wanted.method(), likelyEpochs(), rank, batchSize(method), context);
  }

  /** Half-way between the fewest and the most epochs. */
  int likelyEpochs() {
    return epochs((wanted.minEpochs() + wanted.maxEpochs()) / 2);
  }

  /** So many epochs, or as many as the base allows. */
  int epochs(int asked) {
    return (int) Math.min(asked, limit("tuning.lora.epochs.max").orElse((long) asked));
  }

  private OptionalInt batchSize(String method) {
    Optional<Long> most = limit("tuning.lora.batch.max." + method);
    if (most.isEmpty()) {
      return OptionalInt.empty();
    }
    long least = Math.min(most.get(), limit("tuning.lora.batch.min").orElse(1L));
    long batch = Long.highestOneBit(Math.max(1, figures.rows() / STEPS_PER_EPOCH));
    return OptionalInt.of((int) Math.max(least, Math.min(most.get(), batch)));
  }

  private Optional<Long> limit(String topic) {
    return catalog.limit(model, topic);
  }
}
