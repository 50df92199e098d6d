package dev.loraport.benchmarks;

import java.net.URI;
import perf.Driver;

/** A fresh JVM's way to its first answer. It loads as little as it can beside the driver. */
final class Cold {
  private Cold() {}

  public static void main(String[] args) throws Exception {
    long begin = System.nanoTime();
    Driver driver =
        Class.forName(args[0]).asSubclass(Driver.class).getDeclaredConstructor().newInstance();
    driver.open(URI.create(args[1]), "key");
    driver.chat("m", Worker.PROMPT);
    long nanos = System.nanoTime() - begin;
    int classes =
        java.lang.management.ManagementFactory.getClassLoadingMXBean().getLoadedClassCount();
    System.out.println("RESULT ms=" + nanos / 1e6 + " classes=" + classes);
    System.exit(0);
  }
}
