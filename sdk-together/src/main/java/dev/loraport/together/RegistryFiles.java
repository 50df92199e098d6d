package dev.loraport.together;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The files of one revision of a model; they can't be fetched.
 *
 * @param files the files
 * @param revision the revision
 * @param createdAt when the revision was made
 * @param totalBytes the bytes of all files
 */
public record RegistryFiles(
    List<Entry> files,
    Optional<String> revision,
    Optional<Instant> createdAt,
    OptionalLong totalBytes) {
  /** Copies what is a collection. */
  public RegistryFiles {
    files = List.copyOf(files);
  }

  /**
   * One file.
   *
   * @param path where it is in the revision
   * @param bytes its size
   * @param hash its hash, of a kind that no source names
   */
  public record Entry(String path, OptionalLong bytes, Optional<String> hash) {}
}
