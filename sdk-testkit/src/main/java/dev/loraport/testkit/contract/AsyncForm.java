package dev.loraport.testkit.contract;

import dev.loraport.Page;
import dev.loraport.Pages;
import dev.loraport.ProviderClient;
import dev.loraport.RequestOptions;
import dev.loraport.chat.ChatRequest;
import dev.loraport.chat.ChatService;
import dev.loraport.chat.TextRequest;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A client whose blocking calls go by the futures of the same name, and whose streams of chat go by
 * the publisher. So each test of the contract holds those to what it holds the blocking calls to.
 */
final class AsyncForm {
  /** What has no future: it is one already, or makes no call. */
  private static final Set<String> AS_THEY_ARE =
      Set.of("async", "defaults", "publisher", "publisherText", "requests");

  private AsyncForm() {}

  static ProviderClient of(ProviderClient client) {
    return proxy(
        ProviderClient.class,
        (proxy, method, args) -> {
          Object answer = call(client, method, args);
          if (answer instanceof ProviderClient view) {
            return of(view);
          }
          boolean futures =
              Arrays.stream(method.getReturnType().getMethods())
                  .anyMatch(each -> each.getName().equals("async"));
          return futures && answer != null ? service(method.getReturnType(), answer) : answer;
        });
  }

  private static <T> T service(Class<T> type, Object service) throws NoSuchMethodException {
    Method async = type.getMethod("async");
    return proxy(
        type,
        (proxy, method, args) -> {
          if (method.getDeclaringClass() == Object.class
              || AS_THEY_ARE.contains(method.getName())) {
            return call(service, method, args);
          }
          Method future = find(async.getReturnType(), method);
          if (future != null) {
            return result(method, () -> begin(service, async, future, args));
          }
          if (method.isDefault()) {
            return InvocationHandler.invokeDefault(proxy, method, args);
          }
          if (service instanceof ChatService chat && method.getName().startsWith("stream")) {
            RequestOptions options = (RequestOptions) args[1];
            return new PublishedStream(
                args[0] instanceof TextRequest text
                    ? chat.publisherText(text, options)
                    : chat.publisher((ChatRequest) args[0], options));
          }
          throw new AssertionError("there is no future for " + method);
        });
  }

  private static @Nullable Method find(Class<?> async, Method blocking) {
    try {
      return async.getMethod(blocking.getName(), blocking.getParameterTypes());
    } catch (NoSuchMethodException e) {
      return null;
    }
  }

  /** What goes wrong must be told by the future: who has asked for it looks nowhere else. */
  private static CompletableFuture<?> begin(
      Object service, Method async, Method future, Object @Nullable [] args) {
    try {
      Object begun = call(call(service, async, null), future, args);
      if (begun instanceof CompletableFuture<?> known) {
        return known;
      }
      throw new AssertionError("no future came of " + future);
    } catch (Exception e) {
      throw new AssertionError(future + " has thrown what its future should fail with", e);
    }
  }

  private static @Nullable Object result(Method blocking, Supplier<CompletableFuture<?>> begin) {
    if (blocking.getReturnType() == Pages.class) {
      return new Joined(() -> (Page<?>) join(begin.get()));
    }
    return join(begin.get());
  }

  /** The value, or the failure as the blocking call throws it. */
  private static <T extends @Nullable Object> T join(CompletableFuture<T> future) {
    try {
      return future.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException known) {
        throw known;
      }
      throw e;
    }
  }

  private static @Nullable Object call(
      @Nullable Object target, Method method, Object @Nullable [] args) throws Exception {
    try {
      return method.invoke(target, args);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof Exception known) {
        throw known;
      }
      throw e;
    }
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }

  /** Pages that are gone through by their futures. */
  private record Joined(Supplier<Page<?>> first) implements Pages<Object> {
    @Override
    @SuppressWarnings("unchecked") // what is on a page is only read
    public Page<Object> firstPage() {
      return (Page<Object>) first.get();
    }

    @Override
    public Iterator<Object> iterator() {
      Page<Object> page = firstPage();
      List<Object> all = new ArrayList<>(page.items());
      while (page.hasNext()) {
        page = join(page.next().orElseThrow());
        all.addAll(page.items());
      }
      return all.iterator();
    }
  }
}
