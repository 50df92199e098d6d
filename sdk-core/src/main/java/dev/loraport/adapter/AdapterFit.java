package dev.loraport.adapter;

import dev.loraport.dataset.Severity;
import dev.loraport.internal.json.Parts;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Whether a provider would take an adapter, by what is known of the provider for a day.
 *
 * @param provider the provider, such as {@code fireworks}
 * @param baseModel the base model that it is to be published for; empty if none was named
 * @param asOf the day for which the provider's rules were asked
 * @param findings why it would be refused, as errors; what no source answers, as warnings
 */
public record AdapterFit(
    String provider, String baseModel, LocalDate asOf, List<AdapterFinding> findings) {
  public AdapterFit {
    Objects.requireNonNull(provider, "provider");
    Objects.requireNonNull(asOf, "asOf");
    baseModel = Parts.text(baseModel);
    findings = Parts.list(findings);
  }

  /** Whether nothing is known that the provider would refuse. */
  public boolean fits() {
    return refusals().isEmpty();
  }

  /** What the provider would refuse, each with the reason and what to do. */
  public List<AdapterFinding> refusals() {
    return of(Severity.ERROR);
  }

  /** What might go wrong, and what no source answers. */
  public List<AdapterFinding> doubts() {
    return of(Severity.WARNING);
  }

  private List<AdapterFinding> of(Severity severity) {
    return findings.stream().filter(finding -> finding.severity() == severity).toList();
  }

  /** All refusals in one line, or that there are none. */
  public String summary() {
    String to = provider + (baseModel.isEmpty() ? "" : " for " + baseModel);
    return fits()
        ? "nothing is known that speaks against " + to
        : to
            + " would refuse it: "
            + refusals().stream().map(AdapterFinding::toString).collect(Collectors.joining("; "));
  }
}
