package dev.loraport.testkit;

/**
 * Starts the fakes of one provider. Registered with {@link java.util.ServiceLoader}, so that the
 * JUnit extension finds the fakes of others too.
 */
public interface FakeProviderFactory {
  /** The name of the provider, as its client module registers it, such as {@code together}. */
  String name();

  /** The type of the fakes, by which tests ask for one. */
  Class<? extends FakeProvider> type();

  /** Starts a fake on a free loopback port; it listens when this returns. */
  FakeProvider start(FakeOptions options);
}
