package dev.loraport.fireworks.internal.tuning;

import dev.loraport.Capability;
import dev.loraport.Page;
import dev.loraport.RequestOptions;
import dev.loraport.error.ApiException;
import dev.loraport.error.DownloadException;
import dev.loraport.error.NotFoundException;
import dev.loraport.error.UnsupportedCapabilityException;
import dev.loraport.fireworks.internal.wire.Api;
import dev.loraport.fireworks.internal.wire.Errors;
import dev.loraport.fireworks.internal.wire.ResourceName;
import dev.loraport.fireworks.internal.wire.Settings;
import dev.loraport.fireworks.internal.wire.SignedFiles;
import dev.loraport.json.Json;
import dev.loraport.spi.Answer;
import dev.loraport.spi.Call;
import dev.loraport.spi.Fields;
import dev.loraport.spi.Operation;
import dev.loraport.tuning.JobId;
import dev.loraport.tuning.MetricPoint;
import java.math.BigDecimal;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * The metrics of a job: JSON lines behind a signed address, which a supervised job names itself and
 * the others are asked for. They are kept for about seven days.
 */
final class Metrics {
  private static final Operation METRICS = Operation.read("jobs.metrics");
  private static final int NOT_FOUND = 404;

  private final Api api;
  private final SignedFiles files;

  Metrics(Api api) {
    this.api = api;
    this.files = new SignedFiles(api);
  }

  CompletableFuture<Page<MetricPoint>> read(JobId id, RequestOptions options) {
    return api.begin(
        () -> {
          JobKind.Place place = JobKind.place(id);
          return api.within(
              options,
              account ->
                  api.follow(address(place.kind(), place.in(account), options))
                      .thenCompose(found -> lines(id, found, options)));
        });
  }

  private CompletableFuture<Address> address(
      JobKind kind, ResourceName name, RequestOptions options) {
    CompletableFuture<Address> job =
        api.get(
            METRICS.name(),
            api.uri(name),
            options,
            (answer, json) ->
                new Address(
                    signed(answer, json, "metricsFileSignedUrl"),
                    JobStates.of(json.get("state").string().orElse("")).isTerminal()));
    return kind == JobKind.SUPERVISED
        ? job
        : api.follow(job).thenCompose(known -> asked(name, known.ended, options));
  }

  private CompletableFuture<Address> asked(
      ResourceName name, boolean ended, RequestOptions options) {
    CompletableFuture<Address> asked =
        api.get(
            METRICS.name(),
            api.uri(name, "getMetricsFileEndpoint"),
            Api.beside(options),
            (answer, json) -> new Address(signed(answer, json, "signedUrl"), ended));
    return api.follow(asked)
        .exceptionallyCompose(
            failure ->
                // the job is there, so what is not found is its file
                failure instanceof NotFoundException missing
                    ? ended
                        ? CompletableFuture.failedFuture(gone(name.id(), missing))
                        : api.done(new Address(Optional.empty(), false))
                    : CompletableFuture.failedFuture(lacking(failure)));
  }

  private static Throwable lacking(Throwable failure) {
    return failure instanceof ApiException refused && Errors.isUnavailable(refused.answer())
        ? new UnsupportedCapabilityException(
            Settings.PROVIDER,
            Capability.JOB_METRICS,
            "the server has no metrics of jobs of this kind today; give the job a wandb to report"
                + " to")
        : failure;
  }

  private Optional<URI> signed(Answer answer, Json json, String field) {
    Fields fields = Fields.of(json);
    return fields.text(field).isPresent()
        ? Optional.of(files.address(answer, field, json.get(field)))
        : Optional.empty();
  }

  private CompletableFuture<Page<MetricPoint>> lines(
      JobId id, Address address, RequestOptions options) {
    if (address.uri.isEmpty()) {
      return api.done(Page.last(List.of()));
    }
    CompletableFuture<Page<MetricPoint>> lines =
        api.send(Call.get(METRICS, address.uri.get()).signed(), Api.bare(options))
            .thenApply(answer -> Page.last(answer.text().lines().flatMap(Metrics::point).toList()));
    return api.follow(lines)
        .exceptionallyCompose(
            failure -> {
              if (!(failure instanceof ApiException refused)) {
                return CompletableFuture.failedFuture(failure);
              }
              // the file is written once there is something to say
              return refused.status() == NOT_FOUND && !address.ended
                  ? api.done(Page.last(List.of()))
                  : CompletableFuture.failedFuture(gone(id.value(), refused));
            });
  }

  private static DownloadException gone(String job, ApiException refused) {
    return new DownloadException(
        Settings.PROVIDER,
        METRICS.name(),
        "the answer was "
            + refused.status()
            + " for the metrics of job "
            + job
            + ": they are kept for about 7 days and their address for a shorter time; ask again for"
            + " a young job, and keep those of an old one yourself",
        refused);
  }

  /** One line; a line that is cut, as the last of a file that is being written, is none. */
  private static Stream<MetricPoint> point(String line) {
    Json json;
    try {
      json = Json.parse(line);
    } catch (IllegalArgumentException e) {
      return Stream.empty();
    }
    if (json.members().isEmpty()) {
      return Stream.empty();
    }
    Fields fields = Fields.of(json);
    Map<String, Double> values = new LinkedHashMap<>();
    json.members()
        .forEach(
            (name, value) ->
                value.number().ifPresent(number -> values.put(name, number.doubleValue())));
    return Stream.of(
        new MetricPoint(
            fields.integer("train/step", "train/global_step", "step"),
            fields.number("train/epoch", "epoch").stream()
                .mapToDouble(BigDecimal::doubleValue)
                .findFirst(),
            fields.instant("timestamp", "time"),
            values));
  }

  /**
   * Where metrics are.
   *
   * @param uri the address; empty where there is none yet
   * @param ended whether the job has ended, so that they must be there
   */
  private record Address(Optional<URI> uri, boolean ended) {}
}
