package dev.loraport.testkit.junit;

import dev.loraport.testkit.FakeOptions;
import java.lang.reflect.AnnotatedElement;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** What a test asked for, by annotation or by builder. */
record FakeSettings(Set<String> names, FakeOptions options, boolean strict, FakeScope scope) {

  static final FakeSettings DEFAULT = of(Set.of(), FakeOptions.defaults(), true, FakeScope.METHOD);

  private static FakeSettings of(
      Set<String> names, FakeOptions options, boolean strict, FakeScope scope) {
    return new FakeSettings(names, options, strict, scope);
  }

  /** Those of the annotation nearest to the test. */
  static FakeSettings nearestTo(ExtensionContext context) {
    for (Optional<ExtensionContext> at = Optional.of(context);
        at.isPresent();
        at = at.get().getParent()) {
      Optional<FakeProviders> found = at.get().getElement().flatMap(FakeSettings::on);
      if (found.isPresent()) {
        return of(found.get());
      }
    }
    return DEFAULT;
  }

  private static Optional<FakeProviders> on(AnnotatedElement element) {
    return AnnotationSupport.findAnnotation(element, FakeProviders.class);
  }

  private static FakeSettings of(FakeProviders annotation) {
    FakeOptions options = new FakeOptions(day(annotation.asOf()), annotation.clock());
    return of(Set.of(annotation.value()), options, annotation.strict(), annotation.scope());
  }

  private static Optional<LocalDate> day(String text) {
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(LocalDate.parse(text));
    } catch (DateTimeParseException e) {
      throw new ExtensionConfigurationException(
          "@FakeProviders(asOf = \"" + text + "\") is no day: write it as 2026-02-13", e);
    }
  }

  FakeSettings withScope(FakeScope other) {
    return of(names, options, strict, other);
  }

  /** Whether a fake of that name may be used. */
  boolean allows(String name) {
    return names.isEmpty() || names.contains(name);
  }
}
