package dev.loraport.checks.packaged;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The provider of docs/extending.md, built and tested by Maven as its author would do it. */
class ToyProviderTest {
  private static final Pattern SNIPPET =
      Pattern.compile("```java\\n// (\\S+)\\n(.*?)```", Pattern.DOTALL);
  private static final Pattern TOTALS =
      Pattern.compile("Tests run: (\\d+), Failures: (\\d+), Errors: (\\d+), Skipped: (\\d+)");

  @TempDir private Path work;

  @AfterEach
  void unlink() throws IOException {
    for (Path folder : List.of(work.resolve("repository/dev"), work.resolve("repository"))) {
      if (Files.isDirectory(folder)) {
        try (Stream<Path> entries = Files.list(folder)) {
          for (Path link : entries.filter(Files::isSymbolicLink).toList()) {
            Files.delete(link);
          }
        }
      }
    }
  }

  @Test
  void theToyPassesTheContractOnTheModulePath() throws Exception {
    Path repository = repository();
    Path project = copy(example(), work.resolve("toy-provider"));

    String output = maven(project, "-Dmaven.repo.local=" + repository, "test");

    List<MatchResult> totals = TOTALS.matcher(output).results().toList();
    assertThat(totals).as(output).isNotEmpty();
    MatchResult all = totals.get(totals.size() - 1);
    assertThat(Integer.parseInt(all.group(1))).as("tests").isGreaterThan(90);
    assertThat(all.group(2) + all.group(3)).as("failures and errors").isEqualTo("00");
    int passed = Integer.parseInt(all.group(1)) - Integer.parseInt(all.group(4));
    assertThat(passed).as("tests that were not skipped").isGreaterThan(60);
    assertThat(reports(project))
        .as("what is lacking is skipped with its reason")
        .contains("toy has no batches: Toy trains adapters and answers chat, and no more");
  }

  @Test
  void theCodeOfThePageIsThatOfTheToy() throws IOException {
    String page = Files.readString(Jars.root().resolve("docs/extending.md"));
    Matcher snippet = SNIPPET.matcher(page);
    int found = 0;
    while (snippet.find()) {
      String source = Files.readString(example().resolve(snippet.group(1)));
      for (String part : snippet.group(2).split("(?m)^ *// \\.\\.\\.\\n", -1)) {
        assertThat(source).as(snippet.group(1)).contains(part);
      }
      found++;
    }
    assertThat(found).isEqualTo(page.split("```java", -1).length - 1).isGreaterThan(8);
  }

  private static Path example() {
    return Jars.root().resolve("docs/examples/toy-provider");
  }

  /** The user's own repository, with the jars of this build in it as if they were installed. */
  private Path repository() throws IOException {
    Path users = Path.of(requireNonNull(System.getProperty("maven.repository")));
    Path own = Files.createDirectory(work.resolve("repository"));
    link(users, own, "dev");
    Path dev = Files.createDirectory(own.resolve("dev"));
    if (Files.isDirectory(users.resolve("dev"))) {
      link(users.resolve("dev"), dev, "loraport");
    }
    String version = requireNonNull(System.getProperty("loraport.version"));
    Path parent = Files.createDirectories(dev.resolve("loraport/loraport-parent").resolve(version));
    Files.copy(
        Jars.root().resolve("pom.xml"), parent.resolve("loraport-parent-" + version + ".pom"));
    for (String module : List.of("sdk-core", "sdk-testkit")) {
      Path place =
          Files.createDirectories(dev.resolve("loraport").resolve(module).resolve(version));
      Files.copy(Jars.jar(module), place.resolve(module + "-" + version + ".jar"));
      Files.copy(
          Jars.root().resolve(module).resolve("pom.xml"),
          place.resolve(module + "-" + version + ".pom"));
    }
    return own;
  }

  private static void link(Path from, Path to, String but) throws IOException {
    try (Stream<Path> entries = Files.list(from)) {
      for (Path entry : (Iterable<Path>) entries::iterator) {
        if (!entry.getFileName().toString().equals(but)) {
          Files.createSymbolicLink(to.resolve(entry.getFileName().toString()), entry);
        }
      }
    }
  }

  private static Path copy(Path from, Path to) throws IOException {
    Files.walkFileTree(
        from,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
              throws IOException {
            if (folder.endsWith("target")) {
              return FileVisitResult.SKIP_SUBTREE;
            }
            Files.createDirectories(to.resolve(from.relativize(folder).toString()));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.copy(file, to.resolve(from.relativize(file).toString()));
            return FileVisitResult.CONTINUE;
          }
        });
    return to;
  }

  private String maven(Path project, String... arguments) throws IOException, InterruptedException {
    Path command = Path.of(requireNonNull(System.getProperty("maven.home")), "bin", "mvn");
    Assumptions.assumeTrue(Files.isExecutable(command), "there is no " + command + " to run");
    List<String> line = new ArrayList<>(List.of(command.toString(), "--offline", "--batch-mode"));
    line.addAll(List.of(arguments));
    File output = work.resolve("maven.txt").toFile();
    ProcessBuilder builder =
        new ProcessBuilder(line)
            .directory(project.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    Process process = builder.start();
    try {
      assertThat(process.waitFor(10, TimeUnit.MINUTES)).as("ended in time").isTrue();
    } finally {
      process.destroyForcibly();
    }
    String text = Files.readString(output.toPath());
    assertThat(process.exitValue()).as(text).isZero();
    return text;
  }

  private static String reports(Path project) throws IOException {
    StringBuilder all = new StringBuilder();
    try (Stream<Path> files = Files.list(project.resolve("target/surefire-reports"))) {
      for (Path file : (Iterable<Path>) files::iterator) {
        if (file.toString().endsWith(".xml")) {
          all.append(Files.readString(file));
        }
      }
    }
    return all.toString();
  }
}
