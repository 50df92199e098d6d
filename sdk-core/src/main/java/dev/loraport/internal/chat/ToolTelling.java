package dev.loraport.internal.chat;

import dev.loraport.chat.ToolListener;
import java.lang.System.Logger.Level;
import java.util.function.Consumer;

/** A listener whose exceptions break no run. */
record ToolTelling(ToolListener listener) {
  void tell(Consumer<ToolListener> what) {
    try {
      what.accept(listener);
    } catch (RuntimeException | LinkageError | AssertionError e) {
      System.getLogger("dev.loraport.chat").log(Level.WARNING, "a tool listener failed", e);
    }
  }
}
