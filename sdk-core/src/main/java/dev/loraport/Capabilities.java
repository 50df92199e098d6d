package dev.loraport;

import dev.loraport.error.UnsupportedCapabilityException;
import java.time.LocalDate;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a provider can do with this library on a given day, and why it can not do the rest. */
public final class Capabilities {
  private final String provider;
  private final LocalDate asOf;
  private final Set<Capability> available;
  private final Map<Capability, String> reasons;

  private Capabilities(Builder builder) {
    this.provider = builder.provider;
    this.asOf = builder.asOf;
    this.available = Collections.unmodifiableSet(new LinkedHashSet<>(builder.available));
    this.reasons = Collections.unmodifiableMap(new LinkedHashMap<>(builder.reasons));
  }

  /** Starts the capabilities of a provider on a day. */
  public static Builder builder(String provider, LocalDate asOf) {
    return new Builder(provider, asOf);
  }

  /** The provider. */
  public String provider() {
    return provider;
  }

  /** The day for which this holds. */
  public LocalDate asOf() {
    return asOf;
  }

  /** All that works. */
  public Set<Capability> available() {
    return available;
  }

  /** Whether that works. */
  public boolean has(Capability capability) {
    return available.contains(capability);
  }

  /** Why that does not work, with a date and the way out, where there is something to say. */
  public Optional<String> reasonAgainst(Capability capability) {
    return Optional.ofNullable(reasons.get(capability));
  }

  /**
   * Does nothing if that works.
   *
   * @throws UnsupportedCapabilityException if it does not
   */
  public void require(Capability capability) {
    if (!has(capability)) {
      throw new UnsupportedCapabilityException(
          provider,
          capability,
          reasons.getOrDefault(capability, "not offered as of " + asOf + "; see capabilities()"));
    }
  }

  @Override
  public String toString() {
    return provider + " as of " + asOf + ": " + available;
  }

  /** Collects capabilities. */
  public static final class Builder {
    private final String provider;
    private final LocalDate asOf;
    private final Set<Capability> available = new LinkedHashSet<>();
    private final Map<Capability, String> reasons = new LinkedHashMap<>();

    private Builder(String provider, LocalDate asOf) {
      this.provider = provider;
      this.asOf = asOf;
    }

    /** That works. */
    public Builder with(Capability... capabilities) {
      for (Capability capability : capabilities) {
        available.add(capability);
        reasons.remove(capability);
      }
      return this;
    }

    /** That does not work, for this reason. */
    public Builder without(Capability capability, String reason) {
      available.remove(capability);
      reasons.put(capability, reason);
      return this;
    }

    /** The capabilities. */
    public Capabilities build() {
      return new Capabilities(this);
    }
  }
}
