package dev.loraport.checks;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor;
import java.net.URL;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class HabitsTest {
  private static final JavaClasses CLASSES = Sdk.read();

  @Test
  void onlyProgramsPrint() {
    DescribedPredicate<JavaClass> programs =
        Sdk.samples()
            .or(
                describe(
                    "the command of the fakes",
                    type -> type.getName().startsWith("dev.loraport.testkit.FakeServers")));
    Rules.noStandardStreams(programs).check(CLASSES);
  }

  @Test
  void nothingStaticChanges() {
    Rules.noStaticState().check(CLASSES);
  }

  @Test
  void nothingRunsOnTheCommonPool() {
    Rules.nothingOnTheCommonPool().check(CLASSES);
  }

  @Test
  void everyPackageIsNullMarked() {
    Rules.nullMarkedPackages().check(CLASSES);
  }

  @Test
  void publicSignaturesShowNeitherDatabindNorInternals() {
    Rules.cleanPublicSignatures(exportedPackages()).check(CLASSES);
  }

  @Test
  void everyPublishedModuleIsNamedAndKeepsItsInternals() {
    assertThat(descriptors())
        .extracting(ModuleDescriptor::name)
        .containsExactlyInAnyOrder(
            "dev.loraport.core",
            "dev.loraport.together",
            "dev.loraport.fireworks",
            "dev.loraport.nebius",
            "dev.loraport.testkit",
            "dev.loraport.s3",
            "dev.loraport.structured",
            "dev.loraport.zstd",
            "dev.loraport.jtokkit",
            "dev.loraport.huggingface");
    assertThat(exportedPackages()).noneMatch(name -> name.contains(".internal"));
  }

  private static Set<String> exportedPackages() {
    Set<String> packages = new TreeSet<>();
    for (ModuleDescriptor module : descriptors()) {
      module.exports().stream()
          .filter(export -> !export.isQualified())
          .forEach(export -> packages.add(export.source()));
    }
    return packages;
  }

  private static List<ModuleDescriptor> descriptors() {
    try {
      return Collections.list(HabitsTest.class.getClassLoader().getResources("module-info.class"))
          .stream()
          .map(HabitsTest::describeModule)
          .filter(module -> module.name().startsWith(Sdk.ROOT))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ModuleDescriptor describeModule(URL url) {
    try (InputStream in = url.openStream()) {
      return ModuleDescriptor.read(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
