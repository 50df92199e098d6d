package dev.loraport.testkit;

/** Starts fakes of Fireworks for whoever looks them up by type or name. */
public final class FakeFireworksFactory implements FakeProviderFactory {
  /** For {@link java.util.ServiceLoader}. */
  public FakeFireworksFactory() {}

  @Override
  public String name() {
    return FakeFireworks.NAME;
  }

  @Override
  public Class<FakeFireworks> type() {
    return FakeFireworks.class;
  }

  @Override
  public FakeFireworks start(FakeOptions options) {
    FakeFireworks.Builder builder = FakeFireworks.builder().clock(options.clock());
    options.asOf().ifPresent(builder::asOf);
    return builder.build();
  }
}
