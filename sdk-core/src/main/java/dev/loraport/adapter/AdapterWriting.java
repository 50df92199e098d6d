package dev.loraport.adapter;

import dev.loraport.error.UploadException;
import dev.loraport.file.FileSource;
import dev.loraport.internal.disk.WholeFile;
import dev.loraport.internal.disk.Zips;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Writes the files of an adapter; each appears under its name only when it is whole. */
final class AdapterWriting {
  private AdapterWriting() {}

  static void zip(List<FileSource> files, Path zip) {
    try {
      WholeFile.write(zip, part -> Zips.pack(files, part));
    } catch (IOException e) {
      throw failed(zip, e);
    }
  }

  static List<Path> folder(List<FileSource> files, Path folder) {
    List<Path> written = new ArrayList<>();
    Path target = folder;
    try {
      Files.createDirectories(folder);
      // the configuration is the first, and comes last: without it no loader takes the rest
      for (int i = files.size() - 1; i >= 0; i--) {
        FileSource file = files.get(i);
        target = folder.resolve(file.name());
        WholeFile.write(target, part -> Zips.copy(file, part));
        written.add(target);
      }
      return List.copyOf(written);
    } catch (IOException e) {
      throw failed(target, e);
    }
  }

  private static UploadException failed(Path target, IOException cause) {
    return new UploadException(
        null,
        "adapters.write",
        "can't write " + target + ": " + cause.getMessage(),
        UploadException.Step.READ,
        null,
        cause);
  }
}
