package dev.loraport.huggingface;

import ai.djl.huggingface.tokenizers.jni.LibUtils;
import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import dev.loraport.dataset.TokenCounter;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Counts tokens by a {@code tokenizer.json}, exactly as the model that it belongs to sees them. A
 * limit of length or a padding that the file sets is left out of account. Text that spells one of
 * the model's special tokens is counted as that token.
 *
 * <p>Nothing is fetched: the file is read from the disk, and the native library is in the jar of
 * DJL, for Linux (x86-64, ARM), macOS (ARM) and Windows (x86-64); it is unpacked once into {@code
 * ~/.djl.ai}, or where {@code DJL_CACHE_DIR} says. On a machine with CUDA, DJL would fetch another
 * build of the library unless {@code RUST_FLAVOR=cpu} is in the environment.
 *
 * <p>Thread-safe. It holds native memory, which {@link #close()} gives back.
 */
public final class HuggingFaceTokens implements TokenCounter, AutoCloseable {
  private static final long MOST_BYTES = 256L << 20;
  private static final Cleaner CLEANER = Cleaner.create();

  private final String name;
  private final Tokenizer tokenizer;
  private final Cleaner.Cleanable cleanable;

  private HuggingFaceTokens(String name, Tokenizer tokenizer) {
    this.name = name;
    this.tokenizer = tokenizer;
    this.cleanable = CLEANER.register(this, tokenizer);
  }

  /**
   * Reads a tokenizer.
   *
   * @param name what a report calls it, such as {@code Qwen/Qwen3-8B}
   * @param file a {@code tokenizer.json}, or the folder that it is in
   * @throws IOException if it can't be read, is over 256 MiB or is no tokenizer
   */
  public static HuggingFaceTokens open(String name, Path file) throws IOException {
    Objects.requireNonNull(name, "name");
    Path json = Files.isDirectory(file) ? file.resolve("tokenizer.json") : file;
    return new HuggingFaceTokens(name, Tokenizer.read(json, text(json)));
  }

  private static String text(Path json) throws IOException {
    try (InputStream in = Files.newInputStream(json)) {
      byte[] bytes = in.readNBytes((int) MOST_BYTES + 1);
      if (bytes.length > MOST_BYTES) {
        throw new IOException(json + " has over 256 MiB; a tokenizer.json has some 10");
      }
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }

  @Override
  public String name() {
    return name;
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalStateException if this was closed
   */
  @Override
  public long count(String text) {
    try {
      return tokenizer.count(text);
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /** Gives back the native memory. Closing again does nothing. */
  @Override
  public void close() {
    cleanable.clean();
  }

  /**
   * The native tokenizer. The library's own class for it asks a service of the cloud, when it is
   * made, whether it runs there, in order to report that; so its native calls are used directly.
   */
  private static final class Tokenizer implements Runnable {
    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private long handle;

    private Tokenizer(long handle) {
      this.handle = handle;
    }

    static Tokenizer read(Path json, String text) throws IOException {
      try {
        LibUtils.checkStatus(); // loads the native library, once
      } catch (RuntimeException e) {
        throw new IOException(
            "the native library of DJL's tokenizers does not run here: " + e.getMessage(), e);
      }
      TokenizersLibrary library = TokenizersLibrary.LIB;
      try {
        long handle = library.createTokenizerFromString(text);
        library.disableTruncation(handle);
        library.disablePadding(handle);
        return new Tokenizer(handle);
      } catch (RuntimeException e) {
        throw new IOException(json + " is no tokenizer that can be read: " + e.getMessage(), e);
      }
    }

    long count(String text) {
      lock.readLock().lock();
      try {
        if (handle == 0) {
          throw new IllegalStateException("the tokenizer was closed");
        }
        TokenizersLibrary library = TokenizersLibrary.LIB;
        long encoding = library.encode(handle, whole(text), false);
        try {
          return library.getTokenIds(encoding).length;
        } finally {
          library.deleteEncoding(encoding);
        }
      } finally {
        lock.readLock().unlock();
      }
    }

    // native code takes no lone surrogates; as in UTF-8 each becomes a question mark
    private static String whole(String text) {
      return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }

    @Override
    public void run() {
      lock.writeLock().lock();
      try {
        if (handle != 0) {
          TokenizersLibrary.LIB.deleteTokenizer(handle);
          handle = 0;
        }
      } finally {
        lock.writeLock().unlock();
      }
    }
  }
}
