package dev.loraport.fireworks.internal.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.loraport.error.UploadException;
import dev.loraport.file.FileSource;
import dev.loraport.fireworks.FireworksFacts;
import dev.loraport.testkit.SampleAdapter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PeftFolderTest {
  @TempDir Path folder;

  @BeforeEach
  void fill() {
    SampleAdapter.write(folder, "Qwen/Qwen3-8B", 16);
  }

  private PeftFolder read() {
    return PeftFolder.read(folder, FireworksFacts.load(), LocalDate.of(2026, 10, 1));
  }

  private void refused(String why) {
    assertThatExceptionOfType(UploadException.class)
        .isThrownBy(this::read)
        .withMessageContaining(why)
        .satisfies(refusal -> assertThat(refusal.provider()).contains("fireworks"));
  }

  @Test
  void theFilesOfAnAdapterGoUpAndNoOthers() throws IOException {
    Files.writeString(folder.resolve("fireworks.json"), "{}");
    Files.writeString(folder.resolve("README.md"), "mine");
    Files.write(folder.resolve("optimizer.pt"), new byte[10]);
    Files.write(folder.resolve("adapter_model.bin"), new byte[10]);

    PeftFolder read = read();

    assertThat(read.rank()).isEqualTo(16);
    assertThat(read.targetModules()).containsExactly("q_proj", "v_proj");
    assertThat(read.baseModel()).contains("Qwen/Qwen3-8B");
    assertThat(read.files())
        .extracting(FileSource::name)
        .containsExactly("adapter_config.json", "adapter_model.safetensors", "fireworks.json");
  }

  @Test
  void theFingerprintFollowsTheContent() {
    String before = read().fingerprint(() -> false);
    assertThat(read().fingerprint(() -> false)).isEqualTo(before).matches("[0-9a-f]{64}");

    SampleAdapter.write(folder, "Qwen/Qwen3-8B", 8);
    assertThat(read().fingerprint(() -> false)).isNotEqualTo(before);
  }

  @ParameterizedTest
  @CsvSource({
    "2, 'adapter_config.json: r: the rank is 2, and fireworks takes 4 or more'",
    "65, 'adapter_config.json: r: the rank is 65, and fireworks takes 64 at the most'"
  })
  void aRankThatFireworksWouldRefuse(int rank, String why) {
    SampleAdapter.write(folder, "Qwen/Qwen3-8B", rank);

    refused(why);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[~q_proj~,~v_proj~] | ~all-linear~ | target_modules: it is the pattern",
        "~base_model_name_or_path~ | ~use_dora~:true,~x~ | the weights have no magnitudes"
      })
  void whatFireworksWouldRefuseIsNamedByFileAndField(String old, String changed, String why)
      throws IOException {
    Path config = folder.resolve("adapter_config.json");
    Files.writeString(
        config,
        Files.readString(config)
            .replace(" ", "")
            .replace(old.replace('~', '"'), changed.replace('~', '"')));

    refused(why);
  }

  @Test
  void modulesThatAreNamedByTheirPathsAreKnownByTheirNames() throws IOException {
    Path config = folder.resolve("adapter_config.json");
    Files.writeString(
        config,
        Files.readString(config)
            .replace("\"q_proj\"", "\"layers.0.self_attn.q_proj\",\"layers.1.self_attn.q_proj\""));

    assertThat(read().targetModules()).containsExactly("q_proj", "v_proj");
  }

  @ParameterizedTest
  @CsvSource({"adapter_config.json", "adapter_model.safetensors"})
  void aFileThatIsMissingIsNamed(String name) throws IOException {
    Files.delete(folder.resolve(name));

    refused(folder.resolve(name) + " as an adapter: it is not there");
  }
}
