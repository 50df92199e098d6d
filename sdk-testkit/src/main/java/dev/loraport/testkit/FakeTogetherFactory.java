package dev.loraport.testkit;

/** Starts fakes of Together for whoever looks them up by type or name. */
public final class FakeTogetherFactory implements FakeProviderFactory {
  /** For {@link java.util.ServiceLoader}. */
  public FakeTogetherFactory() {}

  @Override
  public String name() {
    return FakeTogether.NAME;
  }

  @Override
  public Class<FakeTogether> type() {
    return FakeTogether.class;
  }

  @Override
  public FakeTogether start(FakeOptions options) {
    FakeTogether.Builder builder = FakeTogether.builder().clock(options.clock());
    options.asOf().ifPresent(builder::asOf);
    return builder.build();
  }
}
