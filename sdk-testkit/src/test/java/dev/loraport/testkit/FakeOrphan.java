package dev.loraport.testkit;

/** The fake of a provider whose client is not on the class path; it is never started. */
public interface FakeOrphan extends FakeProvider {
  /** Found by {@link java.util.ServiceLoader}. */
  final class Factory implements FakeProviderFactory {
    @Override
    public String name() {
      return "orphan";
    }

    @Override
    public Class<FakeOrphan> type() {
      return FakeOrphan.class;
    }

    @Override
    public FakeProvider start(FakeOptions options) {
      throw new UnsupportedOperationException("nobody needs it");
    }
  }
}
