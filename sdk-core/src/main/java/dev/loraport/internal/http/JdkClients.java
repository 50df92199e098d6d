package dev.loraport.internal.http;

import java.lang.reflect.Method;
import java.net.http.HttpClient;

/** What only newer JDKs can do. */
final class JdkClients {
  private JdkClients() {}

  /**
   * Ends a client and its threads on JDK 21 and later. Before, a client ends when nobody knows it
   * any more. {@code AutoCloseable.close()} would wait for calls in flight.
   */
  static void shutdownNow(HttpClient client) {
    try {
      Method method = HttpClient.class.getMethod("shutdownNow");
      method.invoke(client);
    } catch (NoSuchMethodException e) {
      // JDK 17 to 20
    } catch (ReflectiveOperationException e) {
      System.getLogger(WireLog.NAME)
          .log(System.Logger.Level.DEBUG, "the HTTP client was not shut down", e);
    }
  }
}
