package dev.loraport.testkit;

import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the fakes of all providers have in common: enough to point a client at one, to disturb its
 * calls and to see what it did.
 */
public interface FakeProvider extends AutoCloseable {
  /** The name of the provider that is imitated, such as {@code together}. */
  String name();

  /** The base address for a client, without a final slash. */
  String baseUrl();

  /** The only key that the fake accepts. */
  String apiKey();

  /** The day of the service that is imitated. */
  LocalDate asOf();

  /** The time of the fake. */
  FakeClock clock();

  /** Disturbances to plan. */
  Faults faults();

  /** What the fake has seen. */
  Journal journal();

  /**
   * Checks that every request had a form that the provider documents.
   *
   * @throws AssertionError if one had not; the message lists them all
   */
  void assertNoViolations();

  /**
   * Address, key and day as properties below {@code loraport.} and the name of the provider, such
   * as {@code loraport.together.base-url}; for Spring's {@code DynamicPropertySource} and its like.
   * Nothing is set in the JVM.
   */
  default Map<String, String> asProperties() {
    String prefix = "loraport." + name() + ".";
    Map<String, String> properties = new LinkedHashMap<>();
    properties.put(prefix + "base-url", baseUrl());
    properties.put(prefix + "api-key", apiKey());
    properties.put(prefix + "as-of", asOf().toString());
    return properties;
  }

  /** Ends the fake at once, with calls in flight or not. May be called again. */
  @Override
  void close();
}
