package dev.loraport.samples;

import dev.loraport.catalog.Plan;
import dev.loraport.tuning.JobId;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of {@link TuneAndChat}.
 *
 * @param provider the name of the provider
 * @param anyProvider whether the best plan may choose another provider
 * @param data the training file; the sample's own where it is absent
 * @param model the base model; a small one of the provider's where it is absent
 * @param bestPlan whether the planner chooses the model
 * @param plan what the planner chose
 * @param prompt what to ask the tuned model
 * @param epochs how often the data is gone through
 * @param rank the rank of the adapter
 * @param job a job to go on with instead of creating one
 * @param asOf the day on which the embedded fake lives
 * @param serverlessOnly whether a dedicated deployment is out of the question
 * @param evenInDoubt whether to train although it is not sure that the result can be served
 * @param maxHourlyCost the most that a deployment may cost in an hour, in US dollars
 * @param yes whether money may be spent
 */
record Options(
    String provider,
    boolean anyProvider,
    Optional<Path> data,
    Optional<String> model,
    boolean bestPlan,
    Optional<Plan> plan,
    String prompt,
    int epochs,
    int rank,
    Optional<JobId> job,
    Optional<LocalDate> asOf,
    boolean serverlessOnly,
    boolean evenInDoubt,
    Optional<BigDecimal> maxHourlyCost,
    boolean yes) {

  static final String USAGE =
      """
      usage: tune-and-chat [options]
        --provider NAME     together, fireworks or nebius (together)
        --data FILE         a JSONL file with chat examples (a small one of this sample's own)
        --model MODEL       the base model to tune (a small one of the provider's)
        --plan best         the best plan's provider and model, within the other options (as which-model ranks)
        --prompt TEXT       what to ask the tuned model
        --epochs N          how often the data is gone through (1)
        --rank N            the rank of the adapter (16)
        --job ID            go on with this job instead of creating one
        --serverless-only   refuse a dedicated deployment
        --even-in-doubt     train although it is not sure that the result can be served
        --max-hourly USD    the most that a deployment may cost in an hour
        --as-of DATE        the day on which the embedded fake lives (today)
        --yes               spend money at the real provider
      With the provider's key in the environment (such as TOGETHER_API_KEY) it talks to the real service,
      without one to a fake that it starts itself.""";

  /** Thrown for arguments that make no sense; the message is one line. */
  static final class BadArgument extends Exception {
    private static final long serialVersionUID = 1L;

    BadArgument(String message) {
      super(message);
    }
  }

  /** These options with what the planner chose. */
  Options with(Plan chosen) {
    return new Options(
        chosen.provider(),
        false,
        data,
        Optional.of(chosen.model()),
        true,
        Optional.of(chosen),
        prompt,
        epochs,
        rank,
        job,
        asOf,
        serverlessOnly,
        evenInDoubt,
        maxHourlyCost,
        yes);
  }

  private static final Set<String> WITH_VALUE =
      Set.of(
          "--provider",
          "--data",
          "--model",
          "--plan",
          "--prompt",
          "--epochs",
          "--rank",
          "--job",
          "--as-of",
          "--max-hourly");

  static Options parse(String[] args) throws BadArgument {
    Parser parser = new Parser();
    for (int i = 0; i < args.length; i++) {
      String name = args[i];
      switch (name) {
        case "--yes" -> parser.yes = true;
        case "--serverless-only" -> parser.serverlessOnly = true;
        case "--even-in-doubt" -> parser.evenInDoubt = true;
        default -> {
          if (!WITH_VALUE.contains(name)) {
            throw new BadArgument("unknown option \"" + name + '"');
          }
          if (i + 1 == args.length) {
            throw new BadArgument(name + " needs a value");
          }
          parser.set(name, args[++i]);
        }
      }
    }
    return parser.options();
  }

  /** The day of {@code --as-of}; none for null. */
  static Optional<LocalDate> day(@Nullable String value) throws BadArgument {
    try {
      return Optional.ofNullable(value).map(LocalDate::parse);
    } catch (DateTimeException e) {
      throw new BadArgument("--as-of must be a date like 2026-02-13, not \"" + value + '"');
    }
  }

  private static final class Parser {
    private @Nullable String provider;
    private @Nullable Path data;
    private @Nullable String model;
    private boolean bestPlan;
    private String prompt = "My invoice shows two charges for March. What should I do?";
    private int epochs = 1;
    private int rank = 16;
    private @Nullable JobId job;
    private @Nullable LocalDate asOf;
    private boolean serverlessOnly;
    private boolean evenInDoubt;
    private @Nullable BigDecimal maxHourlyCost;
    private boolean yes;

    void set(String name, String value) throws BadArgument {
      switch (name) {
        case "--provider" -> provider = value;
        case "--data" -> data = Path.of(value);
        case "--model" -> model = value;
        case "--plan" -> bestPlan = best(value);
        case "--prompt" -> prompt = value;
        case "--epochs" -> epochs = positive(name, value);
        case "--rank" -> rank = positive(name, value);
        case "--job" -> job = jobId(value);
        case "--as-of" -> asOf = day(value).orElseThrow();
        case "--max-hourly" -> maxHourlyCost = dollars(value);
        default -> throw new IllegalArgumentException(name);
      }
    }

    Options options() throws BadArgument {
      if (bestPlan && (model != null || job != null)) {
        throw new BadArgument("--plan best chooses the model; leave out --model and --job");
      }
      return new Options(
          provider == null ? "together" : provider,
          bestPlan && provider == null,
          Optional.ofNullable(data),
          Optional.ofNullable(model),
          bestPlan,
          Optional.empty(),
          prompt,
          epochs,
          rank,
          Optional.ofNullable(job),
          Optional.ofNullable(asOf),
          serverlessOnly,
          evenInDoubt,
          Optional.ofNullable(maxHourlyCost),
          yes);
    }

    private static int positive(String name, String value) throws BadArgument {
      try {
        int number = Integer.parseInt(value);
        if (number > 0) {
          return number;
        }
      } catch (NumberFormatException e) {
        // said below
      }
      throw new BadArgument(name + " must be a whole number from 1, not \"" + value + '"');
    }

    private static boolean best(String value) throws BadArgument {
      if (!value.equals("best")) {
        throw new BadArgument("--plan must be best, not \"" + value + '"');
      }
      return true;
    }

    private static JobId jobId(String value) throws BadArgument {
      try {
        return JobId.of(value);
      } catch (IllegalArgumentException e) {
        throw new BadArgument("--job: " + e.getMessage());
      }
    }

    private static BigDecimal dollars(String value) throws BadArgument {
      try {
        BigDecimal amount = new BigDecimal(value);
        if (amount.signum() >= 0) {
          return amount;
        }
      } catch (NumberFormatException e) {
        // said below
      }
      throw new BadArgument("--max-hourly must be an amount like 5.49, not \"" + value + '"');
    }
  }
}
