package dev.loraport.catalog;

import static dev.loraport.catalog.SomeFacts.DAY;

import java.util.function.Consumer;

/** What tests of the planner ask of it. */
final class Rankings {
  static final DatasetFigures FIGURES = DatasetFigures.planned(729, 500);

  private Rankings() {}

  static Ranking rank(SomeFacts facts, Consumer<Constraints.Builder> set) {
    return rank(facts, FIGURES, set);
  }

  static Ranking rank(SomeFacts facts, DatasetFigures figures, Consumer<Constraints.Builder> set) {
    Constraints.Builder constraints = Constraints.builder().asOf(DAY);
    set.accept(constraints);
    return Planner.rank(Catalog.of(facts.facts()), figures, constraints.build());
  }

  static Plan big(Ranking ranking) {
    return ranking.plans().stream()
        .filter(plan -> plan.model().equals("big"))
        .findFirst()
        .orElseThrow();
  }
}
