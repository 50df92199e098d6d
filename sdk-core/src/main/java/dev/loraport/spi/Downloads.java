package dev.loraport.spi;

import dev.loraport.RequestOptions;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Downloads into files. */
public final class Downloads {
  private Downloads() {}

  /** Downloads a body into a file. */
  public static CompletableFuture<Path> download(
      Caller caller, Call get, Path target, @Nullable String remoteName, RequestOptions options) {
    throw new UnsupportedOperationException();
  }
}
