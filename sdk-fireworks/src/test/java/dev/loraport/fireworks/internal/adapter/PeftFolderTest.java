package dev.loraport.fireworks.internal.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.loraport.error.UploadException;
import dev.loraport.file.FileSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PeftFolderTest {
  private static final String GOOD =
      "{'base_model_name_or_path':'Qwen/Qwen3-8B','r':16,'target_modules':['q_proj','v_proj']}";

  @TempDir Path folder;

  @BeforeEach
  void fill() throws IOException {
    config(GOOD);
    Files.write(folder.resolve("adapter_model.safetensors"), new byte[] {1, 2, 3});
  }

  private void config(String json) throws IOException {
    Files.writeString(folder.resolve("adapter_config.json"), json.replace('\'', '"'));
  }

  @Test
  void theFilesOfAnAdapterGoUpAndNoOthers() throws IOException {
    Files.writeString(folder.resolve("fireworks.json"), "{}");
    Files.writeString(folder.resolve("README.md"), "mine");
    Files.write(folder.resolve("optimizer.pt"), new byte[10]);
    Files.write(folder.resolve("adapter_model.bin"), new byte[10]);

    PeftFolder read = PeftFolder.read(folder);

    assertThat(read.rank()).isEqualTo(16);
    assertThat(read.targetModules()).containsExactly("q_proj", "v_proj");
    assertThat(read.baseModel()).contains("Qwen/Qwen3-8B");
    assertThat(read.files())
        .extracting(FileSource::name)
        .containsExactly("adapter_config.json", "adapter_model.safetensors", "fireworks.json");
  }

  @Test
  void theFingerprintFollowsTheContent() throws IOException {
    String before = PeftFolder.read(folder).fingerprint(() -> false);
    assertThat(PeftFolder.read(folder).fingerprint(() -> false))
        .isEqualTo(before)
        .matches("[0-9a-f]{64}");

    Files.write(folder.resolve("adapter_model.safetensors"), new byte[] {1, 2, 4});
    assertThat(PeftFolder.read(folder).fingerprint(() -> false)).isNotEqualTo(before);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'r':2,'target_modules':['q_proj']} | field r: the rank is 2, and Fireworks takes 4 to 64",
        "{'r':65,'target_modules':['q_proj']} | field r: the rank is 65",
        "{'target_modules':['q_proj']} | field r: no whole number",
        "{'r':8} | field target_modules: no list",
        "{'r':8,'target_modules':'all-linear'} | field target_modules: a pattern",
        "{'r':8,'target_modules':['lm_head']} | field target_modules: Fireworks serves no adapter",
        "no json | it is no JSON"
      })
  void whatFireworksWouldRefuseIsNamedByFileAndField(String json, String why) throws IOException {
    config(json);
    assertThatExceptionOfType(UploadException.class)
        .isThrownBy(() -> PeftFolder.read(folder))
        .withMessageStartingWith(
            "can't publish " + folder.resolve("adapter_config.json") + ": " + why);
  }

  @Test
  void modulesThatAreNamedByTheirPathsAreKnownByTheirNames() throws IOException {
    config(
        "{'r':8,'target_modules':['model.layers.0.self_attn.q_proj','v_proj',"
            + "'model.layers.1.self_attn.q_proj','model.layers.0.block_sparse_moe.gate']}");
    assertThat(PeftFolder.read(folder).targetModules())
        .containsExactly("q_proj", "v_proj", "block_sparse_moe.gate");
  }

  @ParameterizedTest
  @CsvSource({"adapter_config.json", "adapter_model.safetensors"})
  void aFileThatIsMissingIsNamed(String name) throws IOException {
    Files.delete(folder.resolve(name));
    assertThatExceptionOfType(UploadException.class)
        .isThrownBy(() -> PeftFolder.read(folder))
        .withMessageStartingWith("can't publish " + folder.resolve(name) + ": it is not there");
  }

  @Test
  void weightsOfNoBytesAreRefused() throws IOException {
    Files.write(folder.resolve("adapter_model.safetensors"), new byte[0]);
    assertThatExceptionOfType(UploadException.class)
        .isThrownBy(() -> PeftFolder.read(folder))
        .withMessageEndingWith("adapter_model.safetensors: it is empty");
  }

  @Test
  void aConfigurationWithoutBoundIsNotRead() throws IOException {
    config(String.format(Locale.ROOT, "{'r':8,'x':'%s'}", "y".repeat(1 << 20)));
    assertThatExceptionOfType(UploadException.class)
        .isThrownBy(() -> PeftFolder.read(folder))
        .withMessageContaining("over 1048576 bytes");
  }
}
