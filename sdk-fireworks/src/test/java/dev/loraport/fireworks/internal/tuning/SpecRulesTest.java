package dev.loraport.fireworks.internal.tuning;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.loraport.error.UnsupportedCapabilityException;
import dev.loraport.file.FileId;
import dev.loraport.fireworks.FireworksTuning;
import dev.loraport.tuning.Lora;
import dev.loraport.tuning.TuningMethod;
import dev.loraport.tuning.TuningSpec;
import dev.loraport.tuning.Wandb;
import java.net.URI;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SpecRulesTest {
  private static final String NO_FIELD = "as of August 2026 its jobs have no such field";

  private static TuningSpec.Builder spec() {
    return TuningSpec.builder()
        .model("accounts/fireworks/models/qwen3-8b")
        .trainingFile(FileId.of("train"));
  }

  static Stream<Arguments> lacking() {
    return Stream.of(
        row("lora.alpha", s -> s.lora(Lora.builder().rank(8).alpha(8).build())),
        row("lora.dropout", s -> s.lora(Lora.builder().rank(8).dropout(0.1).build())),
        row("lora.targetModules", s -> s.lora(Lora.builder().addTargetModules("q_proj").build())),
        row("warmupRatio", s -> s.warmupRatio(0.1)),
        row("maxGradientNorm", s -> s.maxGradientNorm(1)),
        row("packing", s -> s.packing(true)),
        row("trainOnInputs", s -> s.trainOnInputs(true)),
        row("seed", s -> s.seed(7)),
        row("checkpoints", s -> s.checkpoints(2)),
        row("evaluations", s -> s.evaluations(1).validationFile(FileId.of("eval"))),
        row("validationFile", s -> s.method(TuningMethod.DPO).validationFile(FileId.of("eval"))),
        row("beta", s -> rft(s).beta(0.1)),
        row("wandb.name", s -> s.wandb(wandb().name("n").build())),
        row("wandb.baseUrl", s -> s.wandb(wandb().baseUrl(URI.create("https://w.test")).build())));
  }

  private static Arguments row(String field, UnaryOperator<TuningSpec.Builder> setting) {
    return Arguments.of(field, Named.of("set", setting));
  }

  private static TuningSpec.Builder rft(TuningSpec.Builder spec) {
    return spec.method(TuningMethod.RFT)
        .putAllExtra(FireworksTuning.fields().evaluator("maths").extra());
  }

  private static Wandb.Builder wandb() {
    Wandb.Builder wandb = Wandb.builder();
    wandb.apiKey("k").entity("team");
    return wandb;
  }

  @ParameterizedTest
  @MethodSource("lacking")
  void whatAJobHasNoFieldForIsRefusedByItsName(
      String field, UnaryOperator<TuningSpec.Builder> setting) {
    TuningSpec spec = setting.apply(spec()).build();
    assertThatExceptionOfType(UnsupportedCapabilityException.class)
        .isThrownBy(() -> SpecRules.check(spec))
        .withMessageStartingWith("fireworks has no " + field + ": " + NO_FIELD);
  }

  @Test
  void anUnknownMethodIsRefusedWithTheKnownOnes() {
    TuningSpec spec = spec().method(TuningMethod.of("grpo")).build();
    assertThatExceptionOfType(UnsupportedCapabilityException.class)
        .isThrownBy(() -> SpecRules.check(spec))
        .withMessageContaining("sft, dpo, orpo or rft");
  }

  @Test
  void aContextIsAMultipleOfSixteen() {
    TuningSpec spec = spec().maxSequenceLength(1000).build();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SpecRules.check(spec))
        .withMessage("maxSequenceLength must be a multiple of 16 at Fireworks, not 1000; take 992");
  }

  @Test
  void aReportNeedsItsTeam() {
    TuningSpec spec = spec().wandb(Wandb.builder().apiKey("k").build()).build();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SpecRules.check(spec))
        .withMessageContaining("wandb.entity is required");
  }

  @Test
  void theBetaOfDpoIsBelowAHalf() {
    TuningSpec spec = spec().method(TuningMethod.DPO).beta(0.5).build();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SpecRules.check(spec))
        .withMessageContaining("below 0.5");
  }

  @Test
  void aReinforcementJobNeedsAnEvaluator() {
    TuningSpec spec = spec().method(TuningMethod.RFT).build();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SpecRules.check(spec))
        .withMessageContaining("evaluator");
  }

  @Test
  void anIdOfYourOwnHasTheLettersOfIds() {
    TuningSpec spec = spec().putAllExtra(FireworksTuning.fields().jobId("My Run").extra()).build();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SpecRules.check(spec))
        .withMessageContaining("not \"My Run\"");
  }

  @Test
  void theModulesOfPreferenceJobsCanBeChosen() {
    TuningSpec spec =
        spec()
            .method(TuningMethod.ORPO)
            .beta(2)
            .lora(Lora.builder().rank(8).alpha(8).addTargetModules("q_proj").build())
            .build();
    assertThatCode(() -> SpecRules.check(spec)).doesNotThrowAnyException();
  }
}
