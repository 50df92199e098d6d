package dev.loraport.testkit;

import dev.loraport.testkit.internal.engine.MockHost;
import dev.loraport.testkit.internal.engine.Provider;
import dev.loraport.testkit.internal.engine.Scratch;
import dev.loraport.testkit.internal.engine.SignedUrls;
import java.io.IOException;

/**
 * The two ports of a fake: its API and the storage that its signed URLs point to.
 *
 * @param api what a client is pointed at
 * @param storage where credentials of the API must not go
 */
record FakeHosts(MockHost api, MockHost storage) {
  static FakeHosts start(
      String name,
      FakeBuilder<?, ?> settings,
      EngineHooks hooks,
      Scratch scratch,
      Provider routes,
      SignedUrls urls)
      throws IOException {
    MockHost storage =
        listen("fake-" + name + "-storage", settings.storagePort, urls, hooks, scratch);
    urls.port(storage.port());
    try {
      Provider control = new ControlRoutes(routes, hooks.journal());
      return new FakeHosts(listen("fake-" + name, settings.port, control, hooks, scratch), storage);
    } catch (IOException e) {
      storage.close();
      throw e;
    }
  }

  private static MockHost listen(
      String name, int port, Provider provider, EngineHooks hooks, Scratch scratch)
      throws IOException {
    try {
      return MockHost.start(name, port, provider, hooks, scratch);
    } catch (IOException e) {
      throw new IOException(name + " could not listen on port " + port + ": " + e.getMessage(), e);
    }
  }

  /** The address of the API, without a path and a final slash. */
  String url() {
    return "http://127.0.0.1:" + api.port();
  }

  void dropConnections() {
    api.dropConnections();
    storage.dropConnections();
  }

  void close() {
    api.close();
    storage.close();
  }
}
