package dev.loraport.testkit;

/** Starts fakes of Nebius for whoever looks them up by type or name. */
public final class FakeNebiusFactory implements FakeProviderFactory {
  /** For {@link java.util.ServiceLoader}. */
  public FakeNebiusFactory() {}

  @Override
  public String name() {
    return FakeNebius.NAME;
  }

  @Override
  public Class<FakeNebius> type() {
    return FakeNebius.class;
  }

  @Override
  public FakeNebius start(FakeOptions options) {
    FakeNebius.Builder builder = FakeNebius.builder().clock(options.clock());
    options.asOf().ifPresent(builder::asOf);
    return builder.build();
  }
}
