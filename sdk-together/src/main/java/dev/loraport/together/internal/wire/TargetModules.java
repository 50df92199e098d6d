package dev.loraport.together.internal.wire;

import dev.loraport.RequestOptions;
import dev.loraport.json.Json;
import dev.loraport.spi.Call;
import dev.loraport.spi.Fields;
import dev.loraport.spi.Operation;
import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;

/**
 * The modules that an adapter trains: the word {@code all-linear}, or their names. Both can mean
 * the same, which only the provider's list of a model's modules tells.
 *
 * @param names the names in lower case; none stands for {@code all-linear}
 */
public record TargetModules(Set<String> names) {
  private static final String ALL = "all-linear";

  /** Those of a training type; all where it names none. */
  public static TargetModules of(Json trainingType) {
    String text = Fields.of(trainingType).text("lora_trainable_modules").orElse(ALL);
    return text.strip().equalsIgnoreCase(ALL)
        ? new TargetModules(Set.of())
        : of(Arrays.asList(text.split(",", -1)));
  }

  /** Those of that name; none stands for all. */
  public static TargetModules of(Collection<String> modules) {
    Set<String> names = new TreeSet<>();
    for (String name : modules) {
      if (!name.isBlank()) {
        names.add(name.strip().toLowerCase(Locale.ROOT));
      }
    }
    return new TargetModules(names);
  }

  /** Whether only the list of the model tells that two are the same. */
  public boolean isUnlike(TargetModules other) {
    return names.isEmpty() != other.names.isEmpty();
  }

  /**
   * Whether two are the same.
   *
   * @param all the modules of the model; none where they are not known
   * @return empty where that can't be known
   */
  public Optional<Boolean> isSame(TargetModules other, TargetModules all) {
    if (!isUnlike(other)) {
      return Optional.of(equals(other));
    }
    return all.names.isEmpty()
        ? Optional.empty()
        : Optional.of(all.names.equals(names.isEmpty() ? other.names : names));
  }

  /** The modules of a model; none where the provider does not tell them. */
  public static CompletableFuture<TargetModules> all(
      Api api, String operation, Optional<String> model, RequestOptions options) {
    TargetModules unknown = new TargetModules(Set.of());
    if (model.isEmpty()) {
      return api.done(unknown);
    }
    return api.send(
            Call.get(Operation.read(operation), api.v1("/fine-tunes/models/limits"))
                .query("model_name", model.get()),
            options,
            (answer, json) ->
                of(
                    json.get("lora_training").get("target_modules").elements().stream()
                        .flatMap(name -> name.string().stream())
                        .toList()))
        .exceptionallyCompose(
            failure ->
                Passable.is(failure) ? api.done(unknown) : CompletableFuture.failedFuture(failure));
  }
}
