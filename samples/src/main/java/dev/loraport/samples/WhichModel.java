package dev.loraport.samples;

import dev.loraport.Providers;
import dev.loraport.catalog.Catalog;
import dev.loraport.catalog.Constraints;
import dev.loraport.catalog.DatasetFigures;
import dev.loraport.catalog.Plan;
import dev.loraport.catalog.Planner;
import dev.loraport.catalog.Ranking;
import dev.loraport.dataset.CheckReport;
import dev.loraport.dataset.Dataset;
import dev.loraport.error.LoraportException;
import dev.loraport.error.UploadException;
import dev.loraport.json.Json;
import dev.loraport.model.ModelService;
import dev.loraport.serving.ServingPreference;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Answers before anything is paid: which model, at which provider, can be tuned with LoRA on this
 * data set and served at a reasonable cost, and what will it cost? By dated facts alone, without a
 * key.
 *
 * <p>Exit codes: 0 there is a plan; 1 the chart can't be written, or a provider did not answer; 2
 * the arguments or the data are wrong; 3 there is no plan that is not in doubt.
 */
public final class WhichModel {
  private WhichModel() {}

  /** Runs the sample; see the usage text for the arguments. */
  public static void main(String[] args) {
    System.setProperty("java.awt.headless", "true"); // the chart is drawn without a screen
    System.exit(run(args, System.out, System.err, System.getenv()));
  }

  static int run(String[] args, PrintStream out, PrintStream err, Map<String, String> environment) {
    if (List.of(args).contains("--help")) {
      out.println(WhichOptions.USAGE);
      return TuneAndChat.Exit.OK;
    }
    try {
      WhichOptions options = WhichOptions.parse(args);
      Catalog catalog =
          options.live() ? live(options.constraints(), environment, err) : Catalog.load();
      KnownNames.check(options.constraints());
      Ranking ranking = Planner.rank(catalog, figures(options), options.constraints());
      if (options.format() == WhichOptions.Format.JSON) {
        out.println(Json.write(ranking));
      } else {
        out.print(
            RankingText.of(
                ranking,
                catalog.asOf(ranking.asOf()),
                options,
                onAnyWay(ranking, catalog, options)));
      }
      if (options.chart().isPresent() && !chart(ranking, options.chart().get(), err)) {
        return TuneAndChat.Exit.FAILED;
      }
      return ranking.best().isPresent() ? TuneAndChat.Exit.OK : TuneAndChat.Exit.REFUSED;
    } catch (Options.BadArgument e) {
      err.println("which-model: " + e.getMessage() + " (--help lists the options)");
      return TuneAndChat.Exit.BAD_INPUT;
    } catch (IllegalArgumentException | ArithmeticException | UploadException e) {
      err.println("which-model: " + e.getMessage());
      return TuneAndChat.Exit.BAD_INPUT;
    } catch (LoraportException e) {
      err.println("which-model: " + e.getMessage());
      return TuneAndChat.Exit.FAILED;
    }
  }

  /** The best plan if deployments were allowed, where there is none without. */
  private static Optional<Plan> onAnyWay(Ranking ranking, Catalog catalog, WhichOptions options) {
    Constraints asked = options.constraints();
    if (!ranking.plans().isEmpty() || asked.serving() != ServingPreference.SERVERLESS_ONLY) {
      return Optional.empty();
    }
    ServingPreference any = ServingPreference.SERVERLESS_OR_DEDICATED;
    return Planner.rank(
            catalog,
            ranking.figures(),
            Constraints.builder().from(asked).asOf(ranking.asOf()).serving(any).build())
        .best();
  }

  private static boolean chart(Ranking ranking, Path file, PrintStream err) {
    try {
      CostChart.write(ranking, file);
      err.println("The chart is in " + file);
      return true;
    } catch (NoSuchFileException e) {
      err.println(
          "which-model: the chart can't be written: the folder of " + file + " is not there");
    } catch (IOException e) {
      err.println("which-model: the chart can't be written to " + file + ": " + e.getMessage());
    }
    return false;
  }

  /** All facts at hand, and over them what those providers answer of whom there is a key. */
  private static Catalog live(
      Constraints constraints, Map<String, String> environment, PrintStream err)
      throws Options.BadArgument {
    Catalog catalog = Catalog.load();
    boolean asked = false;
    for (String provider : Providers.names()) {
      boolean wanted =
          constraints.providers().isEmpty() || constraints.providers().contains(provider);
      String key = environment.get(Backend.keyVariable(provider));
      if (wanted && key != null && !key.isBlank()) {
        asked = true;
        try (Backend backend =
            Backend.open(provider, Optional.empty(), environment, config -> {})) {
          ModelService.Refreshed refreshed = backend.client().models().refresh();
          catalog = catalog.with(refreshed.live());
          refreshed.warnings().forEach(warning -> err.println(provider + ": " + warning));
        }
      }
    }
    if (!asked) {
      throw new Options.BadArgument(
          "--live needs the key of a provider in the environment, such as "
              + Backend.keyVariable("together"));
    }
    return catalog;
  }

  private static DatasetFigures figures(WhichOptions options) throws Options.BadArgument {
    if (options.rows() > 0) {
      return DatasetFigures.planned(options.rows(), options.tokensPerRow());
    }
    try (TrainingData data = TrainingData.of(options.data().orElse(null))) {
      return figures(data.file());
    }
  }

  static DatasetFigures figures(Path file) throws Options.BadArgument {
    CheckReport report = Dataset.open(file).check();
    if (!report.passed()) {
      throw new Options.BadArgument(report.summary());
    }
    return DatasetFigures.of(report);
  }
}
