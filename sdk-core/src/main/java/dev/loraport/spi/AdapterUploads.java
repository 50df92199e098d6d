package dev.loraport.spi;

import dev.loraport.adapter.AdapterFinding;
import dev.loraport.adapter.AdapterFit;
import dev.loraport.adapter.LocalAdapter;
import dev.loraport.catalog.Facts;
import dev.loraport.error.UploadException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What every provider does before it takes an adapter from this machine. */
public final class AdapterUploads {
  private AdapterUploads() {}

  /**
   * Looks at an adapter and refuses what the provider would. Whether the provider takes any adapter
   * on that day is left to the client, which may know more than the facts.
   *
   * @param facts what is known of the provider
   * @param path the folder or the zip archive
   * @param baseModel the base model by its name at the provider
   * @param asOf the day of the client
   * @throws UploadException if the adapter is broken or would be refused; nothing was sent
   */
  public static LocalAdapter checked(Facts facts, Path path, String baseModel, LocalDate asOf) {
    LocalAdapter adapter;
    try {
      adapter = LocalAdapter.inspect(path);
    } catch (UploadException e) {
      throw refused(facts.provider(), String.valueOf(e.getMessage()), e);
    }
    AdapterFit fit = adapter.fits(facts, baseModel, asOf);
    List<AdapterFinding> refusals =
        fit.refusals().stream().filter(refusal -> !refusal.code().equals("upload")).toList();
    if (!refusals.isEmpty()) {
      throw refused(
          facts.provider(),
          "can't publish "
              + path
              + ": "
              + refusals.stream()
                  .limit(3)
                  .map(AdapterFinding::toString)
                  .collect(Collectors.joining("; "))
              + (refusals.size() > 3 ? "; and " + (refusals.size() - 3) + " more" : ""),
          null);
    }
    return adapter;
  }

  private static UploadException refused(
      String provider, String message, @Nullable Throwable cause) {
    return new UploadException(
        provider, "adapters.publish", message, UploadException.Step.READ, null, cause);
  }
}
