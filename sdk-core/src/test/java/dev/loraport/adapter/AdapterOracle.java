package dev.loraport.adapter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.loraport.catalog.Facts;
import dev.loraport.error.UploadException;
import dev.loraport.file.FileSource;
import dev.loraport.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;

/**
 * What holds for any bytes on the disk: a report that can be asked and stored, or one refusal that
 * names the file. Nothing else is thrown, and nothing is read or written elsewhere.
 */
final class AdapterOracle {
  private static final LocalDate DAY = LocalDate.of(2026, 8, 1);
  static final String TENSOR = "base_model.model.model.layers.0.self_attn.q_proj.lora_";
  private static final Facts FACTS =
      Facts.parse(
          """
          {"provider": "acme", "facts": [
            {"topic": "adapter.types", "subject": "*", "value": ["LORA"], "from": "2026-01-01",
             "source": "page"},
            {"topic": "adapter.rank.max", "subject": "*", "value": 64, "from": "2026-01-01",
             "source": "page"},
            {"topic": "adapter.modules", "subject": "*", "value": ["q_proj", "v_proj"],
             "from": "2026-01-01", "source": "page"},
            {"topic": "adapter.modules.listed", "subject": "*", "value": true,
             "from": "2026-01-01", "source": "page"},
            {"topic": "adapter.bytes.max", "subject": "*", "value": 2000, "from": "2026-01-01",
             "source": "page"}]}
          """
              .getBytes(UTF_8));

  /** Which part of an adapter the bytes are; all else is sound. */
  enum Part {
    CONFIG {
      @Override
      Path put(byte[] bytes, Path work) {
        return folder(Peft.sound().file(Peft.CONFIG, bytes), work);
      }
    },
    WEIGHTS {
      @Override
      Path put(byte[] bytes, Path work) {
        return folder(Peft.sound().file(Peft.WEIGHTS, bytes), work);
      }
    },
    /** The JSON of a header, whose length is right, before 256 bytes of tensors. */
    HEADER {
      @Override
      Path put(byte[] bytes, Path work) {
        return folder(Peft.sound().file(Peft.WEIGHTS, Peft.safetensors(bytes, 256)), work);
      }
    },
    INDEX {
      @Override
      Path put(byte[] bytes, Path work) {
        Peft peft = Peft.sound().without(Peft.WEIGHTS).file(Peft.WEIGHTS + ".index.json", bytes);
        for (String half : new String[] {"A", "B"}) {
          peft.file(
              half + ".safetensors",
              new Peft.Tensors().tensor(TENSOR + half + ".weight", "F32", 8, 8).bytes());
        }
        return folder(peft, work);
      }
    },
    ZIP {
      @Override
      Path put(byte[] bytes, Path work) {
        try {
          return Files.write(work.resolve("adapter.zip"), bytes);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    };

    /** Makes an adapter of them; the folder or archive. */
    abstract Path put(byte[] bytes, Path work);

    private static Path folder(Peft peft, Path work) {
      return peft.folder(work.resolve("adapter"));
    }
  }

  private AdapterOracle() {}

  /**
   * Looks into an adapter with these bytes.
   *
   * @param work an empty folder, which is empty again afterwards
   * @return whether they are taken
   */
  static boolean check(Part part, byte[] bytes, Path work) {
    Path path = part.put(bytes, work);
    try {
      LocalAdapter adapter = LocalAdapter.inspect(path);
      whole(adapter);
      written(adapter, work.resolve("written.zip"));
      return true;
    } catch (UploadException refusal) {
      assertThat(refusal).hasMessageStartingWith("can't use " + path);
      plain(String.valueOf(refusal.getMessage()));
      return false;
    } finally {
      clear(work);
    }
  }

  private static void whole(LocalAdapter adapter) {
    assertThat(adapter.files()).contains(LocalAdapter.CONFIG).doesNotHaveDuplicates();
    assertThat(adapter.bytes()).isPositive();
    assertThat(adapter.pairs()).isLessThanOrEqualTo(adapter.tensors());
    assertThat(adapter.findings()).hasSizeLessThanOrEqualTo(100);
    AdapterFit fit = adapter.fits(FACTS, "acme/qwen3-8b", DAY);
    fit.findings().forEach(finding -> plain(finding.toString()));
    assertThat(fit.findings()).containsAll(adapter.findings());
    assertThat(Json.read(Json.write(adapter), LocalAdapter.class)).isEqualTo(adapter);
    assertThat(adapter.sources().stream().mapToLong(FileSource::length).sum())
        .isEqualTo(adapter.bytes());
  }

  // an archive may hold other than what it says, which is seen when it is unpacked
  private static void written(LocalAdapter adapter, Path zip) {
    try {
      adapter.writeZip(zip);
    } catch (UploadException refusal) {
      assertThat(refusal).hasMessageStartingWith("can't write " + zip);
      plain(String.valueOf(refusal.getMessage()));
      assertThat(zip).doesNotExist();
      return;
    }
    assertThat(LocalAdapter.inspect(zip))
        .usingRecursiveComparison()
        .ignoringFields("path")
        .isEqualTo(adapter);
  }

  /** A message for a person and a log: one line, not too long, no control characters. */
  private static void plain(String message) {
    assertThat(message).doesNotContainPattern("\\p{Cntrl}").hasSizeLessThan(4_000);
  }

  private static void clear(Path folder) {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        if (Files.isDirectory(entry)) {
          clear(entry);
        }
        Files.delete(entry);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
