package dev.loraport.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The code of the page on chat compiles. */
class ChatPageTest {
  private static final Pattern BLOCK =
      Pattern.compile("(?ms)^```java\\n(.*?^class (\\w+) .*?)^```$");

  @Test
  void eachBlockOfJavaCompiles(@TempDir Path out) throws Exception {
    String page = Files.readString(Path.of("..", "docs", "chat.md"));
    Matcher block = BLOCK.matcher(page);
    int blocks = 0;
    while (block.find()) {
      StringWriter messages = new StringWriter();
      boolean compiled =
          ToolProvider.getSystemJavaCompiler()
              .getTask(
                  messages,
                  null,
                  null,
                  List.of("-proc:none", "-d", out.toString(), "--release", "17"),
                  null,
                  List.of(source(block.group(2), block.group(1))))
              .call();
      assertThat(compiled).as("%s%n%s", messages, block.group(1)).isTrue();
      blocks++;
    }
    assertThat(blocks).isEqualTo(page.split("```java\n", -1).length - 1).isGreaterThan(7);
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
