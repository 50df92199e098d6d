package dev.loraport.fireworks;

import java.text.MessageFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Keeps what is logged below a name. */
final class LogCatcher extends Handler implements AutoCloseable {
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final Logger logger;

  private LogCatcher(Logger logger) {
    this.logger = logger;
  }

  static LogCatcher of(String name) {
    LogCatcher catcher = new LogCatcher(Logger.getLogger(name));
    catcher.logger.addHandler(catcher);
    return catcher;
  }

  String text() {
    return String.join("\n", lines);
  }

  @Override
  public void publish(LogRecord line) {
    Object[] values = line.getParameters();
    lines.add(values == null ? line.getMessage() : MessageFormat.format(line.getMessage(), values));
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    logger.removeHandler(this);
  }
}
