package dev.loraport.fireworks.internal.model;

import dev.loraport.Money;
import dev.loraport.Page;
import dev.loraport.catalog.Facts;
import dev.loraport.json.Json;
import dev.loraport.model.ModelInfo;
import dev.loraport.model.ModelService.Refreshed;
import dev.loraport.serving.Hardware;
import dev.loraport.spi.Caller;
import dev.loraport.spi.Fields;
import dev.loraport.spi.LiveFacts;
import dev.loraport.spi.LiveFacts.Said;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BinaryOperator;
import java.util.function.Supplier;

/** What Fireworks tells about its public models today: their flags, and what they run on. */
final class LiveModels {
  private static final Comparator<Hardware> CHEAPEST =
      Comparator.comparing((Hardware machine) -> machine.hourlyPrice().isEmpty())
          .thenComparing(machine -> machine.hourlyPrice().orElse(Money.ZERO));

  private final LiveFacts live;

  LiveModels(Caller caller, Facts shipped) {
    this.live = new LiveFacts(caller, shipped);
  }

  CompletableFuture<Refreshed> refresh(
      Supplier<CompletableFuture<Page<ModelInfo>>> models,
      Supplier<CompletableFuture<Page<Hardware>>> presets) {
    return live.list("GET /v1/accounts/fireworks/models", models, LiveModels::tell)
        .whole("GET /v1/accounts/fireworks/deploymentShapes", presets, LiveModels::tell)
        .merged();
  }

  private static void tell(ModelInfo model, Said said) {
    LiveFacts.model(model, said);
    // what was not read by a name of its own
    Json rest = Json.object().putAll(model.extra()).build();
    Fields flags = Fields.of(rest);
    Optional<Boolean> sft = flags.bool("supervisedLoraTunable");
    Optional<Boolean> rl = flags.bool("rlLoraTunable");
    sft.ifPresent(yes -> said.flag("tuning.lora.sft", model.id(), yes));
    rl.ifPresent(yes -> said.flag("tuning.lora.rft", model.id(), yes));
    either(sft, rl).ifPresent(yes -> said.flag("tuning.lora", model.id(), yes));
    Optional<Boolean> fullSft = flags.bool("supervisedFullParameterTunable");
    Optional<Boolean> fullRl = flags.bool("rlFullParameterTunable");
    fullSft.ifPresent(yes -> said.flag("tuning.full.sft", model.id(), yes));
    fullRl.ifPresent(yes -> said.flag("tuning.full.rft", model.id(), yes));
    either(fullSft, fullRl).ifPresent(yes -> said.flag("tuning.full", model.id(), yes));
    long context = flags.integer("trainingContextLength").orElse(0);
    if (context > 0) {
      said.say("tuning.lora.context.sft", model.id(), Json.of(context), "tokens");
    }
  }

  private static Optional<Boolean> either(Optional<Boolean> one, Optional<Boolean> other) {
    return one.isPresent() && other.isPresent()
        ? Optional.of(one.get() || other.get())
        : one.or(() -> other);
  }

  // of several presets of a model the cheapest is told, since that one is chosen
  private static void tell(List<Hardware> presets, Said said) {
    Map<String, Hardware> cheapest = new LinkedHashMap<>();
    for (Hardware preset : presets) {
      Json base = preset.extra().getOrDefault("baseModel", Json.missing());
      if (preset.gpuType().isPresent() && preset.gpuCount().isPresent()) {
        base.string()
            .ifPresent(model -> cheapest.merge(model, preset, BinaryOperator.minBy(CHEAPEST)));
      }
    }
    cheapest.forEach((model, preset) -> said.say("dedicated.hardware", model, value(preset), null));
  }

  private static Json value(Hardware preset) {
    return Json.object()
        .put("gpu", gpu(preset.gpuType().orElseThrow()))
        .put("count", preset.gpuCount().orElseThrow())
        .build();
  }

  /** By the words of the prices: {@code h100-80gb} for {@code NVIDIA_H100_80GB}. */
  private static String gpu(String acceleratorType) {
    return acceleratorType
        .toLowerCase(Locale.ROOT)
        .replaceFirst("^(nvidia|amd)_", "")
        .replace('_', '-');
  }
}
