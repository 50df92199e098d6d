package dev.loraport.samples;

import dev.loraport.Money;
import dev.loraport.ProviderClient;
import dev.loraport.catalog.Nearest;
import dev.loraport.catalog.Plan;
import dev.loraport.error.ApiException;
import dev.loraport.error.ServingRefusedException;
import dev.loraport.error.UnsupportedCapabilityException;
import dev.loraport.serving.Hardware;
import dev.loraport.serving.ServingMode;
import dev.loraport.serving.ServingOptions;
import dev.loraport.serving.ServingPlan;
import dev.loraport.serving.ServingPreference;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A base model and how what is tuned of it will be served, chosen before anything is uploaded.
 *
 * @param model the base model
 * @param options how to serve it
 * @param plan what the client says to that
 */
record ServingChoice(String model, ServingOptions options, ServingPlan plan) {
  /** Small models by provider; the first that can be served on the day is taken. */
  private static final Map<String, List<String>> DEFAULT_MODELS =
      Map.of(
          "together",
          List.of("Qwen/Qwen3-8B", "meta-llama/Meta-Llama-3.1-8B-Instruct-Reference"),
          "fireworks",
          List.of("accounts/fireworks/models/qwen3-8b"),
          "nebius",
          List.of("meta-llama/Llama-3.1-8B-Instruct"));

  /**
   * The model that was asked for or planned, or the first of the default ones that can be served.
   *
   * @throws ServingRefusedException if there is none
   */
  static ServingChoice of(Options asked, ProviderClient client, Screen screen) {
    Optional<String> machine = machine(asked, client);
    List<String> candidates =
        asked.model().map(List::of).orElseGet(() -> defaultModels(client.provider()));
    ServingRefusedException refusal = null;
    for (String model : candidates) {
      ServingChoice choice = plan(model, machine, asked, client, screen);
      // a plan may know the machines and not the base, which the job alone would refuse
      boolean known =
          asked.job().isPresent() || KnownBases.has(client, model, client.capabilities().asOf());
      boolean doubt = choice.served() && !(choice.plan().certain() && known);
      if (doubt) {
        throwIfUnreachable(client);
        Optional<String> estimate =
            machine.isEmpty() && asked.evenInDoubt() ? estimate(asked, client) : Optional.empty();
        if (estimate.isPresent()) {
          choice = plan(model, estimate, asked, client, screen);
        }
      }
      if (choice.served()) {
        compare(asked, choice, screen);
      }
      if (choice.served() && (!doubt || asked.evenInDoubt())) {
        return choice.say(doubt, screen);
      }
      if (refusal == null) {
        refusal = choice.refusal(asked, client, known);
      }
    }
    throw Objects.requireNonNull(refusal);
  }

  private static ServingChoice plan(
      String model, Optional<String> machine, Options asked, ProviderClient client, Screen screen) {
    ServingOptions serving = options(asked, machine, screen);
    return new ServingChoice(model, serving, client.serving().plan(model, serving));
  }

  private boolean served() {
    return plan.mode() != ServingMode.NONE;
  }

  private ServingChoice say(boolean doubt, Screen screen) {
    screen.line("  model     " + model);
    screen.line(
        "  plan      "
            + plan.mode()
            + (doubt ? " (in doubt)" : "")
            + hourly(plan.hourlyCost(), ", ")
            + ": "
            + plan.reason());
    return this;
  }

  private ServingRefusedException refusal(Options asked, ProviderClient client, boolean known) {
    List<String> ways = new ArrayList<>(InOptions.ways(plan.alternatives(), asked));
    if (!known) {
      LocalDate day = client.capabilities().asOf();
      KnownBases.nearest(client.provider(), model, day)
          .forEach(near -> ways.add("--model " + near));
    }
    return new ServingRefusedException(
        client.provider(),
        "nothing was uploaded: "
            + (served() ? "it is in doubt (--even-in-doubt goes on): " : "")
            + (known ? "" : "no source names " + Values.shown(model) + " as a base; ")
            + InOptions.say(plan.reason(), asked),
        new ServingPlan(
            plan.mode(), plan.certain(), plan.reason(), plan.hardware(), plan.hourlyCost(), ways));
  }

  /** A plan is in doubt too where its provider can't be reached, and that is the reason to tell. */
  private static void throwIfUnreachable(ProviderClient client) {
    try {
      client.models().list().firstPage();
    } catch (ApiException e) {
      // it answers
    }
  }

  /** What is tuned where nothing else is asked for. */
  static List<String> defaultModels(String provider) {
    List<String> models = DEFAULT_MODELS.get(provider);
    return Objects.requireNonNull(models, "every provider of this sample has a default model");
  }

  private static ServingOptions options(Options asked, Optional<String> machine, Screen screen) {
    ServingOptions.Builder serving =
        ServingOptions.builder().listener(step -> screen.live("  serving   " + step));
    asked.maxHourlyCost().ifPresent(usd -> serving.maxHourlyCost(Money.usd(usd)));
    machine.ifPresent(serving::hardware);
    if (asked.serverlessOnly()) {
      serving.preference(ServingPreference.SERVERLESS_ONLY);
    }
    asked
        .plan()
        .ifPresent(
            plan ->
                serving.preference(
                    plan.mode() == ServingMode.SERVERLESS
                        ? ServingPreference.SERVERLESS_ONLY
                        : ServingPreference.DEDICATED_ONLY));
    return serving.build();
  }

  /**
   * The machine by the provider's name for it: the one that is asked for, or that of the plan where
   * a source names it. Of an estimated one the client may know better.
   */
  private static Optional<String> machine(Options asked, ProviderClient client) {
    if (asked.hardware().isPresent()) {
      return Optional.of(named(asked.hardware().get(), asked, client));
    }
    return asked
        .plan()
        .filter(plan -> plan.hardwareBy().isPresent())
        .flatMap(plan -> machine(plan, client));
  }

  /**
   * The machine that the plan has estimated by the size of the model. Where the client does not
   * know what the model takes, it would take its cheapest, which may be too small.
   */
  private static Optional<String> estimate(Options asked, ProviderClient client) {
    return asked.plan().flatMap(plan -> machine(plan, client));
  }

  private static Optional<String> machine(Plan plan, ProviderClient client) {
    return plan.hardware().flatMap(planned -> MachineNames.find(planned.id(), machines(client)));
  }

  private static String named(String name, Options asked, ProviderClient client) {
    List<Hardware> machines = machines(client);
    // what has a folder is a preset, which may be the account's own and in no list
    if (machines.isEmpty() || asked.evenInDoubt() || name.indexOf('/') >= 0) {
      return MachineNames.find(name, machines).orElse(name);
    }
    return MachineNames.find(name, machines)
        .orElseThrow(() -> unknown(name, machines, client.provider()));
  }

  private static ServingRefusedException unknown(
      String name, List<Hardware> machines, String provider) {
    List<String> ids = Nearest.first(name, machines.stream().map(Hardware::id).toList());
    String reason =
        "--hardware: "
            + provider
            + " lists no machine "
            + Values.shown(name)
            + "; it lists "
            + KnownNames.some(name, ids);
    return new ServingRefusedException(
        provider,
        "nothing was uploaded: " + reason,
        new ServingPlan(
            ServingMode.NONE,
            true,
            reason,
            Optional.empty(),
            Optional.empty(),
            List.of("--hardware " + ids.get(0), "--even-in-doubt, to ask for it all the same")));
  }

  /** What the provider lists; nothing where the account may not list machines. */
  private static List<Hardware> machines(ProviderClient client) {
    try {
      return client.serving().hardware().stream().toList();
    } catch (ApiException | UnsupportedCapabilityException e) {
      return List.of();
    }
  }

  /** Says what becomes of the planned machine and its price. */
  private static void compare(Options asked, ServingChoice choice, Screen screen) {
    Plan best = asked.plan().orElse(null);
    if (best == null || best.mode() == ServingMode.SERVERLESS) {
      return;
    }
    String planned =
        best.hardware()
            .map(found -> found.id() + hourly(found.hourlyPrice(), " at "))
            .orElse("no machine");
    String source = best.hardwareBy().map(fact -> "by " + fact.cite()).orElse("an estimate");
    ServingPlan plan = choice.plan();
    String own =
        plan.hardware().map(found -> found.id() + hourly(plan.hourlyCost(), " at ")).orElse("none");
    screen.line(
        "  machine   planned is "
            + planned
            + " ("
            + source
            + "); "
            + choice
                .options()
                .hardware()
                .map(name -> name + " is asked for")
                .orElse("that is not asked for, the client chooses")
            + ": "
            + own);
  }

  private static String hourly(Optional<Money> price, String before) {
    return price.map(usd -> before + usd + " an hour").orElse("");
  }
}
