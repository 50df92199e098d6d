package dev.loraport.testkit.contract;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.text.MessageFormat;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Keeps what is logged below a name, of every level, where it goes to java.util.logging. */
final class LogCatcher extends Handler implements AutoCloseable {
  private final StringWriter text = new StringWriter();
  private final Logger logger;
  private final @Nullable Level before;
  private final boolean passedOn;

  private LogCatcher(Logger logger) {
    this.logger = logger;
    this.before = logger.getLevel();
    this.passedOn = logger.getUseParentHandlers();
  }

  static LogCatcher of(String name) {
    LogCatcher catcher = new LogCatcher(Logger.getLogger(name));
    catcher.setLevel(Level.ALL);
    catcher.logger.setLevel(Level.ALL);
    catcher.logger.setUseParentHandlers(false);
    catcher.logger.addHandler(catcher);
    return catcher;
  }

  synchronized String text() {
    return text.toString();
  }

  @Override
  public synchronized void publish(LogRecord line) {
    Object[] values = line.getParameters();
    text.append(
            values == null ? line.getMessage() : MessageFormat.format(line.getMessage(), values))
        .append('\n');
    if (line.getThrown() != null) {
      line.getThrown().printStackTrace(new PrintWriter(text));
    }
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    logger.removeHandler(this);
    logger.setUseParentHandlers(passedOn);
    logger.setLevel(before);
  }
}
