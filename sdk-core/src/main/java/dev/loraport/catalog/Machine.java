package dev.loraport.catalog;

import dev.loraport.Money;
import dev.loraport.json.Json;
import dev.loraport.serving.Hardware;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The GPUs of a dedicated deployment.
 *
 * @param gpu the GPU, as the subject of its price
 * @param count how many
 * @param price US dollars an hour: of a GPU, or of the whole where {@code whole} is set; absent
 *     where a source names the GPUs and none their price
 * @param whole whether the price is that of the whole deployment
 * @param said the fact that says which GPUs it takes; absent where they are estimated
 */
record Machine(String gpu, int count, Optional<Fact> price, boolean whole, Optional<Fact> said) {
  static final String ESTIMATE =
      "which GPUs it takes is estimated: 2 bytes a parameter and a fifth more, in GPUs by powers of"
          + " two; the provider's own choice wins";

  private static final String GPU_PRICE = "gpu.hourly.price";
  private static final int MOST_GPUS = 64;
  // 16-bit weights, and a fifth of that for the cache of the conversations
  private static final BigDecimal BYTES_PER_PARAMETER = new BigDecimal("2.4");
  private static final Pattern MEMORY = Pattern.compile(".*-(\\d+)gb");

  /** The machine that a source names for a model; else the cheapest that should hold it. */
  static Optional<Machine> of(DatedCatalog catalog, CatalogModel model) {
    Optional<Fact> said = catalog.ask(model.provider(), "dedicated.hardware", model.name()).fact();
    Optional<Fact> hourly =
        Costs.price(catalog.ask(model.provider(), "dedicated.hourly.price", model.name()));
    String gpu = said.flatMap(fact -> fact.value().get("gpu").string()).orElse("");
    int count =
        said.flatMap(fact -> fact.value().get("count").integer()).map(Long::intValue).orElse(0);
    if (hourly.isPresent()) {
      return Optional.of(new Machine(gpu, count, hourly, true, said));
    }
    if (count > 0) {
      Optional<Fact> price = gpuPrice(catalog, model.provider(), gpu);
      return Optional.of(
          new Machine(price.map(Fact::subject).orElse(gpu), count, price, false, said));
    }
    return model.parameters().flatMap(size -> cheapest(catalog, model.provider(), size));
  }

  // a source may say h100 where the price is of an h100-80gb; the dearest of several
  private static Optional<Fact> gpuPrice(DatedCatalog catalog, String provider, String gpu) {
    Fact dearest = null;
    for (String subject : catalog.facts(provider).subjects(GPU_PRICE)) {
      if (subject.equals(gpu) || subject.startsWith(gpu + "-")) {
        Fact price = Costs.price(catalog.ask(provider, GPU_PRICE, subject)).orElse(null);
        if (price != null && (dearest == null || Costs.usd(price).isMoreThan(Costs.usd(dearest)))) {
          dearest = price;
        }
      }
    }
    return Optional.ofNullable(dearest);
  }

  private static Optional<Machine> cheapest(
      DatedCatalog catalog, String provider, BigDecimal billions) {
    Machine best = null;
    Money least = null;
    for (String subject : catalog.facts(provider).subjects(GPU_PRICE)) {
      Matcher memory = MEMORY.matcher(subject);
      Fact price = Costs.price(catalog.ask(provider, GPU_PRICE, subject)).orElse(null);
      if (price == null || !memory.matches()) {
        continue;
      }
      int count = gpus(billions, Integer.parseInt(memory.group(1)));
      Money hourly = Costs.usd(price).times(BigDecimal.valueOf(count));
      if (count <= MOST_GPUS && (least == null || least.isMoreThan(hourly))) {
        best = new Machine(subject, count, Optional.of(price), false, Optional.empty());
        least = hourly;
      }
    }
    return Optional.ofNullable(best);
  }

  private static int gpus(BigDecimal billions, int gigabytes) {
    BigDecimal needed =
        billions
            .multiply(BYTES_PER_PARAMETER)
            .divide(BigDecimal.valueOf(gigabytes), 0, RoundingMode.CEILING);
    int count = 1;
    while (count <= MOST_GPUS && BigDecimal.valueOf(count).compareTo(needed) < 0) {
      count *= 2;
    }
    return count;
  }

  /** What an hour costs; none where no source has a price of the GPUs. */
  Optional<Money> hourly() {
    return price.map(Costs::usd).map(usd -> whole ? usd : usd.times(BigDecimal.valueOf(count)));
  }

  /** Whether no source says which GPUs it takes, nor what the whole costs. */
  boolean isEstimated() {
    return said.isEmpty() && !whole;
  }

  /** The factors of an hour. */
  String arithmetic() {
    return price
        .map(Costs::usd)
        .map(
            usd ->
                whole
                    ? (count > 0 ? name() + " at " : "") + usd + " an hour"
                    : name() + " x " + usd + " an hour each")
        .orElseGet(this::name);
  }

  /** The machine, what an hour of it costs, and who says so. */
  String cited() {
    String hour =
        whole
            ? ""
            : (isEstimated() ? " (estimated)" : "")
                + hourly().map(usd -> ", " + usd + " an hour").orElse(", no source has its price");
    return arithmetic()
        + hour
        + price.map(fact -> ", by " + fact.cite()).orElse("")
        + said.filter(fact -> !price.map(Fact::cite).equals(Optional.of(fact.cite())))
            .map(fact -> "; which GPUs it takes, by " + fact.cite())
            .orElse("");
  }

  /** Such as {@code 32 x h100-80gb}. */
  String name() {
    return count + " x " + gpu;
  }

  Hardware hardware() {
    return new Hardware(
        count > 0 ? name() : "one deployment",
        Optional.of(gpu).filter(text -> !text.isEmpty()),
        count > 0 ? OptionalInt.of(count) : OptionalInt.empty(),
        OptionalInt.empty(),
        hourly(),
        List.of(),
        Map.<String, Json>of());
  }
}
