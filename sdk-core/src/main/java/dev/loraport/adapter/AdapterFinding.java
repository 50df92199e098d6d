package dev.loraport.adapter;

import dev.loraport.dataset.Severity;
import dev.loraport.internal.json.Parts;
import java.util.Objects;

/**
 * One thing that was found in an adapter on this machine, or that a provider has against it.
 *
 * @param severity an error if it would be refused or could not be served, a warning where it might
 * @param code the rule, such as {@code rank}: stable, for programs
 * @param where the file and the field or tensor in it, such as {@code adapter_config.json: r}
 * @param message what is wrong and what to do, in one line
 */
public record AdapterFinding(Severity severity, String code, String where, String message) {
  public AdapterFinding {
    Objects.requireNonNull(severity, "severity");
    code = Parts.text(code);
    // both may quote what a stranger wrote
    where = Shown.line(Parts.text(where));
    message = Shown.line(Parts.text(message));
  }

  /** One line for people. */
  @Override
  public String toString() {
    return where.isEmpty() ? message : where + ": " + message;
  }
}
