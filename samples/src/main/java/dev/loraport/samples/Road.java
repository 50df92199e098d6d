package dev.loraport.samples;

import dev.loraport.Capability;
import dev.loraport.Money;
import dev.loraport.ProviderClient;
import dev.loraport.catalog.Plan;
import dev.loraport.chat.ChatChunk;
import dev.loraport.chat.ChatCompletion;
import dev.loraport.chat.ChatMessage;
import dev.loraport.chat.ChatRequest;
import dev.loraport.chat.ChatStream;
import dev.loraport.dataset.CheckReport;
import dev.loraport.dataset.Dataset;
import dev.loraport.dataset.Finding;
import dev.loraport.error.CallInterruptedException;
import dev.loraport.error.DatasetException;
import dev.loraport.error.ServingRefusedException;
import dev.loraport.error.UnsupportedCapabilityException;
import dev.loraport.file.FileUpload;
import dev.loraport.file.RemoteFile;
import dev.loraport.serving.ServedModel;
import dev.loraport.serving.ServingMode;
import dev.loraport.serving.ServingOptions;
import dev.loraport.serving.ServingPlan;
import dev.loraport.serving.ServingPreference;
import dev.loraport.tuning.JobId;
import dev.loraport.tuning.Lora;
import dev.loraport.tuning.MetricPoint;
import dev.loraport.tuning.PriceEstimate;
import dev.loraport.tuning.TuningJob;
import dev.loraport.tuning.TuningSpec;
import dev.loraport.tuning.WaitOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The steps of {@link TuneAndChat}, one after another, each with a line on the screen. */
final class Road {
  /** Small models by provider; the first that can be served on the day is taken. */
  private static final Map<String, List<String>> DEFAULT_MODELS =
      Map.of(
          "together",
          List.of("Qwen/Qwen3-8B", "meta-llama/Meta-Llama-3.1-8B-Instruct-Reference"),
          "fireworks",
          List.of("accounts/fireworks/models/qwen3-8b"),
          "nebius",
          List.of("meta-llama/Llama-3.1-8B-Instruct"));

  private static final int SHOWN_FINDINGS = 5;

  private final Options options;
  private final Backend backend;
  private final ProviderClient client;
  private final Screen screen;
  private @Nullable JobId job;

  Road(Options options, Backend backend, Screen screen) {
    this.options = options;
    this.backend = backend;
    this.client = backend.client();
    this.screen = screen;
  }

  /** Goes the whole way; the exit code. */
  int run() {
    screen.line(backend.banner());
    try (TrainingData data = TrainingData.of(options.data().orElse(null))) {
      CheckReport report = Dataset.open(data.file()).check();
      show(report);
      if (!report.passed()) {
        throw new DatasetException(
            client.provider(), "files.upload", report.summary(), report, null);
      }
      ServingOptions serving = servingOptions();
      String model = chooseModel(serving);
      if (backend.isReal() && !options.yes()) {
        screen.line("This would cost money: add --yes to go on. Nothing was uploaded.");
        return TuneAndChat.Exit.NOT_CONFIRMED;
      }
      TuningJob done = tune(data.file(), model);
      try (ServedModel served = client.serving().serve(done.result(), serving)) {
        screen.line(
            "  served    "
                + served.model().name()
                + served.hourlyCost().map(cost -> ", " + cost + " an hour").orElse(""));
        chat(served);
        served
            .deployment()
            .ifPresent(
                deployment ->
                    screen.line("  cleanup   deleting the deployment " + deployment.id()));
      }
      screen.line("Done.");
      return TuneAndChat.Exit.OK;
    } catch (CallInterruptedException e) {
      sayHowToGoOn();
      throw e;
    }
  }

  /** The model that was asked for, or the first of the default ones that can be served. */
  private String chooseModel(ServingOptions serving) {
    List<String> candidates = options.model().map(List::of).orElseGet(this::defaultModels);
    ServingRefusedException refusal = null;
    for (String model : candidates) {
      ServingPlan plan = client.serving().plan(model, serving);
      boolean served = plan.mode() != ServingMode.NONE;
      if (served && (plan.certain() || options.evenInDoubt())) {
        screen.line("  model     " + model);
        show(plan);
        return model;
      }
      if (refusal == null) {
        String doubt = served ? "it is in doubt (--even-in-doubt goes on): " : "";
        refusal =
            new ServingRefusedException(
                client.provider(), "nothing was uploaded: " + doubt + plan.reason(), plan);
      }
    }
    throw Objects.requireNonNull(refusal);
  }

  private List<String> defaultModels() {
    List<String> models = DEFAULT_MODELS.get(client.provider());
    return Objects.requireNonNull(models, "every provider of this sample has a default model");
  }

  private ServingOptions servingOptions() {
    ServingOptions.Builder serving =
        ServingOptions.builder().listener(step -> screen.live("  serving   " + step));
    options.maxHourlyCost().ifPresent(usd -> serving.maxHourlyCost(Money.usd(usd)));
    if (options.serverlessOnly()) {
      serving.preference(ServingPreference.SERVERLESS_ONLY);
    }
    return serving.build();
  }

  private void show(CheckReport report) {
    screen.line(
        String.format(
            Locale.ROOT,
            "  data      %s: %,d rows, %,d messages, about %,d tokens an epoch; %d errors, %d"
                + " warnings",
            report.name(),
            report.rows(),
            report.messages(),
            report.estimatedTokens(),
            report.errorCount(),
            report.warningCount()));
    List<Finding> findings = report.findings();
    findings.stream()
        .limit(SHOWN_FINDINGS)
        .forEach(finding -> screen.line("            " + finding.severity() + " " + finding));
    long more =
        report.errorCount() + report.warningCount() - Math.min(SHOWN_FINDINGS, findings.size());
    if (more > 0) {
      screen.line("            and " + more + " more: " + report.countsByCode());
    }
  }

  private void show(ServingPlan plan) {
    screen.line(
        "  plan      "
            + plan.mode()
            + (plan.certain() ? "" : " (in doubt)")
            + plan.hourlyCost().map(cost -> ", " + cost + " an hour").orElse("")
            + ": "
            + plan.reason());
  }

  private TuningJob tune(Path data, String model) {
    if (options.job().isPresent()) {
      job = options.job().get();
      screen.line("  job       " + job + " (going on with it)");
      return await(job);
    }
    RemoteFile file =
        client
            .files()
            .upload(
                FileUpload.builder().from(FileUpload.of(data)).listener(screen::upload).build());
    screen.line(
        "  file      " + file.id() + (file.reused() ? " (identical content was there)" : ""));
    client.files().awaitReady(file.id(), Duration.ofMinutes(30));
    TuningSpec spec =
        TuningSpec.builder()
            .model(model)
            .trainingFile(file.id())
            .lora(Lora.rank(options.rank()))
            .epochs(options.epochs())
            .suffix("tune-and-chat")
            .build();
    if (client.capabilities().has(Capability.PRICE_ESTIMATE)) {
      showPrice(spec);
    }
    TuningJob created = client.jobs().create(spec);
    job = created.id();
    screen.line("  job       " + created.id());
    return await(created.id());
  }

  private void showPrice(TuningSpec spec) {
    PriceEstimate estimate;
    try {
      estimate = client.jobs().estimate(spec);
    } catch (UnsupportedCapabilityException e) {
      // an account may lack what its provider has; the job can be created all the same
      screen.line("  price     unknown: " + e.getMessage());
      return;
    }
    screen.line(
        "  price     "
            + estimate
                .total()
                .map(total -> "about " + Describe.money(total) + " by the provider")
                .orElse("unknown: " + estimate.reason().orElse("the provider does not say")));
    options.plan().flatMap(plan -> plan.withEstimate(estimate).total()).ifPresent(this::showTotal);
  }

  private void showTotal(Money total) {
    Plan plan = options.plan().orElseThrow();
    screen.line(
        "  total     about $"
            + RankingText.amount(total)
            + " with "
            + plan.months()
            + " months of serving; the plan said "
            + plan.total().map(said -> "$" + RankingText.amount(said)).orElse("nothing"));
  }

  private TuningJob await(JobId id) {
    AtomicReference<OptionalDouble> loss = new AtomicReference<>(OptionalDouble.empty());
    TuningJob done =
        client
            .jobs()
            .await(
                id,
                WaitOptions.builder()
                    .timeout(Duration.ofHours(12))
                    .initialInterval(backend.interval())
                    .listener(
                        (seen, elapsed, next) -> {
                          screen.live(
                              Describe.job(seen, Objects.requireNonNull(loss.get()), elapsed));
                          askForLoss(id, loss);
                        })
                    .build());
    screen.line(
        "  trained   "
            + done.trainedTokens().stream()
                .mapToObj(n -> String.format(Locale.ROOT, "%,d tokens", n))
                .findFirst()
                .orElse("tokens unknown")
            + done.cost().map(cost -> ", " + Describe.money(cost)).orElse(""));
    return done;
  }

  private void askForLoss(JobId id, AtomicReference<OptionalDouble> loss) {
    if (client.capabilities().has(Capability.JOB_METRICS)) {
      client
          .jobs()
          .async()
          .metrics(id)
          .thenAccept(
              page ->
                  page.items().stream()
                      .map(MetricPoint::trainLoss)
                      .filter(OptionalDouble::isPresent)
                      .reduce((first, second) -> second)
                      .ifPresent(loss::set));
    }
  }

  private void chat(ServedModel served) {
    screen.line("  user      " + options.prompt());
    screen.piece("  assistant ");
    ChatRequest request =
        ChatRequest.builder()
            .model(served.model())
            .addMessages(ChatMessage.user(options.prompt()))
            .maxTokens(200)
            .build();
    try (ChatStream stream = client.chat().stream(request)) {
      for (ChatChunk chunk : stream) {
        screen.piece(chunk.text());
      }
      screen.piece(System.lineSeparator());
      ChatCompletion answer = stream.result();
      answer
          .usage()
          .ifPresent(
              usage ->
                  screen.line(
                      "  usage     "
                          + usage.promptTokens()
                          + " prompt + "
                          + usage.completionTokens()
                          + " completion tokens"
                          + served
                              .hourlyCost()
                              .map(cost -> "; paid by the hour, " + cost + ", not by the token")
                              .orElse("")));
    }
  }

  private void sayHowToGoOn() {
    if (job != null) {
      screen.line(
          "Interrupted. Job "
              + job
              + " goes on at "
              + client.provider()
              + "; to go on with it: --job "
              + job
              + (backend.isReal() ? "" : " (not here: the embedded fake ends with this program)"));
    }
  }
}
