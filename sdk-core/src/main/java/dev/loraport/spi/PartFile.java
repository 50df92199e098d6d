package dev.loraport.spi;

import dev.loraport.error.DownloadException;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The file beside the target into which a download is written until it is whole. */
final class PartFile {
  private static final System.Logger LOG = System.getLogger("dev.loraport.download");

  private final DiskErrors errors;
  private Path target;
  private final Path part;
  private final FileChannel channel;
  private final WritableByteChannel out;
  private long length;

  private PartFile(DiskErrors errors, Path target, Path part, FileChannel channel, Disk disk) {
    this.errors = errors;
    this.target = target;
    this.part = part;
    this.channel = channel;
    this.out = disk.writing(channel);
  }

  /** What the bytes go through on their way into the file; a test lets it be full. */
  @FunctionalInterface
  interface Disk {
    /** Straight into the file. */
    Disk PLAIN = file -> file;

    WritableByteChannel writing(FileChannel file);
  }

  /**
   * Makes the file.
   *
   * @param errors says what went wrong
   * @param wanted the target, or the folder for it
   * @param remoteName the name that the server gave, for a folder
   * @param disk what the bytes go through
   * @throws DownloadException if it can't be made
   */
  static PartFile create(DiskErrors errors, Path wanted, @Nullable String remoteName, Disk disk) {
    Path absolute = wanted.toAbsolutePath();
    Path target =
        Files.isDirectory(absolute)
            ? absolute.resolve(RemoteNames.safe(remoteName == null ? "" : remoteName))
            : absolute;
    return create(errors, target, disk);
  }

  /**
   * Makes the file in a folder, which is made if it is not there.
   *
   * @throws DownloadException if one of them can't be made
   */
  static PartFile createIn(DiskErrors errors, Path folder, String remoteName, Disk disk) {
    Path absolute = folder.toAbsolutePath();
    try {
      Files.createDirectories(absolute);
    } catch (IOException | RuntimeException e) {
      throw errors.failed(absolute, e);
    }
    return create(errors, absolute.resolve(RemoteNames.safe(remoteName)), disk);
  }

  private static PartFile create(DiskErrors errors, Path target, Disk disk) {
    Path folder = target.getParent();
    Path name = target.getFileName();
    if (folder == null || name == null || Files.isDirectory(target)) {
      throw errors.refused(target, "it is a folder; name a file in it, or move the folder away");
    }
    if (!Files.isDirectory(folder)) {
      throw errors.refused(target, "there is no folder " + folder + "; make it first");
    }
    String unique = UUID.randomUUID().toString().replace("-", "");
    Path part = folder.resolve("." + RemoteNames.safe(name.toString()) + ".part-" + unique);
    try {
      FileChannel channel =
          FileChannel.open(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      return new PartFile(errors, target, part, channel, disk);
    } catch (IOException | RuntimeException e) {
      throw errors.failed(target, e);
    }
  }

  /** Gives the file another name in its folder. */
  void rename(String remoteName) {
    Path renamed = target.resolveSibling(RemoteNames.safe(remoteName));
    if (Files.isDirectory(renamed)) {
      throw errors.refused(renamed, "it is a folder; move it away, or choose another folder");
    }
    target = renamed;
  }

  /** Where the file will be. */
  Path target() {
    return target;
  }

  /** How many bytes were written. */
  long length() {
    return length;
  }

  /** Writes at the end. */
  void write(ByteBuffer bytes) {
    try {
      while (bytes.hasRemaining()) {
        length += out.write(bytes);
      }
    } catch (IOException | RuntimeException e) {
      throw errors.failed(target, e);
    }
  }

  /** Begins anew. */
  void clear() {
    try {
      channel.truncate(0);
      length = 0;
    } catch (IOException | RuntimeException e) {
      throw errors.failed(target, e);
    }
  }

  /** Puts the file under its name, in place of one that may be there. */
  void finish() {
    try {
      channel.close();
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException | RuntimeException e) {
      throw errors.failed(target, e);
    }
  }

  /** Removes what was written, unless it is under its name already. */
  void discard() {
    try {
      channel.close();
      Files.deleteIfExists(part);
    } catch (IOException | RuntimeException e) {
      LOG.log(Level.WARNING, "can't remove the unfinished download " + part, e);
    }
  }
}
