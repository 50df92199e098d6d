package dev.loraport.together;

import dev.loraport.RequestOptions;
import dev.loraport.tuning.JobId;
import dev.loraport.tuning.MetricPoint;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * What Together alone tells about fine-tuning: its models, their limits, chosen metrics, tokens.
 */
public interface TogetherFineTuning {
  /** The names of the models that can be tuned now. */
  default List<String> models() {
    return models(RequestOptions.none());
  }

  /** As {@link #models()}, with options for this call. */
  List<String> models(RequestOptions options);

  /**
   * What a job may ask of a model. Throws {@link dev.loraport.error.NotFoundException} if it can't
   * be tuned.
   */
  default TogetherLimits limits(String model) {
    return limits(model, RequestOptions.none());
  }

  /** As {@link #limits(String)}, with options for this call. */
  TogetherLimits limits(String model, RequestOptions options);

  /** Some of what was measured in a job, oldest first. */
  default List<MetricPoint> metrics(JobId id, TogetherMetricsQuery query) {
    return metrics(id, query, RequestOptions.none());
  }

  /** As {@link #metrics(JobId, TogetherMetricsQuery)}, with options for this call. */
  List<MetricPoint> metrics(JobId id, TogetherMetricsQuery query, RequestOptions options);

  /**
   * Shows the first rows of a training file as a job would learn them; nothing is billed. Only
   * JSONL for supervised tuning can be shown.
   */
  default TogetherPreview preview(TogetherPreviewQuery query) {
    return preview(query, RequestOptions.none());
  }

  /** As {@link #preview(TogetherPreviewQuery)}, with options for this call. */
  TogetherPreview preview(TogetherPreviewQuery query, RequestOptions options);

  /**
   * Downloads the archive of the tokens that a job has learned from, as {@link
   * dev.loraport.file.FileService#download} does a file.
   *
   * @param target the file, or the folder for it
   */
  default Path downloadTokenizedDataset(JobId id, Path target) {
    return downloadTokenizedDataset(id, target, RequestOptions.none());
  }

  /** As {@link #downloadTokenizedDataset(JobId, Path)}, with options for these calls. */
  Path downloadTokenizedDataset(JobId id, Path target, RequestOptions options);

  /** The same, without waiting. */
  Async async();

  /** The same operations as futures; cancelling a future closes its connection. */
  interface Async {
    /** As {@link TogetherFineTuning#models}. */
    CompletableFuture<List<String>> models(RequestOptions options);

    /** As {@link TogetherFineTuning#limits}. */
    CompletableFuture<TogetherLimits> limits(String model, RequestOptions options);

    /** As {@link TogetherFineTuning#metrics}. */
    CompletableFuture<List<MetricPoint>> metrics(
        JobId id, TogetherMetricsQuery query, RequestOptions options);

    /** As {@link TogetherFineTuning#preview}. */
    CompletableFuture<TogetherPreview> preview(TogetherPreviewQuery query, RequestOptions options);

    /** As {@link TogetherFineTuning#downloadTokenizedDataset}. */
    CompletableFuture<Path> downloadTokenizedDataset(JobId id, Path target, RequestOptions options);
  }
}
