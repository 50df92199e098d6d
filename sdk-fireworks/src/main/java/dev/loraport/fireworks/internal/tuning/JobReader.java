package dev.loraport.fireworks.internal.tuning;

import dev.loraport.file.FileId;
import dev.loraport.fireworks.internal.wire.Account;
import dev.loraport.fireworks.internal.wire.Amounts;
import dev.loraport.fireworks.internal.wire.Collection;
import dev.loraport.fireworks.internal.wire.ResourceName;
import dev.loraport.fireworks.internal.wire.Settings;
import dev.loraport.json.Json;
import dev.loraport.spi.Answer;
import dev.loraport.spi.Fields;
import dev.loraport.tuning.ArtifactKind;
import dev.loraport.tuning.JobFailure;
import dev.loraport.tuning.JobId;
import dev.loraport.tuning.JobProgress;
import dev.loraport.tuning.JobState;
import dev.loraport.tuning.Lora;
import dev.loraport.tuning.TuningArtifact;
import dev.loraport.tuning.TuningJob;
import dev.loraport.tuning.TuningMethod;
import dev.loraport.tuning.TuningResult;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/** Reads the job object of each kind. */
final class JobReader {
  private static final Set<String> INPUT = Set.of("INVALID_ARGUMENT", "OUT_OF_RANGE");
  private static final int RANK_LIMIT = 65536;

  private final Account account;
  private final JobKind kind;

  JobReader(Account account, JobKind kind) {
    this.account = account;
    this.kind = kind;
  }

  TuningJob read(Answer answer, Json json) {
    Fields fields = Fields.of(json);
    JobId id = kind.jobId(ResourceName.id(fields.requireText(answer, "name")));
    Fields config = kind.isNested() ? Fields.of(fields.json("trainingConfig")) : fields;
    String word = fields.text("state").orElse("");
    JobState state = JobStates.of(word);
    Optional<String> model = config.text("baseModel").or(() -> config.text("warmStartFrom"));
    OptionalLong rank = config.integer("loraRank");
    Optional<Instant> created = fields.instant("createTime");
    OptionalInt epochs = positive(config.integer("epochs"));
    TuningJob.Builder job =
        TuningJob.builder()
            .id(id)
            .state(state)
            .status(word)
            .model(model)
            .trainingFile(file(fields, "dataset"))
            .validationFile(file(fields, "evaluationDataset"))
            .method(method(json))
            .lora(lora(rank))
            .epochs(epochs)
            .suffix(fields.text("displayName"))
            .createdAt(created)
            .updatedAt(fields.instant("updateTime"))
            .finishedAt(fields.instant("completedTime"))
            .progress(progress(json.get("jobProgress"), epochs))
            .cost(Amounts.usd(fields.json("estimatedCost")))
            .failure(failure(state, word, Fields.of(fields.json("status"))));
    if (state == JobState.SUCCEEDED) {
      job.output(result(id, model, config.text("outputModel"), rank, created));
    }
    Map<String, Json> extra = new LinkedHashMap<>(fields.rest());
    if (kind.isNested() && !config.rest().isEmpty()) {
      extra.put("trainingConfig", Json.object(config.rest()));
    }
    return job.putAllExtra(Shown.of(extra)).build();
  }

  private TuningResult result(
      JobId id,
      Optional<String> model,
      Optional<String> output,
      OptionalLong rank,
      Optional<Instant> created) {
    boolean adapter = rank.isEmpty() || rank.getAsLong() > 0;
    Optional<String> name = output.map(this::fullName);
    List<TuningArtifact> artifacts =
        name.map(full -> List.of(artifact(full, adapter))).orElse(List.of());
    return new TuningResult(
        Settings.PROVIDER, id, model.orElse(""), name, created, adapter, artifacts);
  }

  private static TuningArtifact artifact(String name, boolean adapter) {
    return new TuningArtifact(
        adapter ? ArtifactKind.ADAPTER : ArtifactKind.MODEL,
        name,
        Optional.of(ResourceName.id(name)),
        Optional.empty(),
        OptionalLong.empty());
  }

  private String fullName(String model) {
    try {
      return account.name(Collection.MODELS, model).value();
    } catch (IllegalArgumentException e) {
      return model;
    }
  }

  private static Optional<FileId> file(Fields fields, String name) {
    return fields.text(name).map(ResourceName::id).flatMap(JobReader::fileId);
  }

  private static Optional<FileId> fileId(String id) {
    try {
      return Optional.of(FileId.of(id));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private Optional<TuningMethod> method(Json json) {
    return switch (kind) {
      case SUPERVISED -> Optional.of(TuningMethod.SFT);
      case REINFORCEMENT -> Optional.of(TuningMethod.RFT);
      case PREFERENCE ->
          json.get("lossConfig")
              .get("method")
              .string()
              .map(word -> TuningMethod.of(word.toLowerCase(Locale.ROOT)));
    };
  }

  private static Optional<Lora> lora(OptionalLong rank) {
    return rank.isPresent() && rank.getAsLong() > 0 && rank.getAsLong() <= RANK_LIMIT
        ? Optional.of(Lora.rank((int) rank.getAsLong()))
        : Optional.empty();
  }

  private static Optional<JobProgress> progress(Json json, OptionalInt epochs) {
    Fields fields = Fields.of(json);
    OptionalDouble percent = number(fields, "percent");
    OptionalDouble epoch = number(fields, "epoch");
    if (percent.isEmpty() && epoch.isEmpty()) {
      return Optional.empty();
    }
    // Their epoch counts from 0 and is the one that the percentage is about; ours are those done.
    OptionalDouble done = epoch.stream().map(index -> index + percent.orElse(0) / 100).findFirst();
    OptionalDouble whole =
        epoch.isPresent() && epochs.isPresent()
            ? OptionalDouble.of(
                Math.min(100, (100 * epoch.getAsDouble() + percent.orElse(0)) / epochs.getAsInt()))
            : percent;
    return Optional.of(
        new JobProgress(
            whole, done, OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty()));
  }

  private static OptionalDouble number(Fields fields, String name) {
    return fields.number(name).stream().mapToDouble(BigDecimal::doubleValue).findFirst();
  }

  private static Optional<JobFailure> failure(JobState state, String word, Fields status) {
    Optional<String> code = status.text("code").filter(name -> !name.equals("OK"));
    Optional<String> message = status.message("message");
    boolean ended = state == JobState.FAILED;
    boolean cancelled = state == JobState.CANCELLED && (code.isPresent() || message.isPresent());
    if (!ended && !cancelled) {
      return Optional.empty();
    }
    return Optional.of(
        new JobFailure(
            Optional.of(code.orElse(word)),
            message.orElse("the provider gives no reason; look at the job in its console"),
            code.filter(INPUT::contains).isPresent()));
  }

  private static OptionalInt positive(OptionalLong number) {
    return number.isPresent() && number.getAsLong() > 0 && number.getAsLong() <= Integer.MAX_VALUE
        ? OptionalInt.of((int) number.getAsLong())
        : OptionalInt.empty();
  }
}
