package dev.loraport.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loraport.Capability;
import dev.loraport.adapter.AdapterSourceKind;
import dev.loraport.chat.FinishReason;
import dev.loraport.chat.Role;
import dev.loraport.file.FilePurpose;
import dev.loraport.tuning.ArtifactKind;
import dev.loraport.tuning.EventLevel;
import dev.loraport.tuning.TuningMethod;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class OpenEnumTest {
  static Stream<Arguments> types() {
    return Stream.of(
        of(Capability.class, Capability::of, Capability.known()),
        of(AdapterSourceKind.class, AdapterSourceKind::of, AdapterSourceKind.known()),
        of(FinishReason.class, FinishReason::of, FinishReason.known()),
        of(Role.class, Role::of, Role.known()),
        of(FilePurpose.class, FilePurpose::of, FilePurpose.known()),
        of(ArtifactKind.class, ArtifactKind::of, ArtifactKind.known()),
        of(EventLevel.class, EventLevel::of, EventLevel.known()),
        of(TuningMethod.class, TuningMethod::of, TuningMethod.known()));
  }

  private static <T extends OpenEnum> Arguments of(
      Class<T> type, Function<String, T> of, Iterable<T> known) {
    return Arguments.of(type, of, known);
  }

  @ParameterizedTest
  @MethodSource("types")
  void aConstantComesBackFromItsJsonAndFromAnyCase(
      Class<? extends OpenEnum> type,
      Function<String, ? extends OpenEnum> of,
      Iterable<? extends OpenEnum> known) {
    assertThat(known).isNotEmpty();
    for (OpenEnum constant : known) {
      assertThat(Json.read(Json.write(constant), type)).isSameAs(constant);
      assertThat(of.apply(constant.value().toUpperCase(Locale.ROOT))).isSameAs(constant);
      assertThat(constant).hasToString(constant.value());
    }
  }

  @ParameterizedTest
  @MethodSource("types")
  void anUnknownTextIsAValueThatKeepsIt(
      Class<? extends OpenEnum> type,
      Function<String, ? extends OpenEnum> of,
      Iterable<? extends OpenEnum> known) {
    OpenEnum value = of.apply("Brand_New");

    assertThat(value.value()).isEqualTo("Brand_New");
    assertThat(value).isEqualTo(of.apply("Brand_New")).isNotEqualTo(of.apply("brand_old"));
    assertThat(Json.read(Json.write(value), type)).isEqualTo(value);
    assertThat(known.iterator().next()).isNotEqualTo(value);
  }

  @Test
  void valuesOfTwoTypesAreNotEqual() {
    assertThat((Object) Role.of("tool")).isNotEqualTo(FinishReason.of("tool"));
  }

  @Test
  void turkishRulesOfCaseChangeNothing() {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.forLanguageTag("tr"));
    try {
      assertThat(Role.of("ASSISTANT")).isSameAs(Role.ASSISTANT);
    } finally {
      Locale.setDefault(before);
    }
  }
}
