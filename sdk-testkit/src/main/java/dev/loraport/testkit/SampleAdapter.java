package dev.loraport.testkit;

import dev.loraport.testkit.internal.engine.AdapterFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * A small but real LoRA adapter on disk, for tests that publish one: two modules of one layer with
 * weights of zero. The jobs of the fakes leave the same.
 */
public final class SampleAdapter {
  private SampleAdapter() {}

  /**
   * Writes {@code adapter_config.json} and {@code adapter_model.safetensors}.
   *
   * @param folder where they go; made if it is not there
   * @param baseModel the base model that the configuration names
   * @param rank the rank, from 1
   * @return the folder
   * @throws UncheckedIOException if they can't be written
   */
  public static Path write(Path folder, String baseModel, int rank) {
    try {
      Files.createDirectories(folder);
      for (Map.Entry<String, byte[]> file : AdapterFiles.of(baseModel, rank, 2 * rank).entrySet()) {
        Files.write(folder.resolve(file.getKey()), file.getValue());
      }
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
