package dev.loraport.together.internal.tuning;

import dev.loraport.RequestOptions;
import dev.loraport.spi.Caller;
import dev.loraport.together.TogetherFineTuning;
import dev.loraport.together.TogetherLimits;
import dev.loraport.together.TogetherMetricsQuery;
import dev.loraport.together.TogetherPreview;
import dev.loraport.together.TogetherPreviewQuery;
import dev.loraport.tuning.JobId;
import dev.loraport.tuning.MetricPoint;
import java.nio.file.Path;
import java.util.List;

/**
 * The blocking calls for what Together alone tells about fine-tuning.
 *
 * @param caller waits
 * @param async the calls
 */
public record FineTuning(Caller caller, Async async) implements TogetherFineTuning {
  @Override
  public List<String> models(RequestOptions options) {
    return caller.await("tuning.models", () -> async.models(options));
  }

  @Override
  public TogetherLimits limits(String model, RequestOptions options) {
    return caller.await("tuning.limits", () -> async.limits(model, options));
  }

  @Override
  public List<MetricPoint> metrics(JobId id, TogetherMetricsQuery query, RequestOptions options) {
    return caller.await("tuning.metrics", () -> async.metrics(id, query, options));
  }

  @Override
  public TogetherPreview preview(TogetherPreviewQuery query, RequestOptions options) {
    return caller.await("tuning.preview", () -> async.preview(query, options));
  }

  @Override
  public Path downloadTokenizedDataset(JobId id, Path target, RequestOptions options) {
    return caller.await(
        "tuning.downloadTokenizedDataset",
        () -> async.downloadTokenizedDataset(id, target, options));
  }
}
