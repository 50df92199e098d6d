package dev.loraport.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * On the way of a call nothing waits while it holds a monitor, which pins virtual threads before
 * JDK 24, and nobody else's code runs there, which could wait for anything. It looks at what is
 * written between the braces, not at what the methods that are called there do.
 */
class LocksTest {
  private static final List<String> WAY_OF_A_CALL =
      List.of(
          "sdk-core/src/main/java/dev/loraport/internal/http",
          "sdk-core/src/main/java/dev/loraport/internal/chat");

  private static final Pattern LOCKED = Pattern.compile("synchronized\\b[^;{]*\\{");

  private static final Pattern WAITS_OR_CALLS_OUT =
      Pattern.compile(
          "\\b(join|wait|await\\w*|sleep|park\\w*|acquire|lock|read\\w*|write\\w*|flush|close|accept|apply"
              + "|run|test|execute|submit|send\\w*|request|onNext|onError|onComplete|onSubscribe"
              + "|subscribe|complete\\w*|whenComplete|finish|fail|invoke\\w*)\\(");

  @Test
  void nothingWaitsAndNobodyIsCalledWhereAMonitorIsHeld() throws IOException {
    List<String> found = new ArrayList<>();
    int blocks = 0;
    for (Path source : sources()) {
      String text = Files.readString(source);
      Matcher locked = LOCKED.matcher(text);
      while (locked.find()) {
        blocks++;
        Matcher bad = WAITS_OR_CALLS_OUT.matcher(block(text, locked.end()));
        while (bad.find()) {
          found.add(source.getFileName() + ": " + bad.group());
        }
      }
    }
    assertThat(blocks).as("blocks that were looked at").isGreaterThan(20);
    assertThat(found).isEmpty();
  }

  private static String block(String text, int start) {
    int depth = 1;
    int end = start;
    while (depth > 0) {
      char next = text.charAt(end++);
      depth += next == '{' ? 1 : next == '}' ? -1 : 0;
    }
    return text.substring(start, end);
  }

  private static List<Path> sources() {
    return WAY_OF_A_CALL.stream().flatMap(LocksTest::files).toList();
  }

  private static Stream<Path> files(String folder) {
    try (Stream<Path> files = Files.list(Path.of("..", folder))) {
      return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
