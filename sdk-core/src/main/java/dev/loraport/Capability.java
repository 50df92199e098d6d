package dev.loraport;

import com.fasterxml.jackson.annotation.JsonCreator;
import dev.loraport.json.OpenEnum;

/**
 * Something that a provider may or may not be able to do. {@link ProviderClient#capabilities()}
 * lists only what works with this library on the client's day.
 */
public final class Capability extends OpenEnum {
  private static final Constants<Capability> ALL = new Constants<>(Capability::new);

  /** Files can be uploaded, listed and deleted. */
  public static final Capability FILES = ALL.add("files");

  /** The content of a file can be downloaded. */
  public static final Capability FILE_DOWNLOAD = ALL.add("file_download");

  /** Jobs train LoRA adapters. */
  public static final Capability LORA_TUNING = ALL.add("lora_tuning");

  /** Jobs tune all parameters. */
  public static final Capability FULL_TUNING = ALL.add("full_tuning");

  /** Jobs learn from preferences. */
  public static final Capability PREFERENCE_TUNING = ALL.add("preference_tuning");

  /** Jobs report events. */
  public static final Capability JOB_EVENTS = ALL.add("job_events");

  /** Jobs keep checkpoints that can be listed. */
  public static final Capability CHECKPOINTS = ALL.add("checkpoints");

  /** Jobs report metrics. */
  public static final Capability JOB_METRICS = ALL.add("job_metrics");

  /** The weights of a finished job and of its checkpoints can be downloaded. */
  public static final Capability WEIGHTS_DOWNLOAD = ALL.add("weights_download");

  /** Jobs can be deleted. */
  public static final Capability JOB_DELETION = ALL.add("job_deletion");

  /** The provider says what a job would cost. */
  public static final Capability PRICE_ESTIMATE = ALL.add("price_estimate");

  /** Adapters can be published from outside. */
  public static final Capability ADAPTER_UPLOAD = ALL.add("adapter_upload");

  /** The files of an adapter can be downloaded. */
  public static final Capability ADAPTER_DOWNLOAD = ALL.add("adapter_download");

  /** Adapters are served without a deployment. */
  public static final Capability SERVERLESS_LORA = ALL.add("serverless_lora");

  /** Tuned models are served on dedicated deployments. */
  public static final Capability DEDICATED_SERVING = ALL.add("dedicated_serving");

  /** Adapters can be loaded onto a running deployment. */
  public static final Capability ADAPTER_HOT_LOAD = ALL.add("adapter_hot_load");

  /** Chat completions. */
  public static final Capability CHAT = ALL.add("chat");

  /** Streamed chat completions. */
  public static final Capability CHAT_STREAMING = ALL.add("chat_streaming");

  /** Completions of plain text, complete and streamed. */
  public static final Capability TEXT_COMPLETION = ALL.add("text_completion");

  /** The models can be listed. */
  public static final Capability MODEL_LIST = ALL.add("model_list");

  /** Batch inference. */
  public static final Capability BATCHES = ALL.add("batches");

  /** A batch can be ended before its time. */
  public static final Capability BATCH_CANCELLATION = ALL.add("batch_cancellation");

  private Capability(String value) {
    super(value);
  }

  /** The constant of that text in any case, or a new value that keeps the text. */
  @JsonCreator
  public static Capability of(String value) {
    return ALL.of(value);
  }

  /** The constants of this class. */
  public static Iterable<Capability> known() {
    return ALL.all();
  }
}
