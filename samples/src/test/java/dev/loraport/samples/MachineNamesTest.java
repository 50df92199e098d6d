package dev.loraport.samples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loraport.catalog.Constraints;
import dev.loraport.catalog.DatasetFigures;
import dev.loraport.catalog.Plan;
import dev.loraport.catalog.Planner;
import dev.loraport.serving.Hardware;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MachineNamesTest {
  private static final LocalDate DAY = LocalDate.of(2026, 11, 22);

  private static List<Hardware> machines(String provider) {
    try (Backend backend = Backend.open(provider, Optional.of(DAY), Map.of(), config -> {})) {
      return backend.client().serving().hardware().stream().toList();
    } catch (Options.BadArgument e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "together, 1xnvidia-h100-80gb, 1xnvidia-h100-80gb",
    "together, 1 x h100-80gb, 1xnvidia-h100-80gb",
    "together, 8X H100-80GB, 8xnvidia-h100-80gb",
    "fireworks, h100-80gb, 1xNVIDIA_H100_80GB",
    "fireworks, nvidia_h100_80gb, NVIDIA_H100_80GB",
    "fireworks, 32 x h100-80gb, 32xNVIDIA_H100_80GB",
    "fireworks, 2xNVIDIA_B200_180GB, 2xNVIDIA_B200_180GB",
    "fireworks, h100, ",
    "fireworks, 0 x h100-80gb, ",
    "together, toaster, "
  })
  void aMachineIsFoundByEitherOfItsNames(String provider, String asked, String found) {
    assertThat(MachineNames.find(asked, machines(provider))).isEqualTo(Optional.ofNullable(found));
  }

  @ParameterizedTest
  @CsvSource({"together", "fireworks"})
  void whatTheRankingPrintsCanBeAskedFor(String provider) {
    List<Hardware> machines = machines(provider);
    Constraints constraints = Constraints.builder().asOf(DAY).addProviders(provider).build();

    List<String> printed =
        Planner.rank(DatasetFigures.planned(100, 100), constraints).plans().stream()
            .map(Plan::hardware)
            .flatMap(Optional::stream)
            .map(Hardware::id)
            .distinct()
            .toList();

    assertThat(printed).isNotEmpty();
    assertThat(printed)
        .allSatisfy(name -> assertThat(MachineNames.find(name, machines)).isPresent());
  }
}
