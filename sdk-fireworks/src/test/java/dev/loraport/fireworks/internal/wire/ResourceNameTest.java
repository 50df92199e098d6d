package dev.loraport.fireworks.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResourceNameTest {
  private static final Account TEAM = Account.of("my-team");

  @ParameterizedTest
  @CsvSource({
    "MODELS, support-lora, accounts/my-team/models/support-lora",
    "MODELS, accounts/fireworks/models/qwen3-8b, accounts/fireworks/models/qwen3-8b",
    "SFT_JOBS, m4t8r2zq, accounts/my-team/supervisedFineTuningJobs/m4t8r2zq",
    "DEPLOYMENT_SHAPES, accounts/fireworks/deploymentShapes/a/versions/b,"
        + " accounts/fireworks/deploymentShapes/a/versions/b"
  })
  void anIdGetsItsFullNameAndAFullNameStaysAsItIs(Collection collection, String id, String name) {
    assertThat(TEAM.name(collection, id)).hasToString(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "..",
        "a/../b",
        "a/b",
        "a/versions/b",
        "../models/x",
        "x:cancel",
        "x?y=z",
        "x#y",
        "accounts/a/models/x",
        "accounts/a/datasets/",
        "accounts/../datasets/x",
        "accounts/a/datasets/x:delete"
      })
  void whatCouldLeadElsewhereIsNoName(String id) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TEAM.name(Collection.DATASETS, id))
        .withMessageContaining("\"");
  }

  @Test
  void aNameKnowsItsParts() {
    ResourceName shape = ResourceName.parse("accounts/fireworks/deploymentShapes/s1/versions/v2");
    assertThat(shape.account()).hasToString("fireworks");
    assertThat(shape.collection()).contains(Collection.DEPLOYMENT_SHAPES);
    assertThat(shape.id()).isEqualTo("s1/versions/v2");
    assertThat(ResourceName.parse("accounts/a/operations/o1").collection()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "accounts/a/datasets/x, x",
    "x, x",
    "gs://bucket/x, gs://bucket/x",
    "accounts/a, accounts/a"
  })
  void anAnswerMayHoldAnIdOrAName(String text, String id) {
    assertThat(ResourceName.id(text)).isEqualTo(id);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "accounts/", "a/b", "..", "a:b", "accounts/a/b"})
  void noAccountHasSuchAnId(String id) {
    assertThatIllegalArgumentException().isThrownBy(() -> Account.of(id));
  }
}
