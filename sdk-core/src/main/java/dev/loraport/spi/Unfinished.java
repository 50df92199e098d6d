package dev.loraport.spi;

import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** Work that can be given up when it has perhaps done a part of it at the provider. */
public interface Unfinished {
  /**
   * What there may be at the provider if this is given up now, and what to do about it, for people;
   * null if there is nothing.
   */
  @Nullable String leaves();

  /** What that future leaves. */
  static @Nullable String of(@Nullable Object future) {
    return future instanceof Unfinished work && !((Future<?>) future).isDone()
        ? work.leaves()
        : null;
  }
}
