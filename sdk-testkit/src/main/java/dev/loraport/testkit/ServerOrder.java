package dev.loraport.testkit;

import dev.loraport.testkit.internal.engine.Wire;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import tools.jackson.databind.node.ObjectNode;

/** What the arguments of {@link FakeServers} ask for. */
final class ServerOrder {
  /** Starts the fake of one provider on the ports of its API and of its storage. */
  @FunctionalInterface
  private interface Starter {
    FakeProvider start(ServerOrder order, FakeClock.Mode clock, int port, int storagePort);
  }

  private static final int LAST_PORT = 65_535;
  private static final int FIRST_YEAR = 2000;
  private static final int LAST_YEAR = 2199;

  private static final Map<String, Starter> PROVIDERS = providers();

  private final Map<String, Integer> ports = new LinkedHashMap<>();
  private LocalDate asOf = LocalDate.now(ZoneOffset.UTC);
  private Duration jobDuration = Duration.ofSeconds(10);
  private long seed = 1;
  private int storagePort;

  private ServerOrder() {}

  private static Map<String, Starter> providers() {
    Map<String, Starter> providers = new LinkedHashMap<>();
    providers.put(
        FakeTogether.NAME,
        (order, clock, port, storage) ->
            FakeTogether.builder()
                .clock(clock)
                .asOf(order.asOf)
                .jobDuration(order.jobDuration)
                .seed(order.seed)
                .port(port)
                .storagePort(storage)
                .build());
    providers.put(
        FakeFireworks.NAME,
        (order, clock, port, storage) ->
            FakeFireworks.builder()
                .clock(clock)
                .asOf(order.asOf)
                .jobDuration(order.jobDuration)
                .seed(order.seed)
                .port(port)
                .storagePort(storage)
                .build());
    providers.put(
        FakeNebius.NAME,
        (order, clock, port, storage) ->
            FakeNebius.builder()
                .clock(clock)
                .asOf(order.asOf)
                .jobDuration(order.jobDuration)
                .seed(order.seed)
                .port(port)
                .storagePort(storage)
                .build());
    return providers;
  }

  /** The providers of which there are fakes. */
  static List<String> names() {
    return List.copyOf(PROVIDERS.keySet());
  }

  /**
   * Reads the arguments.
   *
   * @throws IllegalArgumentException with one line that says what is wrong
   */
  static ServerOrder parse(String[] args) {
    ServerOrder order = new ServerOrder();
    for (int i = 0; i < args.length; i++) {
      String name = args[i];
      if (name.startsWith("--")) {
        if (i + 1 == args.length) {
          throw new IllegalArgumentException(name + " needs a value");
        }
        order.option(name, args[++i]);
      } else {
        order.provider(name);
      }
    }
    if (order.ports.isEmpty()) {
      throw new IllegalArgumentException("nothing to start");
    }
    if (order.storagePort + order.ports.size() - 1 > LAST_PORT) {
      throw new IllegalArgumentException(
          "--storage-port: no ports are left after " + order.storagePort + " for all fakes");
    }
    return order;
  }

  private void provider(String argument) {
    int equals = argument.indexOf('=');
    String name = argument.substring(0, Math.max(0, equals));
    if (!PROVIDERS.containsKey(name)) {
      throw new IllegalArgumentException("unknown argument '" + argument + "'");
    }
    int port = port(name, argument.substring(equals + 1));
    if (port != 0 && ports.containsValue(port)) {
      throw new IllegalArgumentException("port " + port + " is named twice");
    }
    if (ports.put(name, port) != null) {
      throw new IllegalArgumentException(name + " is named twice");
    }
  }

  private void option(String name, String value) {
    switch (name) {
      case "--as-of" -> asOf = date(value);
      case "--job-seconds" ->
          jobDuration = Duration.ofMillis(Math.round(1000 * seconds(name, value)));
      case "--seed" -> seed = whole(name, value);
      case "--storage-port" -> storagePort = port(name, value);
      default -> throw new IllegalArgumentException("unknown option '" + name + "'");
    }
  }

  /** Starts the fakes one after the other and hands each over as soon as it listens. */
  void start(FakeClock.Mode clock, Consumer<FakeProvider> started) {
    int storage = storagePort;
    for (Map.Entry<String, Integer> provider : ports.entrySet()) {
      Starter starter = PROVIDERS.get(provider.getKey());
      if (starter != null) {
        started.accept(starter.start(this, clock, provider.getValue(), storage));
      }
      storage = storage == 0 ? 0 : storage + 1;
    }
  }

  /** Where each fake is and how it is entered, as one line of JSON. */
  static String line(List<FakeProvider> fakes) {
    ObjectNode line = Wire.object();
    for (FakeProvider fake : fakes) {
      ObjectNode entry =
          line.putObject(fake.name())
              .put("baseUrl", fake.baseUrl())
              .put("apiKey", fake.apiKey())
              .put("asOf", fake.asOf().toString());
      if (fake instanceof FakeFireworks fireworks) {
        entry.put("accountId", fireworks.accountId());
      }
    }
    return Wire.text(line);
  }

  private static int port(String name, String text) {
    long port = whole(name, text);
    if (port < 0 || port > LAST_PORT) {
      throw new IllegalArgumentException(name + ": a port is from 0 to 65535, not '" + text + "'");
    }
    return (int) port;
  }

  private static double seconds(String name, String text) {
    double value;
    try {
      value = Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(name + ": '" + text + "' is not a number", e);
    }
    if (!(value >= 0.001 && value <= 1e6)) {
      throw new IllegalArgumentException(
          name + " must be from 0.001 to 1000000, not '" + text + "'");
    }
    return value;
  }

  private static long whole(String name, String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(name + ": '" + text + "' is not a whole number", e);
    }
  }

  private static LocalDate date(String text) {
    try {
      LocalDate day = LocalDate.parse(text);
      if (day.getYear() >= FIRST_YEAR && day.getYear() <= LAST_YEAR) {
        return day;
      }
    } catch (DateTimeParseException e) {
      // said below
    }
    throw new IllegalArgumentException("--as-of: '" + text + "' is not a date like 2026-02-13");
  }
}
