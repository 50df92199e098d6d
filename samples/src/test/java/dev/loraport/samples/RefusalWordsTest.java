package dev.loraport.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Refusals name what can be typed, not what can be programmed. */
class RefusalWordsTest {
  @ParameterizedTest
  @CsvSource({
    "--max-hourly 0.5, more than --max-hourly $0.50, raise --max-hourly",
    "--provider fireworks --max-hourly 1, more than --max-hourly $1.00, another --hardware",
    "--provider fireworks --hardware h100, 'no machine \"h100\"; it lists NVIDIA_H100_80GB', --hardware NVIDIA_H100_80GB",
    "--hardware 1xb200, 'no machine \"1xb200\"; it lists 1xnvidia-h100-80gb', --hardware 1xnvidia-h100-80gb",
    "--provider fireworks --hardware toaster --even-in-doubt, is no GPU such as, another --hardware",
    "--model qwen3-8b, 'no source names \"qwen3-8b\" as a base', --model Qwen/Qwen3-8B",
    "--provider fireworks --model qwen3-8c, 'no source names \"qwen3-8c\"', --model accounts/fireworks/models/qwen3-8b",
    "--serverless-only, not offered, leave out --serverless-only",
    "--provider fireworks --serverless-only, not offered, leave out --serverless-only",
    "--provider fireworks --model accounts/fireworks/models/deepseek-r1-distill-llama-70b, --even-in-doubt, --hardware",
    "--plan best --max-hourly 0.5, over --max-hourly, samples/which-model"
  })
  void inTheOptionsOfTheSample(String args, String reason, String way) {
    TuneRun run = TuneRun.of(Map.of(), (args + " --as-of 2026-11-22").split(" "));

    assertThat(run.code()).as(run.out()).isEqualTo(TuneAndChat.Exit.REFUSED);
    assertThat(run.err().lines().findFirst().orElseThrow()).contains(reason);
    assertThat(run.err().lines().skip(1))
        .allMatch(line -> line.startsWith("  instead: "))
        .anyMatch(line -> line.contains(way));
    assertThat(run.err())
        .doesNotContain("ServingOptions", "serving()", "maxHourlyCost", "eplicas", "()");
  }
}
