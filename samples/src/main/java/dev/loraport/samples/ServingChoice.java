package dev.loraport.samples;

import dev.loraport.Money;
import dev.loraport.ProviderClient;
import dev.loraport.catalog.Plan;
import dev.loraport.error.ApiException;
import dev.loraport.error.ServingRefusedException;
import dev.loraport.serving.Hardware;
import dev.loraport.serving.ServingMode;
import dev.loraport.serving.ServingOptions;
import dev.loraport.serving.ServingPlan;
import dev.loraport.serving.ServingPreference;
import java.util.List;
import java.util.Locale;
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
    Optional<String> machine =
        asked.hardware().or(() -> asked.plan().flatMap(plan -> machine(plan, client)));
    ServingOptions serving = options(asked, machine, screen);
    List<String> candidates =
        asked.model().map(List::of).orElseGet(() -> defaultModels(client.provider()));
    ServingRefusedException refusal = null;
    for (String model : candidates) {
      ServingPlan plan = client.serving().plan(model, serving);
      boolean served = plan.mode() != ServingMode.NONE;
      asked.plan().filter(any -> served).ifPresent(best -> compare(best, machine, plan, screen));
      if (served && (plan.certain() || asked.evenInDoubt())) {
        screen.line("  model     " + model);
        screen.line(
            "  plan      "
                + plan.mode()
                + (plan.certain() ? "" : " (in doubt)")
                + hourly(plan.hourlyCost(), ", ")
                + ": "
                + plan.reason());
        return new ServingChoice(model, serving, plan);
      }
      if (served) {
        throwIfUnreachable(client);
      }
      if (refusal == null) {
        String doubt = served ? "it is in doubt (--even-in-doubt goes on): " : "";
        refusal =
            new ServingRefusedException(
                client.provider(),
                "nothing was uploaded: " + doubt + InOptions.say(plan.reason(), asked),
                new ServingPlan(
                    plan.mode(),
                    plan.certain(),
                    plan.reason(),
                    plan.hardware(),
                    plan.hourlyCost(),
                    InOptions.ways(plan.alternatives(), asked)));
      }
    }
    throw Objects.requireNonNull(refusal);
  }

  /** A plan is in doubt too where its provider can't be reached, and that is the reason to tell. */
  private static void throwIfUnreachable(ProviderClient client) {
    try {
      client.models().list().firstPage();
    } catch (ApiException e) {
      // it answers
    }
  }

  private static List<String> defaultModels(String provider) {
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
   * The machine of a plan by the provider's name for it, where a source names it; what is estimated
   * by the size of the model is not asked for.
   */
  private static Optional<String> machine(Plan plan, ProviderClient client) {
    Hardware planned = plan.hardware().orElse(null);
    if (plan.hardwareBy().isEmpty() || planned == null || planned.gpuCount().isEmpty()) {
      return Optional.empty();
    }
    String gpu = planned.gpuType().orElse("");
    try {
      return client.serving().hardware().stream()
          .flatMap(machine -> machine.gpuType().stream())
          .filter(type -> withoutVendor(type).equals(gpu))
          .map(type -> planned.gpuCount().getAsInt() + "x" + type)
          .findFirst();
    } catch (ApiException e) {
      return Optional.empty(); // the account may not list machines: the client's own plan decides
    }
  }

  // NVIDIA_H100_80GB and nvidia-h100-80gb are the h100-80gb of the facts
  private static String withoutVendor(String type) {
    String name = type.toLowerCase(Locale.ROOT).replace('_', '-');
    return name.substring(name.indexOf('-') + 1);
  }

  /** Says what becomes of the planned machine and its price. */
  private static void compare(
      Plan best, Optional<String> machine, ServingPlan plan, Screen screen) {
    if (best.mode() == ServingMode.SERVERLESS) {
      return;
    }
    String planned =
        best.hardware()
            .map(found -> found.id() + hourly(found.hourlyPrice(), " at "))
            .orElse("no machine");
    String source = best.hardwareBy().map(fact -> "by " + fact.cite()).orElse("an estimate");
    String own =
        plan.hardware().map(found -> found.id() + hourly(plan.hourlyCost(), " at ")).orElse("none");
    screen.line(
        "  machine   planned is "
            + planned
            + " ("
            + source
            + "); "
            + machine
                .map(name -> name + " is asked for")
                .orElse("that is not asked for, the client chooses")
            + ": "
            + own);
  }

  private static String hourly(Optional<Money> price, String before) {
    return price.map(usd -> before + usd + " an hour").orElse("");
  }
}
