package dev.loraport.samples;

import dev.loraport.catalog.Plan;
import dev.loraport.tuning.JobId;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of {@link TuneAndChat}.
 *
 * @param provider the name of the provider
 * @param anyProvider whether the best plan may choose another provider
 * @param data the training file; the sample's own where it is absent
 * @param model the base model; a small one of the provider's where it is absent
 * @param bestPlan whether the planner chooses
 * @param plan what the planner chose
 * @param prompt what to ask the tuned model
 * @param epochs how often the data is gone through
 * @param rank the rank of the adapter
 * @param job a job to go on with instead of creating one
 * @param asOf the day on which the embedded fake lives
 * @param serverlessOnly whether a dedicated deployment is out of the question
 * @param evenInDoubt whether to train although it is not sure that the result can be served
 * @param hardware the machine of a dedicated deployment, by the provider's name for it
 * @param maxHourlyCost the most that a deployment may cost in an hour, in US dollars
 * @param clean whether what stays at the provider is deleted at the end
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
    Optional<String> hardware,
    Optional<BigDecimal> maxHourlyCost,
    boolean clean,
    boolean yes) {

  static final String USAGE =
      """
      usage: tune-and-chat [options]
        --provider NAME     together, fireworks or nebius (together)
        --data FILE         a JSONL file with chat examples (a small one of this sample's own)
        --model MODEL       the base model to tune (a small one of the provider's)
        --plan best         the best plan within the other options, as which-model ranks: its provider, model,
                            way of serving and training, and its machine where a source names that (no plan)
        --prompt TEXT       what to ask the tuned model (a question on an invoice)
        --epochs N          how often the data is gone through, 1 to 1000 (1)
        --rank N            the rank of the adapter, 1 to 1024 (16)
        --job ID            go on with this job (create one)
        --serverless-only   refuse a dedicated deployment
        --even-in-doubt     train although it is not sure that the result can be served
        --hardware NAME     the machine of a dedicated deployment, by the provider's name for it or as which-model
                            prints it, such as "2 x h100-80gb" (the cheapest that fits)
        --max-hourly USD    the most that a deployment may cost in an hour, in US dollars, more than 0 (no limit)
        --as-of DATE        the day on which the embedded fake lives, such as 2026-02-13 (today)
        --clean             at the end delete the file, the job and the adapter that the run has made
        --yes               spend money at the real provider
      With the provider's key in the environment (such as TOGETHER_API_KEY) it talks to the real service,
      without one to a fake that it starts itself.
      LORAPORT_PROXY=HOST:PORT names a proxy and LORAPORT_CA_FILE=FILE the certificates (PEM) to trust, in place
      of those of the JVM.
      exit codes: 0 done; 1 the provider or the network failed; 2 the arguments or the data are wrong;
        3 the model would not be served, and nothing was uploaded; 4 it would cost money, and --yes was not
        given; 5 no answer came, and nothing was created; 130 interrupted""";

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
        hardware,
        maxHourlyCost,
        clean,
        yes);
  }

  static Options parse(String[] args) throws BadArgument {
    Parser parser = new Parser();
    for (Iterator<String> rest = Arrays.asList(args).iterator(); rest.hasNext(); ) {
      parser.read(rest.next(), rest);
    }
    return parser.options();
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
    private @Nullable String hardware;
    private @Nullable BigDecimal maxHourlyCost;
    private boolean clean;
    private boolean yes;

    void read(String name, Iterator<String> rest) throws BadArgument {
      switch (name) {
        case "--yes" -> yes = true;
        case "--clean" -> clean = true;
        case "--serverless-only" -> serverlessOnly = true;
        case "--even-in-doubt" -> evenInDoubt = true;
        case "--provider" -> provider = Values.next(name, rest);
        case "--data" -> data = Values.path(name, Values.next(name, rest));
        case "--model" -> model = Values.next(name, rest);
        case "--plan" -> bestPlan = best(Values.next(name, rest));
        case "--prompt" -> prompt = Values.next(name, rest);
        case "--epochs" ->
            epochs = Values.whole(name, Values.next(name, rest), 1, Values.MOST_EPOCHS);
        case "--rank" -> rank = Values.whole(name, Values.next(name, rest), 1, Values.MOST_RANK);
        case "--job" -> job = jobId(Values.next(name, rest));
        case "--as-of" -> asOf = Values.day(name, Values.next(name, rest));
        case "--hardware" -> hardware = Values.next(name, rest);
        case "--max-hourly" -> maxHourlyCost = Values.amount(name, Values.next(name, rest));
        default -> throw Values.unknown(name, USAGE);
      }
    }

    Options options() throws BadArgument {
      if (bestPlan && job != null) {
        throw new BadArgument("--plan best is about a job to come; leave out --job");
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
          Optional.ofNullable(hardware),
          Optional.ofNullable(maxHourlyCost),
          clean,
          yes);
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
  }
}
