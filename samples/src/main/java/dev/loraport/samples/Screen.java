package dev.loraport.samples;

import dev.loraport.file.UploadProgress;
import java.io.Console;
import java.io.PrintStream;
import java.util.Locale;

/** Prints lines, and lines that change in place where there is a terminal. */
final class Screen {
  private static final int WIDTH = 100;
  private static final int BAR = 30;

  private final PrintStream out;
  private final boolean terminal;
  private String live = "";

  Screen(PrintStream out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  /** Whether standard output is a terminal: from Java 22 on there is a console without one. */
  @SuppressWarnings("SystemConsoleNull")
  static boolean isTerminal() {
    Console console = System.console();
    if (console == null) {
      return false;
    }
    try {
      return (Boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (NoSuchMethodException e) {
      return true; // before Java 22 a console is a terminal
    } catch (ReflectiveOperationException e) {
      return false;
    }
  }

  /** Prints a line that stays. */
  synchronized void line(String text) {
    endLive();
    out.println(text);
    out.flush();
  }

  /** Shows a line that the next one replaces; without a terminal, each one that differs. */
  synchronized void live(String text) {
    if (text.equals(live)) {
      return;
    }
    live = text;
    if (terminal) {
      out.print("\r" + String.format(Locale.ROOT, "%-" + WIDTH + "s", text));
    } else {
      out.println(text);
    }
    out.flush();
  }

  /** Prints a piece of a line. */
  synchronized void piece(String text) {
    endLive();
    out.print(text);
    out.flush();
  }

  /** Shows how far an upload is; without a terminal only its end. */
  void upload(UploadProgress progress) {
    if (!terminal && progress.sent() < progress.total()) {
      return;
    }
    int full = (int) Math.round(progress.fraction() * BAR);
    live(
        String.format(
            Locale.ROOT,
            "  upload    [%s%s] %3.0f %% of %,d bytes",
            "#".repeat(full),
            ".".repeat(BAR - full),
            progress.fraction() * 100,
            progress.total()));
  }

  private void endLive() {
    if (terminal && !live.isEmpty()) {
      out.println();
    }
    live = "";
  }
}
