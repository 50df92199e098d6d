package dev.loraport.serving;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import dev.loraport.Money;
import dev.loraport.json.Json;
import dev.loraport.spi.SdkStyle;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.immutables.value.Value;
import tools.jackson.databind.annotation.JsonDeserialize;

/** A kind of machine that a provider deploys on. */
@Value.Immutable
@SdkStyle
@JsonDeserialize(builder = Hardware.Builder.class)
public interface Hardware {
  /** The id by which it is asked for. */
  String id();

  /** The GPU, such as {@code nvidia-h100-80gb}. */
  Optional<String> gpuType();

  /** GPUs of one replica. */
  OptionalInt gpuCount();

  /** Memory of one GPU in GiB. */
  OptionalInt gpuMemoryGib();

  /** US dollars for an hour of one replica. */
  Optional<Money> hourlyPrice();

  /** Where it can be had. */
  List<String> regions();

  /** What the provider sent beyond the fields above, by its own names. */
  @JsonAnyGetter
  Map<String, Json> extra();

  /** Starts a value. */
  static Builder builder() {
    return new Builder();
  }

  /** Collects the parts of a {@link Hardware}. */
  final class Builder extends ImmutableHardware.Builder {
    Builder() {}
  }
}
