package dev.loraport.testkit.junit;

import dev.loraport.testkit.FakeClock;
import dev.loraport.testkit.FakeOptions;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.DynamicTestInvocationContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * The extension behind {@link FakeProviders}. It can also be registered as a field:
 *
 * <pre>{@code
 * @RegisterExtension
 * static final LoraportExtension fakes =
 *     LoraportExtension.builder().asOf(LocalDate.of(2026, 2, 13)).build();
 * }</pre>
 *
 * A static field is shared by the tests of the class, a field of the instance serves one test,
 * unless a {@link Builder#scope} is set. What it gives and what it checks is told at {@link
 * FakeProviders}.
 */
public final class LoraportExtension
    implements BeforeAllCallback,
        BeforeEachCallback,
        AfterEachCallback,
        AfterAllCallback,
        ParameterResolver,
        InvocationInterceptor {
  private enum Key {
    SHARED,
    OWN,
    TURN,
    CLASS_LEVEL
  }

  private final @Nullable FakeSettings given;
  private final boolean scopeGiven;

  /** For {@link FakeProviders}, which holds the settings. */
  public LoraportExtension() {
    this(null, true);
  }

  private LoraportExtension(@Nullable FakeSettings given, boolean scopeGiven) {
    this.given = given;
    this.scopeGiven = scopeGiven;
  }

  /** Starts the settings of an extension that is registered as a field. */
  public static Builder builder() {
    return new Builder();
  }

  /** A constructor's parameters belong to the test for which it is called. */
  @Override
  public ExtensionContextScope getTestInstantiationExtensionContextScope(
      ExtensionContext rootContext) {
    return ExtensionContextScope.TEST_METHOD;
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    Store store = store(context);
    store.put(Key.CLASS_LEVEL, true);
    FakeSettings settings = settings(context);
    if (settings.scope() == FakeScope.CLASS) {
      share(store, settings);
    }
  }

  /** Those of an outer class, unless this class asks for others. */
  private static Fakes share(Store store, FakeSettings settings) {
    Fakes outer = store.get(Key.SHARED, Fakes.class);
    if (outer != null && outer.settings().equals(settings)) {
      return outer;
    }
    Fakes fakes = new Fakes(settings, new FoundFakes());
    store.put(Key.SHARED, fakes);
    return fakes;
  }

  @Override
  public void beforeEach(ExtensionContext context) throws InterruptedException {
    if (settings(context).scope() == FakeScope.CLASS) {
      shared(context).turn().acquire();
      store(context).put(Key.TURN, true);
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return given == null
        ? Injection.knows(type)
        : new Injection(given, new FoundFakes()).claims(type);
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    Fakes fakes = fakes(context, parameter);
    return new Injection(fakes.settings(), fakes.found()).resolve(parameter.getParameter(), fakes);
  }

  @Override
  public void interceptDynamicTest(
      Invocation<Void> invocation,
      DynamicTestInvocationContext dynamicTest,
      ExtensionContext context)
      throws Throwable {
    try {
      invocation.proceed();
    } catch (Throwable e) {
      inUse(context).ifPresent(fakes -> publish(fakes, context));
      throw e;
    }
  }

  @Override
  public void afterEach(ExtensionContext context) {
    Store store = store(context);
    Fakes own = store.remove(Key.OWN, Fakes.class);
    boolean turn = store.remove(Key.TURN) != null;
    try {
      if (own != null) {
        judge(own, context);
      } else if (turn) {
        judge(shared(context), context);
      }
    } finally {
      if (own != null) {
        own.close();
      }
      if (turn) {
        shared(context).clear();
        shared(context).turn().release();
      }
    }
  }

  @Override
  public void afterAll(ExtensionContext context) {
    Fakes fakes = store(context).remove(Key.SHARED, Fakes.class);
    if (fakes != null) {
      try (fakes) {
        judge(fakes, context);
      }
    }
  }

  /** The strict checks; they never take the place of a failure of the test itself. */
  private static void judge(Fakes fakes, ExtensionContext context) {
    List<String> problems = fakes.problems();
    Optional<Throwable> failure = context.getExecutionException();
    if (failure.isPresent() || !problems.isEmpty()) {
      publish(fakes, context);
    }
    if (problems.isEmpty()) {
      return;
    }
    AssertionError strict =
        new AssertionError(
            problems.size()
                + (problems.size() == 1 ? " problem" : " problems")
                + " with the calls to the fakes (set strict = false to let them pass):\n  "
                + String.join("\n  ", problems));
    failure.ifPresentOrElse(
        own -> own.addSuppressed(strict),
        () -> {
          throw strict;
        });
  }

  private static void publish(Fakes fakes, ExtensionContext context) {
    fakes
        .journals()
        .forEach((name, text) -> context.publishReportEntry("journal of fake " + name, text));
  }

  private Fakes fakes(ExtensionContext context, ParameterContext parameter) {
    FakeSettings settings = settings(context);
    if (settings.scope() == FakeScope.CLASS) {
      // an instance that serves all tests is made before anything is called back
      return context.getTestMethod().isEmpty() ? share(store(context), settings) : shared(context);
    }
    if (context.getTestMethod().isEmpty()) {
      throw new ParameterResolutionException(
          Injection.where(parameter.getParameter())
              + ": each test has a fake of its own, so there is none here; use"
              + " @FakeProviders(scope = FakeScope.CLASS) to share one");
    }
    return store(context)
        .getOrComputeIfAbsent(Key.OWN, key -> new Fakes(settings, new FoundFakes()), Fakes.class);
  }

  private Optional<Fakes> inUse(ExtensionContext context) {
    Key key = settings(context).scope() == FakeScope.CLASS ? Key.SHARED : Key.OWN;
    return Optional.ofNullable(store(context).get(key, Fakes.class));
  }

  private Fakes shared(ExtensionContext context) {
    Fakes fakes = store(context).get(Key.SHARED, Fakes.class);
    if (fakes == null) {
      throw new ParameterResolutionException(
          "fakes with the scope CLASS can be asked for on a class or a static field only");
    }
    return fakes;
  }

  private FakeSettings settings(ExtensionContext context) {
    if (given == null) {
      return FakeSettings.nearestTo(context);
    }
    boolean ofClass =
        context.getTestMethod().isEmpty() || store(context).get(Key.CLASS_LEVEL) != null;
    return scopeGiven ? given : given.withScope(ofClass ? FakeScope.CLASS : FakeScope.METHOD);
  }

  /** One for each extension, so that two of them in a class do not meet. */
  private Store store(ExtensionContext context) {
    return context.getStore(Namespace.create(LoraportExtension.class, this));
  }

  /** Settings of an extension that is registered as a field. */
  public static final class Builder {
    private Set<String> names = Set.of();
    private Optional<LocalDate> asOf = Optional.empty();
    private FakeClock.Mode clock = FakeClock.Mode.AUTO;
    private boolean strict = true;
    private @Nullable FakeScope scope;

    private Builder() {}

    /** The names of the providers, such as {@code together}; all that are found by default. */
    public Builder providers(String... providers) {
      names = Set.of(providers);
      return this;
    }

    /** The day of the service to imitate; today by default. */
    public Builder asOf(LocalDate day) {
      asOf = Optional.of(day);
      return this;
    }

    /** What makes time pass; a look of the client by default. */
    public Builder clock(FakeClock.Mode mode) {
      clock = mode;
      return this;
    }

    /** Lets tests pass that call in a wrong form, or leave a fault unused. */
    public Builder lenient() {
      strict = false;
      return this;
    }

    /** How long a fake lives; by the kind of the field by default. */
    public Builder scope(FakeScope wanted) {
      scope = wanted;
      return this;
    }

    /** The extension. */
    public LoraportExtension build() {
      FakeScope known = scope == null ? FakeScope.METHOD : scope;
      FakeSettings settings = new FakeSettings(names, new FakeOptions(asOf, clock), strict, known);
      return new LoraportExtension(settings, scope != null);
    }
  }
}
