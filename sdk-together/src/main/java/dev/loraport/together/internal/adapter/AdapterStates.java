package dev.loraport.together.internal.adapter;

import dev.loraport.adapter.AdapterState;
import dev.loraport.error.WaitTimeoutException;
import dev.loraport.together.internal.wire.Settings;
import java.util.Locale;
import java.util.Map;

/** The words for the state of an upload job, and what to do about its known failures. */
public final class AdapterStates {
  private static final Map<String, AdapterState> STATES =
      Map.of(
          "queued", AdapterState.IMPORTING,
          "running", AdapterState.IMPORTING,
          "processing", AdapterState.IMPORTING,
          "complete", AdapterState.READY,
          "failed", AdapterState.FAILED);

  private static final Map<String, String> WAYS_OUT =
      Map.ofEntries(
          Map.entry("already exists", "choose another name: there are no versions under one name"),
          Map.entry(
              "no lora_model",
              "name a base that takes serverless adapters: -Reference, not -Turbo"),
          Map.entry(
              "missing",
              "the source must hold adapter_config.json and adapter_model.safetensors at its root"),
          Map.entry(
              "not found",
              "check the repository or the signed address, and the Hugging Face token"),
          Map.entry("incompatible", "publish it for the base model it was trained on"),
          Map.entry(
              "unsupported", "the registry takes no adapter of this base, rank or layer type"),
          Map.entry("expired", "sign the address for at least 100 minutes"),
          Map.entry(
              "too large", "the adapter is over the account's limit: ask the support for more"),
          Map.entry("size", "the adapter is over the account's limit: ask the support for more"),
          Map.entry("403", "check the signed address, or the Hugging Face token and its rights"),
          Map.entry("401", "check the Hugging Face token and its rights"));

  /** Troubleshooting notes of the vendor, 2026-02-13: these are never told as a failure. */
  private static final String STUCK =
      "Together leaves an import that it can't make in this state without a reason: see that the"
          + " signed address is still good and lasts 100 minutes or more (sign a fresh one), that"
          + " the archive is within the size limit of the account (ask the support for more), and"
          + " that the Hugging Face token may read the repository; ";

  private AdapterStates() {}

  /**
   * Says why an import may not come to its end, where the time for it has passed.
   *
   * @param failure how the wait ended; all but {@link WaitTimeoutException} stay as they are
   * @param last the provider's own word for what was last seen
   * @param look what to look at and what to do then
   */
  public static Throwable explained(Throwable failure, String last, String look) {
    return failure instanceof WaitTimeoutException over
        ? new WaitTimeoutException(
            Settings.PROVIDER,
            over.operation().orElse(""),
            over.getMessage() + "; last seen: \"" + last + "\"; " + STUCK + look,
            over.timeout(),
            over.last(),
            over.getCause())
        : failure;
  }

  static AdapterState of(String status) {
    return STATES.getOrDefault(status.toLowerCase(Locale.ROOT), AdapterState.UNKNOWN);
  }

  /** The state of an adapter for the state of the job that trains it. */
  static AdapterState ofJob(String status) {
    return switch (status.toLowerCase(Locale.ROOT)) {
      case "completed" -> AdapterState.READY;
      case "error", "user_error", "failed", "cancelled" -> AdapterState.FAILED;
      default -> AdapterState.IMPORTING;
    };
  }

  /** What to do about a failure. */
  public static String wayOut(String problem) {
    String text = problem.toLowerCase(Locale.ROOT);
    return WAYS_OUT.entrySet().stream()
        .filter(way -> text.contains(way.getKey()))
        .map(Map.Entry::getValue)
        .sorted()
        .findFirst()
        .orElse("check that the source holds the two adapter files and stays readable meanwhile");
  }
}
