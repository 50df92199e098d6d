package dev.loraport.checks;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.List;

/** The classes of all modules, and which part of the house a class belongs to. */
final class Sdk {
  static final String ROOT = "dev.loraport";
  static final List<String> PROVIDERS = List.of("together", "fireworks", "nebius");
  static final List<String> ADDONS =
      List.of("s3", "structured", "zstd", "parquet", "jtokkit", "huggingface");

  private Sdk() {}

  /** Reads all classes of the modules; those of tests, these checks included, are left out. */
  static JavaClasses read() {
    return new ClassFileImporter()
        .withImportOption(location -> !location.contains("/test-classes/"))
        .importPackages(ROOT);
  }

  static DescribedPredicate<JavaClass> provider(String name) {
    return under("provider " + name, ROOT + "." + name);
  }

  static DescribedPredicate<JavaClass> anyProvider() {
    return PROVIDERS.stream()
        .map(Sdk::provider)
        .reduce((one, other) -> one.or(other))
        .orElseThrow()
        .as("any provider");
  }

  static DescribedPredicate<JavaClass> testkit() {
    return under("testkit", ROOT + ".testkit");
  }

  /** The servers of the testkit, without what joins them to the SDK. */
  static DescribedPredicate<JavaClass> fakes() {
    return testkit()
        .and(DescribedPredicate.not(under("junit", ROOT + ".testkit.junit")))
        .and(DescribedPredicate.not(under("contract", ROOT + ".testkit.contract")))
        .as("fakes");
  }

  static DescribedPredicate<JavaClass> samples() {
    return under("samples", ROOT + ".samples");
  }

  static DescribedPredicate<JavaClass> addons() {
    return ADDONS.stream()
        .map(name -> under("add-on " + name, ROOT + "." + name))
        .reduce((one, other) -> one.or(other))
        .orElseThrow()
        .as("add-ons");
  }

  static DescribedPredicate<JavaClass> internal() {
    return under("internal", ROOT + ".internal");
  }

  /** Everything of ours that is in no other part. */
  static DescribedPredicate<JavaClass> core() {
    return under("the SDK", ROOT)
        .and(DescribedPredicate.not(anyProvider()))
        .and(DescribedPredicate.not(testkit()))
        .and(DescribedPredicate.not(samples()))
        .and(DescribedPredicate.not(addons()))
        .and(DescribedPredicate.not(under("checks", ROOT + ".checks")))
        .as("core");
  }

  private static DescribedPredicate<JavaClass> under(String what, String name) {
    return DescribedPredicate.describe(
        what,
        type -> type.getPackageName().equals(name) || type.getPackageName().startsWith(name + "."));
  }
}
