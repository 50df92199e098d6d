package dev.loraport.samples;

import dev.loraport.Money;
import dev.loraport.catalog.Constraints;
import dev.loraport.catalog.Traffic;
import dev.loraport.serving.ServingPreference;
import dev.loraport.tuning.TuningMethod;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of {@link WhichModel}.
 *
 * @param data the training file
 * @param rows rows of a file that is not there yet; 0 where there is a file
 * @param tokensPerRow tokens of such a row
 * @param constraints what a plan has to respect
 * @param assumedTraffic whether nobody said how much the model will be asked
 * @param format how to print it
 * @param chart where to write a chart
 * @param live whether providers with a key are asked for what they offer today
 * @param top how many plans to list
 */
record WhichOptions(
    Optional<Path> data,
    long rows,
    long tokensPerRow,
    Constraints constraints,
    boolean assumedTraffic,
    Format format,
    Optional<Path> chart,
    boolean live,
    int top) {

  static final String USAGE =
      """
      usage: which-model [options]
        --data FILE             a JSONL file with chat examples (a small one of this sample's own), or
        --rows N --tokens-per-row N   the figures of a file that is not there yet
        --provider NAMES        only these providers, with commas between (all)
        --family NAMES          only these families, such as qwen,llama (all)
        --min-size B            the fewest parameters, in billions (any)
        --reasoning yes|no      whether the base reasons before it answers (either)
        --license NAMES         only these licences, such as mit,apache-2.0 (all)
        --region NAMES          only these regions, such as US,eu-north1 (all)
        --residency PLACE       where the data has to stay, such as EU (anywhere)
        --context TOKENS        the context that training needs (the longest row)
        --serverless-only       no dedicated deployments
        --dedicated-only        only dedicated deployments
        --budget USD            the most that training may cost, in US dollars, more than 0 (no limit)
        --requests-per-day N --input-tokens N --output-tokens N
                                how much the model will be asked: requests, and tokens of each (1000, 400, 100)
        --hours-per-day N       how many hours a day a dedicated deployment runs, 1 to 24 (24)
        --max-cold-start S      the most seconds that a first answer may take (no limit)
        --epochs N or N-M       how often the data is gone through, 1 to 1000 (3-5)
        --rank N                the rank of the adapter, 1 to 1024 (16)
        --method sft|dpo        how the model learns (sft)
        --months N              over how many months plans are compared, 1 to 120 (3)
        --as-of DATE            the day for which facts are asked, such as 2026-02-13 (today)
        --stale-after DAYS      the age in days from which a fact is called old (180)
        --live                  ask the providers whose key is in the environment what they offer today
        --top N                 how many plans to list, 1 to 1000 (10)
        --markdown              as Markdown, not as plain text
        --json                  as JSON, whole, not as plain text
        --chart FILE.svg        where to write a chart of the cost of a month against tokens a day (none)
      Without --live no key is needed and nothing leaves this machine.
      LORAPORT_PROXY=HOST:PORT names a proxy for it and LORAPORT_CA_FILE=FILE the certificates (PEM) to trust, in place
      of those of the JVM.
      exit codes: 0 there is a plan; 1 the chart can't be written, or a provider did not answer;
        2 the arguments or the data are wrong; 3 there is no plan that is not in doubt""";

  /** How the answer is printed. */
  enum Format {
    TEXT,
    MARKDOWN,
    JSON
  }

  static WhichOptions parse(String[] args) throws Options.BadArgument {
    Parser parser = new Parser();
    for (int i = 0; i < args.length; i++) {
      if (parser.flag(args[i])) {
        continue;
      }
      if (i + 1 == args.length) {
        throw USAGE.contains(" " + args[i] + ' ')
            ? new Options.BadArgument(args[i] + " needs a value")
            : Values.unknown(args[i], USAGE);
      }
      parser.set(args[i], args[++i]);
    }
    return parser.options();
  }

  private static final class Parser {
    private static final int MOST_MONTHS = 120;
    private static final int MOST_DAYS = 100_000;
    private static final int MOST_PLANS = 1_000;

    private final Constraints.Builder constraints = Constraints.builder();
    private @Nullable Path data;
    private long rows;
    private long tokensPerRow;
    private @Nullable Long requests;
    private @Nullable Long input;
    private @Nullable Long output;
    private @Nullable Format format;
    private @Nullable ServingPreference serving;
    private @Nullable Path chart;
    private boolean live;
    private boolean anotherDay;
    private int top = 10;

    boolean flag(String name) throws Options.BadArgument {
      switch (name) {
        case "--serverless-only" -> serving(ServingPreference.SERVERLESS_ONLY);
        case "--dedicated-only" -> serving(ServingPreference.DEDICATED_ONLY);
        case "--markdown" -> format(Format.MARKDOWN);
        case "--json" -> format(Format.JSON);
        case "--live" -> live = true;
        default -> {
          return false;
        }
      }
      return true;
    }

    private void serving(ServingPreference asked) throws Options.BadArgument {
      if (serving != null && serving != asked) {
        throw new Options.BadArgument("--serverless-only and --dedicated-only exclude each other");
      }
      serving = asked;
      constraints.serving(asked);
    }

    private void format(Format asked) throws Options.BadArgument {
      if (format != null && format != asked) {
        throw new Options.BadArgument("--markdown and --json exclude each other");
      }
      format = asked;
    }

    void set(String name, String value) throws Options.BadArgument {
      switch (name) {
        case "--data" -> data = Values.path(name, value);
        case "--rows" -> rows = Values.whole(name, value);
        case "--tokens-per-row" -> tokensPerRow = Values.whole(name, value);
        case "--provider" -> constraints.addAllProviders(names(name, value));
        case "--family" -> constraints.addAllFamilies(names(name, value));
        case "--min-size" -> constraints.minimumParameters(Values.decimal(name, value));
        case "--reasoning" -> constraints.reasoning(yesOrNo(name, value));
        case "--license" -> constraints.addAllLicenses(names(name, value));
        case "--region" -> constraints.addAllRegions(names(name, value));
        case "--residency" -> constraints.dataResidency(value);
        case "--context" -> constraints.context(OptionalLong.of(Values.whole(name, value)));
        case "--budget" -> constraints.trainingBudget(Money.usd(Values.amount(name, value)));
        case "--requests-per-day" -> requests = Values.whole(name, value);
        case "--input-tokens" -> input = Values.whole(name, value);
        case "--output-tokens" -> output = Values.whole(name, value);
        case "--hours-per-day" -> constraints.hoursPerDay(Values.whole(name, value, 1, 24));
        case "--max-cold-start" ->
            constraints.maxColdStart(
                Duration.ofMillis(Values.decimal(name, value).movePointRight(3).longValue()));
        case "--epochs" -> epochs(name, value);
        case "--rank" -> constraints.rank(Values.whole(name, value, 1, Values.MOST_RANK));
        case "--method" -> constraints.method(method(name, value));
        case "--months" -> constraints.months(Values.whole(name, value, 1, MOST_MONTHS));
        case "--as-of" -> {
          constraints.asOf(Values.day(name, value));
          anotherDay = true;
        }
        case "--stale-after" -> constraints.staleAfter(Values.whole(name, value, 0, MOST_DAYS));
        case "--top" -> top = Values.whole(name, value, 1, MOST_PLANS);
        case "--chart" -> chart = Values.path(name, value);
        default -> throw Values.unknown(name, USAGE);
      }
    }

    WhichOptions options() throws Options.BadArgument {
      if ((rows == 0) != (tokensPerRow == 0)) {
        throw new Options.BadArgument("--rows and --tokens-per-row go together");
      }
      if (rows > 0 && data != null) {
        throw new Options.BadArgument("--data has its own rows; leave out --rows");
      }
      if (live && anotherDay) {
        throw new Options.BadArgument("--live is about today; leave out --as-of");
      }
      boolean assumed = requests == null && input == null && output == null;
      Traffic usual = Traffic.ASSUMED;
      try {
        constraints.traffic(
            new Traffic(
                or(requests, usual.requestsPerDay()),
                or(input, usual.inputTokens()),
                or(output, usual.outputTokens())));
        return new WhichOptions(
            Optional.ofNullable(data),
            rows,
            tokensPerRow,
            constraints.build(),
            assumed,
            format == null ? Format.TEXT : format,
            Optional.ofNullable(chart),
            live,
            top);
      } catch (IllegalArgumentException e) {
        throw new Options.BadArgument(String.valueOf(e.getMessage()));
      }
    }

    private void epochs(String name, String value) throws Options.BadArgument {
      int dash = value.indexOf('-', 1);
      String first = dash < 0 ? value : value.substring(0, dash);
      constraints
          .minEpochs(Values.whole(name, first, 1, Values.MOST_EPOCHS))
          .maxEpochs(Values.whole(name, value.substring(dash + 1), 1, Values.MOST_EPOCHS));
    }

    private static long or(@Nullable Long value, long other) {
      return value == null ? other : value;
    }

    private static List<String> names(String name, String value) throws Options.BadArgument {
      List<String> names =
          Arrays.stream(value.split(",", -1))
              .map(String::strip)
              .filter(one -> !one.isEmpty())
              .toList();
      if (names.isEmpty()) {
        throw new Options.BadArgument(name + " names nothing: \"" + value + '"');
      }
      return names;
    }

    private static TuningMethod method(String name, String value) throws Options.BadArgument {
      TuningMethod method = TuningMethod.of(value);
      if (!method.equals(TuningMethod.SFT) && !method.equals(TuningMethod.DPO)) {
        throw new Options.BadArgument(name + " must be sft or dpo, not \"" + value + '"');
      }
      return method;
    }

    private static boolean yesOrNo(String name, String value) throws Options.BadArgument {
      if (!value.equals("yes") && !value.equals("no")) {
        throw new Options.BadArgument(name + " must be yes or no, not \"" + value + '"');
      }
      return value.equals("yes");
    }
  }
}
