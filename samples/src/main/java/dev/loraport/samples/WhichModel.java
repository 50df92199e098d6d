package dev.loraport.samples;

import dev.loraport.catalog.Catalog;
import dev.loraport.catalog.DatasetFigures;
import dev.loraport.catalog.Planner;
import dev.loraport.catalog.Ranking;
import dev.loraport.dataset.CheckReport;
import dev.loraport.dataset.Dataset;
import dev.loraport.error.UploadException;
import dev.loraport.json.Json;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;

/**
 * Answers before anything is paid: which model, at which provider, can be tuned with LoRA on this
 * data set and served at a reasonable cost, and what will it cost? By dated facts alone, without a
 * key.
 *
 * <p>Exit codes: 0 there is a plan; 1 the chart can't be written; 2 the arguments or the data are
 * wrong; 3 there is no plan that is not in doubt.
 */
public final class WhichModel {
  private WhichModel() {}

  /** Runs the sample; see the usage text for the arguments. */
  public static void main(String[] args) {
    System.setProperty("java.awt.headless", "true"); // the chart is drawn without a screen
    System.exit(run(args, System.out, System.err));
  }

  static int run(String[] args, PrintStream out, PrintStream err) {
    if (List.of(args).contains("--help")) {
      out.println(WhichOptions.USAGE);
      return TuneAndChat.Exit.OK;
    }
    try {
      WhichOptions options = WhichOptions.parse(args);
      Catalog catalog = Catalog.load();
      Ranking ranking = Planner.rank(catalog, figures(options), options.constraints());
      if (options.format() == WhichOptions.Format.JSON) {
        out.println(Json.write(ranking));
      } else {
        out.print(RankingText.of(ranking, catalog.asOf(ranking.asOf()), options));
      }
      if (options.chart().isPresent()) {
        CostChart.write(ranking, options.chart().get());
        err.println("The chart is in " + options.chart().get());
      }
      return ranking.best().isPresent() ? TuneAndChat.Exit.OK : TuneAndChat.Exit.REFUSED;
    } catch (Options.BadArgument e) {
      err.println("which-model: " + e.getMessage() + " (--help lists the options)");
      return TuneAndChat.Exit.BAD_INPUT;
    } catch (IllegalArgumentException | UploadException e) {
      err.println("which-model: " + e.getMessage());
      return TuneAndChat.Exit.BAD_INPUT;
    } catch (IOException e) {
      err.println("which-model: the chart can't be written: " + e);
      return TuneAndChat.Exit.FAILED;
    }
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
