package dev.loraport.checks.packaged;

import static java.util.Objects.requireNonNull;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The jars that this build has just made, and what they need at run time. */
final class Jars {
  private Jars() {}

  static Path root() {
    return Path.of(requireNonNull(System.getProperty("loraport.root")));
  }

  static Path jar(String module) {
    String version = requireNonNull(System.getProperty("loraport.version"));
    return root().resolve(module).resolve("target").resolve(module + "-" + version + ".jar");
  }

  /** The module's own jar and its whole run-time tree. */
  static List<Path> tree(String module) throws IOException {
    List<Path> jars = new ArrayList<>();
    jars.add(jar(module));
    jars.addAll(classPath(root().resolve(module)));
    return jars;
  }

  /** What the build wrote down as the run-time class path of a project. */
  static List<Path> classPath(Path project) throws IOException {
    String path = Files.readString(project.resolve("target/runtime-classpath.txt")).strip();
    return Stream.of(path.split(File.pathSeparator))
        .filter(entry -> !entry.isEmpty())
        .map(Path::of)
        .toList();
  }

  /** The command that starts a JVM of the same kind. */
  static List<String> java(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(arguments));
    return command;
  }

  static String join(List<Path> path) {
    return path.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
  }
}
