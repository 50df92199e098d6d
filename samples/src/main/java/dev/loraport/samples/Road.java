package dev.loraport.samples;

import dev.loraport.Capability;
import dev.loraport.Money;
import dev.loraport.ProviderClient;
import dev.loraport.billing.BillableReport;
import dev.loraport.catalog.Catalog;
import dev.loraport.catalog.Plan;
import dev.loraport.chat.ChatChunk;
import dev.loraport.chat.ChatCompletion;
import dev.loraport.chat.ChatMessage;
import dev.loraport.chat.ChatRequest;
import dev.loraport.chat.ChatStream;
import dev.loraport.dataset.CheckReport;
import dev.loraport.dataset.Dataset;
import dev.loraport.dataset.DatasetRules;
import dev.loraport.dataset.Finding;
import dev.loraport.error.CallInterruptedException;
import dev.loraport.error.DatasetException;
import dev.loraport.error.LoraportException;
import dev.loraport.error.TransportException;
import dev.loraport.error.UnsupportedCapabilityException;
import dev.loraport.file.FileId;
import dev.loraport.file.FileUpload;
import dev.loraport.file.RemoteFile;
import dev.loraport.serving.ServedModel;
import dev.loraport.tuning.JobId;
import dev.loraport.tuning.Lora;
import dev.loraport.tuning.MetricPoint;
import dev.loraport.tuning.PriceEstimate;
import dev.loraport.tuning.TuningJob;
import dev.loraport.tuning.TuningMethod;
import dev.loraport.tuning.TuningSpec;
import dev.loraport.tuning.WaitOptions;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The steps of {@link TuneAndChat}, one after another, each with a line on the screen. */
final class Road {
  private static final int SHOWN_FINDINGS = 5;

  private static final BigDecimal HOURS_A_MONTH = BillableReport.HOURS_A_MONTH;

  private final Options options;
  private final Backend backend;
  private final ProviderClient client;
  private final Screen screen;
  private final LeftBehind left;
  private @Nullable JobId job;
  private boolean began;

  Road(Options options, Backend backend, Screen screen) {
    this.options = options;
    this.backend = backend;
    this.client = backend.client();
    this.screen = screen;
    this.left = new LeftBehind(backend, screen);
  }

  /**
   * Goes the whole way; the exit code.
   *
   * @throws Options.BadArgument if the base does not take what the options ask for; nothing was
   *     uploaded
   */
  int run() throws Options.BadArgument {
    screen.line(backend.banner());
    try (TrainingData data = TrainingData.of(options.data().orElse(null))) {
      DatasetRules rules = ProviderRules.of(client.provider(), TuningMethod.SFT);
      CheckReport report = Dataset.open(data.file()).check(rules);
      show(report);
      if (!report.passed()) {
        throw new DatasetException(
            client.provider(), "files.upload", report.summary(), report, null);
      }
      ServingChoice choice = ServingChoice.of(options, client, screen);
      if (options.plan().isEmpty() && options.job().isEmpty()) {
        new TrainingLimits(client, choice.model(), day()).check(options.rank(), options.epochs());
      }
      showLongRows(data.file(), report, choice.model());
      if (backend.isReal() && !options.yes()) {
        screen.line("This would cost money: add --yes to go on. Nothing was uploaded.");
        return TuneAndChat.Exit.NOT_CONFIRMED;
      }
      began = true;
      TuningJob done = tune(data.file(), choice);
      left.result(done);
      try (ServedModel served = client.serving().serve(done.result(), choice.options())) {
        left.served(served);
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
      boolean clean = true;
      if (options.clean()) {
        clean = left.clean();
      } else {
        left.say();
      }
      screen.line("Done.");
      return clean ? TuneAndChat.Exit.OK : TuneAndChat.Exit.FAILED;
    } catch (CallInterruptedException e) {
      sayHowToGoOn();
      left.sayUnasked();
      throw e;
    } catch (LoraportException | IllegalArgumentException e) {
      left.sayUnasked();
      throw e;
    }
  }

  /** Whether nothing can be at the provider that this run has sent. */
  boolean nothingMade(TransportException failure) {
    return !began || (left.isEmpty() && !failure.requestMayHaveBeenProcessed());
  }

  private LocalDate day() {
    return options.asOf().orElseGet(() -> LocalDate.now(ZoneOffset.UTC));
  }

  private void show(CheckReport report) {
    screen.line(
        String.format(
            Locale.ROOT,
            "  data      %s: %,d rows, %,d messages, about %,d tokens an epoch; %s, %s",
            report.name(),
            report.rows(),
            report.messages(),
            report.estimatedTokens(),
            Describe.count(report.errorCount(), "error"),
            Describe.count(report.warningCount(), "warning")));
    List<Finding> findings = report.findings();
    findings.stream()
        .limit(SHOWN_FINDINGS)
        .forEach(finding -> screen.line("            " + finding.severity() + " " + finding));
    long more =
        report.errorCount() + report.warningCount() - Math.min(SHOWN_FINDINGS, findings.size());
    if (more > 0) {
      String kinds =
          report.countsByCode().entrySet().stream()
              .map(kind -> kind.getKey() + " " + kind.getValue())
              .collect(Collectors.joining(", "));
      screen.line("            and " + more + " more; all of them by kind: " + kinds);
    }
  }

  /** Names the rows that are longer than the context of the base, which is known only now. */
  private void showLongRows(Path data, CheckReport report, String model) {
    DatasetRules rules =
        DatasetRules.neutral()
            .withContext(
                Catalog.load()
                    .asOf(day())
                    .trainingContext(client.provider(), model, TuningMethod.SFT));
    if (report.longestRowTokens() > rules.maxTokensPerRow().orElse(Long.MAX_VALUE)) {
      Dataset.open(data).check(rules).findings().stream()
          .filter(finding -> finding.code().equals("row-too-long"))
          .limit(SHOWN_FINDINGS)
          .forEach(finding -> screen.line("            " + finding.severity() + " " + finding));
    }
  }

  private TuningJob tune(Path data, ServingChoice choice) {
    if (options.job().isPresent()) {
      job = options.job().get();
      left.earlierJob(job);
      screen.line("  job       " + job + " (going on with it)");
      return await(job);
    }
    RemoteFile file =
        client
            .files()
            .upload(
                FileUpload.builder().from(FileUpload.of(data)).listener(screen::upload).build());
    left.file(file);
    screen.line(
        "  file      " + file.id() + (file.reused() ? " (identical content was there)" : ""));
    client.files().awaitReady(file.id(), Duration.ofMinutes(30));
    TuningSpec spec = spec(choice.model(), file.id());
    if (client.capabilities().has(Capability.PRICE_ESTIMATE)) {
      showPrice(spec, choice);
    }
    TuningJob created = client.jobs().create(spec);
    job = created.id();
    left.job(created.id());
    screen.line("  job       " + created.id());
    return await(created.id());
  }

  /** The job: as planned, where there is a plan. */
  private TuningSpec spec(String model, FileId file) {
    TuningSpec.Builder spec =
        options
            .plan()
            .map(plan -> plan.recipe().spec(model, file))
            .orElseGet(
                () ->
                    TuningSpec.builder()
                        .model(model)
                        .trainingFile(file)
                        .lora(Lora.rank(options.rank()))
                        .epochs(options.epochs()));
    return spec.suffix("tune-and-chat").build();
  }

  private void showPrice(TuningSpec spec, ServingChoice choice) {
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
                .map(
                    total ->
                        "about "
                            + Describe.money(total)
                            + " for "
                            + Describe.count(spec.epochs(), "epoch")
                            + " by "
                            + backend.speaker())
                .orElse(
                    "unknown: " + estimate.reason().orElse(backend.speaker() + " does not say")));
    if (options.plan().isPresent()) {
      showTotal(options.plan().get().withEstimate(estimate), choice);
    }
  }

  // a plan's month may be that of an estimated machine: the client's price of an hour is nearer
  private void showTotal(Plan plan, ServingChoice choice) {
    Optional<Money> total =
        choice
            .plan()
            .hourlyCost()
            .filter(hourly -> plan.training().isPresent())
            .map(
                hourly ->
                    plan.training()
                        .orElseThrow()
                        .likely()
                        .amount()
                        .plus(hourly.times(HOURS_A_MONTH).times(BigDecimal.valueOf(plan.months()))))
            .or(plan::total);
    total.ifPresent(
        usd ->
            screen.line(
                "  total     about $"
                    + RankingText.amount(usd)
                    + BestPlan.span(plan)
                    + "; the plan said "
                    + options
                        .plan()
                        .flatMap(Plan::total)
                        .map(said -> "$" + RankingText.amount(said))
                        .orElse("nothing")));
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
                .map(text -> text + backend.howItCounts())
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
