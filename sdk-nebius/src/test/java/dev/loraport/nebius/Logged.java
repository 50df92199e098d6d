package dev.loraport.nebius;

import java.text.MessageFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** The lines that go to a logger of java.util.logging. */
final class Logged extends Handler implements AutoCloseable {
  private final List<String> lines = new CopyOnWriteArrayList<>();
  // a field, since nothing else keeps a logger from being collected
  private final Logger logger;

  private Logged(Logger logger) {
    this.logger = logger;
  }

  static Logged of(String name) {
    Logged logged = new Logged(Logger.getLogger(name));
    logged.logger.addHandler(logged);
    return logged;
  }

  List<String> lines() {
    return lines;
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
