package dev.loraport.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.loraport.error.DecodeException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BatchResultsTest {
  private static final String ANSWER =
      "{'id':'x1','object':'chat.completion','model':'m','choices':[{'index':0,"
          + "'seed':15924764223251450000,'message':{'role':'assistant','content':'Hi!'},"
          + "'finish_reason':'stop'}],'usage':{'prompt_tokens':12,'completion_tokens':3,"
          + "'total_tokens':15}}";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'custom_id':'r-1','response':{'status_code':200,'body':%s}}",
        "{'custom_id':'r-1','response':{'status_code':200,'body':%s},'error':{}}",
        "{'custom_id':'r-1','response':{'body':%s}}",
        "{'id':'batch_req_1','custom_id':'r-1','response':%s,'error':null}",
        "{'custom_id':'r-1','response':%s}",
      })
  void anAnswerIsReadFromTheLinesOfAllProviders(String shape) {
    BatchResult result = only(String.format(shape, ANSWER));
    assertThat(result.customId()).isEqualTo("r-1");
    assertThat(result.succeeded()).isTrue();
    assertThat(result.error()).isEmpty();
    assertThat(result.completion().text()).isEqualTo("Hi!");
    assertThat(result.completion().usage().orElseThrow().completionTokens()).isEqualTo(3);
    assertThat(result.completion().choices().get(0).seed().orElseThrow())
        .hasToString("15924764223251450000");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'custom_id':'r-2','error':{'message':'Invalid model','code':'invalid_model'}} |"
            + " invalid_model | Invalid model",
        "{'custom_id':'r-2','response':null,'error':{'code':'bad','message':'No'}} | bad | No",
        "{'custom_id':'r-2','response':null,'error':'out of time'} | none | out of time",
        "{'custom_id':'r-2','response':{'status_code':400,'body':{'error':{'message':'too long',"
            + "'type':'invalid_request_error'}}}} | invalid_request_error | too long",
        "{'custom_id':'r-2','response':{'error':{'message':'boom'}}} | none | boom",
        "{'custom_id':'r-2','response':{'status_code':503,'body':{}}} | none |"
            + " status 503 without a reason",
        "{'custom_id':'r-2','response':{'status_code':200}} | none |"
            + " status 200 without a reason",
        "{'custom_id':'r-2'} | none | the line has neither an answer nor an error",
        "{'custom_id':'r-2','error':{'reason':7}} | none | {\"reason\":7}",
      })
  void aFailureSaysWhy(String line, String code, String why) {
    BatchResult result = only(line);
    assertThat(result.succeeded()).isFalse();
    assertThat(result.errorCode().orElse("none")).isEqualTo(code);
    assertThat(result.error()).contains(why);
    assertThatIllegalStateException()
        .isThrownBy(result::completion)
        .withMessage("request r-2 of the batch failed: " + why);
  }

  @Test
  void resultsAreFoundByTheIdOfTheirRequest(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("out.jsonl");
    Files.writeString(
        file,
        json("{'custom_id':'b','response':" + ANSWER + "}")
            + "\r\n\n"
            + json("{'custom_id':'a','error':'no'}"));
    try (BatchResults results = BatchResults.open(file)) {
      Map<String, BatchResult> found = results.byCustomId();
      assertThat(found).containsOnlyKeys("b", "a");
      assertThat(found)
          .hasEntrySatisfying("b", b -> assertThat(b.completion().text()).isEqualTo("Hi!"))
          .hasEntrySatisfying("a", a -> assertThat(a.error()).contains("no"));
    }
  }

  @Test
  void anIdThatComesTwiceIsNamed() {
    BatchResults results =
        results("{'custom_id':'a','error':'1'}", "{'custom_id':'a','error':'2'}");
    assertThatIllegalStateException()
        .isThrownBy(results::byCustomId)
        .withMessageContaining("out.jsonl, line 2")
        .withMessageContaining("\"a\"");
    assertThat(results("{'custom_id':'a','error':'1'}", "{'custom_id':'a','error':'2'}").stream())
        .hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{'custom_id':", "[1]", "7", "{} {}"})
  void aBrokenLineIsNamedAndTheNextIsRead(String broken) {
    Iterator<BatchResult> results =
        results("{'custom_id':'a','error':'1'}", broken, "{'custom_id':'c','error':'3'}")
            .iterator();
    assertThat(results.next().customId()).isEqualTo("a");
    assertThatExceptionOfType(DecodeException.class)
        .isThrownBy(results::hasNext)
        .withMessageStartingWith("out.jsonl, line 2 is no result of a batch")
        .satisfies(e -> assertThat(e.rawBody()).isEqualTo(json(broken)));
    assertThat(results.next().customId()).isEqualTo("c");
    assertThat(results.hasNext()).isFalse();
  }

  @Test
  void anAnswerOfAnotherKindIsReadAsJson() {
    BatchResult result =
        only("{'custom_id':'a','response':{'status_code':200,'body':{'text':'Hi'}}}");
    assertThat(result.succeeded()).isTrue();
    assertThat(result.body().orElseThrow().get("text").string()).contains("Hi");
    assertThatExceptionOfType(DecodeException.class)
        .isThrownBy(result::completion)
        .withMessageContaining("body()");
  }

  @Test
  void aFileIsGoneThroughOnce() {
    BatchResults results = results("{'custom_id':'a','error':'1'}");
    assertThat(results.iterator()).hasNext();
    assertThatIllegalStateException().isThrownBy(results::stream).withMessageContaining("again");
  }

  @Test
  void memoryDoesNotGrowWithTheFile() throws IOException {
    byte[] line =
        (json("{'custom_id':'a','response':" + ANSWER + "}") + "\n")
            .getBytes(StandardCharsets.UTF_8);
    long lines = (128L << 20) / line.length;
    try (BatchResults results = BatchResults.of("out.jsonl", new Repeated(line, lines))) {
      long before = used();
      long most = 0;
      long count = 0;
      for (BatchResult result : results) {
        count += result.succeeded() ? 1 : 0;
        if (count % (lines / 4) == 0) {
          most = Math.max(most, used() - before);
        }
      }
      assertThat(count).isEqualTo(lines);
      assertThat(most).isLessThan(32L << 20);
    }
  }

  @Test
  void aFileThatCanNotBeReadOnIsNamed() {
    InputStream broken =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("the disk is gone");
          }

          @Override
          public int read(byte[] buffer, int offset, int length) throws IOException {
            return read();
          }
        };
    assertThatExceptionOfType(UncheckedIOException.class)
        .isThrownBy(() -> BatchResults.of("out.jsonl", broken).iterator().hasNext())
        .withMessageContaining("the disk is gone");
  }

  private static long used() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  private static BatchResult only(String line) {
    List<BatchResult> all = results(line).stream().toList();
    assertThat(all).hasSize(1);
    return all.get(0);
  }

  private static BatchResults results(String... lines) {
    byte[] bytes = json(String.join("\n", lines)).getBytes(StandardCharsets.UTF_8);
    return BatchResults.of("out.jsonl", new ByteArrayInputStream(bytes));
  }

  private static String json(String text) {
    return text.replace('\'', '"');
  }

  /** The same line again and again. */
  private static final class Repeated extends InputStream {
    private final byte[] line;
    private long left;
    private int position;

    Repeated(byte[] line, long times) {
      this.line = line;
      this.left = times;
    }

    @Override
    public int read() {
      if (left == 0) {
        return -1;
      }
      int next = line[position++];
      if (position == line.length) {
        position = 0;
        left--;
      }
      return next;
    }

    @Override
    public int read(byte[] into, int offset, int length) {
      if (left == 0) {
        return -1;
      }
      int count = Math.min(length, line.length - position);
      System.arraycopy(line, position, into, offset, count);
      position += count;
      if (position == line.length) {
        position = 0;
        left--;
      }
      return count;
    }
  }
}
