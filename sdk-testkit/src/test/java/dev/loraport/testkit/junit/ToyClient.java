package dev.loraport.testkit.junit;

import dev.loraport.ClientConfig;
import dev.loraport.ProviderClient;
import dev.loraport.catalog.Facts;
import dev.loraport.spi.ProviderFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A client that shows what it was opened with, and can do nothing else. */
public interface ToyClient extends ProviderClient {
  /** What it was opened with. */
  ClientConfig config();

  /** Whether it was closed. */
  boolean isClosed();

  /** The client of Together, as far as these tests need one. */
  interface Together extends ToyClient {}

  /** The client of a provider that is not ours. */
  interface Alpha extends ToyClient {}

  /** Calls the fake and gives the status. */
  default int get(String path) {
    URI uri = URI.create(config().baseUrl().orElseThrow() + path);
    String key = config().apiKeySupplier().orElseThrow().get();
    HttpRequest request =
        HttpRequest.newBuilder(uri).header("Authorization", "Bearer " + key).build();
    try {
      return HttpClient.newHttpClient().send(request, BodyHandlers.discarding()).statusCode();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Found by {@link java.util.ServiceLoader}. */
  abstract class Factory<C extends ToyClient> implements ProviderFactory {
    private final String name;
    private final Class<C> type;

    Factory(String name, Class<C> type) {
      this.name = name;
      this.type = type;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public ProviderClient create(ClientConfig config) {
      AtomicBoolean closed = new AtomicBoolean();
      return type.cast(
          Proxy.newProxyInstance(
              type.getClassLoader(),
              new Class<?>[] {type},
              (proxy, method, arguments) -> answer(proxy, method, arguments, config, closed)));
    }

    private @Nullable Object answer(
        Object proxy,
        Method method,
        Object @Nullable [] arguments,
        ClientConfig config,
        AtomicBoolean closed)
        throws Throwable {
      return switch (method.getName()) {
        case "provider" -> name;
        case "config" -> config;
        case "isClosed" -> closed.get();
        case "close" -> {
          closed.set(true);
          yield null;
        }
        case "toString" -> name + " client";
        case "get" -> java.lang.reflect.InvocationHandler.invokeDefault(proxy, method, arguments);
        default -> throw new UnsupportedOperationException(method.getName());
      };
    }

    @Override
    public Facts facts() {
      throw new UnsupportedOperationException("facts");
    }
  }

  /** The provider "together". */
  final class TogetherFactory extends Factory<Together> {
    public TogetherFactory() {
      super("together", Together.class);
    }
  }

  /** The provider "alpha". */
  final class AlphaFactory extends Factory<Alpha> {
    public AlphaFactory() {
      super("alpha", Alpha.class);
    }
  }
}
