package dev.loraport.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

class ReadmeTest {
  private static final Path README = Path.of("..", "README.md");
  private static final Path PLANNER = Path.of("..", "docs", "planner.md");
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```(\\w*)\\n(.*?)^```$");
  private static final Pattern CLASS_NAME = Pattern.compile("(?m)^(?:public )?class (\\w+)");

  private record Block(String language, String text) {}

  private static List<Block> blocks() throws IOException {
    return blocks(README);
  }

  private static List<Block> blocks(Path page) throws IOException {
    Matcher matcher = BLOCK.matcher(Files.readString(page));
    List<Block> blocks = new ArrayList<>();
    while (matcher.find()) {
      blocks.add(new Block(matcher.group(1), matcher.group(2)));
    }
    return blocks;
  }

  @Test
  void theFirstTwoBlocksAreTheTwoCommands() throws IOException {
    assertThat(blocks().get(0).text()).isEqualTo("samples/tune-and-chat\n");
    assertThat(blocks().get(1).text()).isEqualTo("mvn -B -ntp verify\n");
    assertThat(Path.of("tune-and-chat")).isExecutable();
    assertThat(Path.of("which-model")).isExecutable();
  }

  @Test
  void allJavaBlocksCompileAndTheTestRuns(@TempDir Path out) throws Exception {
    List<Block> java =
        Stream.concat(blocks().stream(), blocks(PLANNER).stream())
            .filter(block -> block.language().equals("java"))
            .toList();
    assertThat(java).hasSizeGreaterThanOrEqualTo(3);
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    for (Block block : java) {
      Matcher name = CLASS_NAME.matcher(block.text());
      assertThat(name.find()).as(block.text()).isTrue();
      StringWriter messages = new StringWriter();
      boolean compiled =
          compiler
              .getTask(
                  messages,
                  null,
                  null,
                  List.of("-proc:none", "-d", out.toString(), "--release", "17"),
                  null,
                  List.of(source(name.group(1), block.text())))
              .call();
      assertThat(compiled).as("%s%n%s", messages, block.text()).isTrue();
    }
    try (URLClassLoader loader =
        new URLClassLoader(new URL[] {out.toUri().toURL()}, getClass().getClassLoader())) {
      SummaryGeneratingListener listener = new SummaryGeneratingListener();
      LauncherFactory.create()
          .execute(
              LauncherDiscoveryRequestBuilder.request()
                  .selectors(DiscoverySelectors.selectClass(loader.loadClass("FineTuneTest")))
                  .build(),
              listener);
      assertThat(listener.getSummary().getFailures())
          .extracting(failure -> failure.getException().toString())
          .isEmpty();
      assertThat(listener.getSummary().getTestsSucceededCount()).isEqualTo(1);
    }
  }

  @Test
  void theTableOfProvidersIsWhatTheFactsSay() throws IOException {
    assertThat(between("providers")).isEqualTo(WhoCanDoWhat.table());
  }

  @Test
  void theTableOfCapabilitiesIsWhatTheClientsSay() throws IOException {
    assertThat(between("capabilities").strip()).isEqualTo(WhoCanDoWhat.capabilities().strip());
  }

  private static String between(String name) throws IOException {
    String readme = Files.readString(README);
    int from = readme.indexOf("<!-- " + name + ":begin -->");
    int to = readme.indexOf("<!-- " + name + ":end -->");
    return readme.substring(readme.indexOf('\n', from) + 1, to);
  }

  private static JavaFileObject source(String name, String text) {
    return new SimpleJavaFileObject(
        URI.create("string:///" + name + ".java"), JavaFileObject.Kind.SOURCE) {
      @Override
      public CharSequence getCharContent(boolean ignoreEncodingErrors) {
        return text;
      }
    };
  }
}
