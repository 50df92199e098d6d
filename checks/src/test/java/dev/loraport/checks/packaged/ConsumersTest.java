package dev.loraport.checks.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One small program, compiled and run as users compile and run theirs. */
class ConsumersTest {
  private static final String MAIN = "dev.example.consumer.Main";
  private static final String PROVIDER = "sdk-together";
  private static final List<String> FOUND =
      List.of(
          "providers: [together]",
          "facts: together",
          "listed by together: models",
          "model: {\"contextLength\":4096,\"extra\":{\"new\":[1,{\"a\":null}]},\"id\":\"some/model\"}",
          "report: same");

  private final FakeProcess fake;

  @TempDir private Path work;

  ConsumersTest() throws IOException {
    fake = FakeProcess.start();
  }

  @AfterEach
  void stopTheFake() {
    fake.close();
  }

  @Test
  void runsOnTheModulePath() throws Exception {
    String modulePath = Jars.join(Jars.tree(PROVIDER));
    Path classes = compile(List.of("program", "modulepath"), "--module-path", modulePath);

    String output =
        java(
            "--module-path",
            classes + File.pathSeparator + modulePath,
            "--module",
            "dev.example.consumer/" + MAIN,
            fake.baseUrl(),
            fake.apiKey());

    assertThat(output.lines()).contains("module: dev.example.consumer").containsAll(FOUND);
  }

  @Test
  void runsInASpringBootDependencySet() throws Exception {
    List<Path> jars = Jars.classPath(Jars.root().resolve("checks/spring-boot"));
    assertThat(jars)
        .extracting(jar -> jar.getFileName().toString())
        .as("the versions that Spring Boot 3.5 pins, with Jackson 2 beside Jackson 3")
        .anyMatch(name -> name.matches("jackson-annotations-2\\.19\\..*"))
        .anyMatch(name -> name.matches("jackson-databind-2\\.19\\..*"))
        .anyMatch(name -> name.matches("jackson-databind-3\\..*"))
        .anyMatch(name -> name.matches("spring-boot-3\\.5\\..*"));
    String classPath = Jars.join(jars);
    Path classes = compile(List.of("program"), "--class-path", classPath);

    String output =
        java(
            "--class-path",
            classes + File.pathSeparator + classPath,
            MAIN,
            fake.baseUrl(),
            fake.apiKey());

    assertThat(output.lines()).contains("module: none").containsAll(FOUND);
  }

  /**
   * Compiles with all warnings as errors: what the SDK's jars hold must not spoil a user's build.
   */
  private Path compile(List<String> sourceRoots, String pathOption, String path)
      throws IOException {
    Path classes = Files.createDirectory(work.resolve("classes"));
    List<Path> sources = new ArrayList<>();
    for (String sourceRoot : sourceRoots) {
      try (Stream<Path> files =
          Files.walk(Jars.root().resolve("checks/src/consumers").resolve(sourceRoot))) {
        files.filter(file -> file.toString().endsWith(".java")).forEach(sources::add);
      }
    }
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter report = new StringWriter();
    List<String> options =
        List.of(
            "--release", "17", "-Xlint:all", "-Werror", pathOption, path, "-d", classes.toString());
    try (StandardJavaFileManager files =
        compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
      boolean compiled =
          compiler
              .getTask(
                  report, files, null, options, null, files.getJavaFileObjectsFromPaths(sources))
              .call();
      assertThat(compiled).as(report.toString()).isTrue();
    }
    return classes;
  }

  private String java(String... arguments) throws IOException, InterruptedException {
    List<String> command = Jars.java(arguments);
    Path output = work.resolve("output.txt");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("ended within a minute").isTrue();
    } finally {
      process.destroyForcibly();
    }
    String text = Files.readString(output);
    assertThat(process.exitValue()).as(text).isZero();
    return text;
  }
}
