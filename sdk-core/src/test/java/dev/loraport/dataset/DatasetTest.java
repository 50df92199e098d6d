package dev.loraport.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.loraport.error.UploadException;
import dev.loraport.file.FileSource;
import dev.loraport.json.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatasetTest {
  private static final String U = "{\"role\":\"user\",\"content\":\"Hi\"}";
  private static final String A = "{\"role\":\"assistant\",\"content\":\"Hello\"}";
  private static final String GOOD = row(U, A);

  @TempDir Path folder;

  private static String row(String... messages) {
    return "{\"messages\":[" + String.join(",", messages) + "]}";
  }

  private static CheckReport check(String text) {
    return check(text.getBytes(StandardCharsets.UTF_8));
  }

  private static CheckReport check(byte[] bytes) {
    return Dataset.of(FileSource.of("train.jsonl", bytes)).check();
  }

  private static CheckReport check(byte[] bytes, DatasetRules rules) {
    return Dataset.of(FileSource.of("train.jsonl", bytes)).check(rules);
  }

  /** A row whose messages are written with single quotes and U, A for the two plain ones. */
  private static String messages(String list) {
    return "{\"messages\":[" + list.replace("U", U).replace("A", A).replace('\'', '"') + "]}";
  }

  @Test
  void aGoodFileHasNoFindingsAndItsCounts() {
    CheckReport report =
        check(GOOD + "\n" + row(U, A, "{\"role\":\"user\",\"content\":\"é😀\"}", A));

    assertThat(report.passed()).isTrue();
    assertThat(report.findings()).isEmpty();
    assertThat(report.format()).isEqualTo("conversation");
    assertThat(report.rows()).isEqualTo(2);
    assertThat(report.messages()).isEqualTo(6);
    assertThat(report.characters()).isEqualTo(7 + 14);
    assertThat(report.estimatedTokens()).isBetween(30L, 45L);
    assertThat(report.longestRowTokens()).isBetween(18L, 30L);
    assertThat(report.duplicatesExact()).isTrue();
    assertThat(report.summary()).isEqualTo("train.jsonl: no errors in 2 rows");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ERROR | missing-role | messages[0] | {'content':'x'},A",
        "ERROR | role-not-a-text | messages[0].role | {'role':1,'content':'x'},A",
        "ERROR | unknown-role | messages[1].role | U,{'role':'bot','content':'x'},A",
        "ERROR | missing-content | messages[0] | {'role':'user'},A",
        "ERROR | missing-content | messages[1] | U,{'role':'assistant','content':null}",
        "ERROR | bad-content | messages[0].content | {'role':'user','content':7},A",
        "ERROR | bad-content | messages[0].content | {'role':'user','content':{'a':[]}},A",
        "ERROR | message-not-an-object | messages[0] | 7,A",
        "ERROR | no-messages | messages | ",
        "ERROR | no-assistant | messages | U",
        "ERROR | bad-message-weight | messages[1].weight"
            + " | U,{'role':'assistant','content':'x','weight':2},A",
        "ERROR | bad-message-weight | messages[1].weight"
            + " | U,{'role':'assistant','content':'x','weight':true}",
        "ERROR | bad-message-weight | messages[1].weight"
            + " | U,{'role':'assistant','content':'x','weight':1.0}",
        "ERROR | bad-reasoning | messages[1].reasoning"
            + " | U,{'role':'assistant','content':'x','reasoning':[]}",
        "ERROR | bad-tool-call | messages[1].tool_calls"
            + " | U,{'role':'assistant','content':'x','tool_calls':{}}",
        "ERROR | bad-tool-call | messages[1].tool_calls[0]"
            + " | U,{'role':'assistant','content':'x','tool_calls':[{'id':'c'}]}",
        "ERROR | bad-tool-call | messages[1].tool_calls[0]"
            + " | U,{'role':'assistant','content':'x','tool_calls':['f']}",
        "ERROR | bad-tool-call | messages[1].tool_calls[0].function"
            + " | U,{'role':'assistant','tool_calls':[{'function':{'arguments':'{}'}}]}",
        "ERROR | bad-tool-call | messages[1].tool_calls[0].function.arguments"
            + " | U,{'role':'assistant','tool_calls':[{'function':{'name':'f','arguments':{}}}]}",
        "ERROR | bad-part | messages[0].content[0] | {'role':'user','content':['x']},A",
        "ERROR | bad-part | messages[0].content[0] | {'role':'user','content':[{'text':'x'}]},A",
        "ERROR | bad-part | messages[0].content[0] | {'role':'user','content':[{'type':'text'}]},A",
        "ERROR | bad-part | messages[0].content[0]"
            + " | {'role':'user','content':[{'type':'image_url','image_url':'x'}]},A",
        "ERROR | unknown-part-type | messages[0].content[0]"
            + " | {'role':'user','content':[{'type':'audio'}]},A",
        "ERROR | bad-image-url | messages[0].content[0].image_url.url"
            + " | {'role':'user','content':[{'type':'image_url','image_url':{'url':'http://x'}}]},A",
        "WARNING | empty-answer | messages[1].content | U,{'role':'assistant','content':' '}",
        "WARNING | empty-content | messages[0].content | {'role':'user','content':''},A",
        "WARNING | empty-content | messages[0].content | {'role':'user','content':[]},A",
        "WARNING | nothing-to-train | messages | U,{'role':'assistant','content':'x','weight':0}",
        "WARNING | last-not-assistant | messages[2].role | U,A,U",
        "WARNING | same-role-twice | messages[1].role | U,U,A",
        "WARNING | first-not-user | messages[0].role | A",
        "WARNING | first-not-user | messages[1].role | {'role':'system','content':'x'},A,U,A",
        "WARNING | system-not-first | messages[1].role | U,{'role':'system','content':'x'},A",
        "WARNING | tool-not-after-assistant | messages[1].role | U,{'role':'tool','content':'x'},A",
        "WARNING | image-not-from-user | messages[1].content | U,{'role':'assistant','content':"
            + "[{'type':'image_url','image_url':{'url':'data:image/png;base64,iVBO'}}]}"
      })
  void aMessageThatBreaksARuleIsNamed(Severity severity, String code, String path, String list) {
    CheckReport report = check(GOOD + "\n" + messages(list == null ? "" : list) + "\n");

    assertThat(report.findings())
        .filteredOn(finding -> finding.code().equals(code))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.severity()).isEqualTo(severity);
              assertThat(finding.path()).isEqualTo(path);
              assertThat(finding.line()).isEqualTo(2);
              assertThat(finding.column()).isPositive();
            });
    assertThat(report.findings())
        .filteredOn(finding -> finding.severity() == Severity.ERROR)
        .hasSize(severity == Severity.ERROR ? 1 : 0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'role':'system','content':'Be kind.'},U,A",
        "U,{'role':'assistant','tool_calls':[{'id':'c','type':'function','function':"
            + "{'name':'f','arguments':'{}'}}]},{'role':'tool','tool_call_id':'c','content':'1'},"
            + "{'role':'tool','tool_call_id':'d','content':'2'},A",
        "U,{'role':'assistant','content':null,'tool_calls':[{'function':{'name':'f'}}],"
            + "'reasoning_content':null,'weight':1,'name':{'x':[1]}}",
        "U,{'role':'assistant','content':'42','reasoning':'17 and 25'}",
        "{'role':'user','content':[{'type':'text','text':'What?'},{'type':'image_url',"
            + "'image_url':{'detail':'low','url':'data:image/png;base64,iVBO'}}]},A",
        "U,{'content':'x','role':'assistant'}"
      })
  void aRowThatKeepsTheRulesHasNoFindings(String list) {
    assertThat(check(messages(list)).findings()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "not-json | 5 | {\"a\"; 1}",
        "not-json | 14 | {\"messages\": x}",
        "not-an-object | 1 | [1]",
        "not-an-object | 1 | \"é\"",
        "missing-messages | 1 | {\"a\": 1}",
        "missing-messages | 1 | {\"prompt\": \"x\", \"completion\": \"y\"}",
        "messages-not-a-list | 14 | {\"messages\": {\"role\": \"user\"}}",
        "more-than-one-value | 3 | {\"messages\":[]} {}"
      })
  void aLineThatIsNoRowIsNamedByItsColumn(String code, int column, String line) {
    CheckReport report = check(GOOD + "\r\n" + line + "\r\n" + row(A, U, A));

    assertThat(report.findings())
        .anySatisfy(
            finding -> {
              assertThat(finding.code()).isEqualTo(code);
              assertThat(finding.line()).isEqualTo(2);
              if (!code.equals("more-than-one-value")) {
                assertThat(finding.column()).isEqualTo(column);
              }
            });
    assertThat(report.rows()).isEqualTo(3);
    assertThat(report.countsByCode()).containsKey("first-not-user");
  }

  @Test
  void aFindingSaysWhereWhatAndWhatToDo() {
    CheckReport report =
        check(GOOD + "\n\n" + row("{\"content\":\"é\",\"role\":\"bot\"}", U, A) + "\n");

    assertThat(report.findings().get(1))
        .hasToString(
            "line 3, column 36 (messages[0].role): unknown role \"bot\"; a training file takes system,"
                + " user, assistant, tool");
    assertThat(report.summary())
        .startsWith("train.jsonl: line 3, column 36 (messages[0].role): unknown role");
  }

  @Test
  void aDeepRowIsAFindingAndNotAnOverflow() {
    assertThat(check(GOOD + "\n{\"a\":" + "[".repeat(100_000)).countsByCode())
        .containsOnlyKeys("json-too-large");
  }

  @ParameterizedTest
  @CsvSource({"80", "c3", "c080", "e08080", "eda080", "f4908080", "f5808080", "ff", "e282"})
  void theFirstByteThatIsNotUtf8IsNamed(String hex) {
    byte[] bad = java.util.HexFormat.of().parseHex(hex);
    byte[] start = (GOOD + "\n{\"ü\":\"€😀").getBytes(StandardCharsets.UTF_8);
    byte[] end = ("\"}\n" + row(A, U, A)).getBytes(StandardCharsets.UTF_8);
    byte[] all = new byte[start.length + bad.length + end.length];
    System.arraycopy(start, 0, all, 0, start.length);
    System.arraycopy(bad, 0, all, start.length, bad.length);
    System.arraycopy(end, 0, all, start.length + bad.length, end.length);

    CheckReport report = check(all);

    assertThat(report.findings().get(0).toString())
        .isEqualTo(
            "line 2, column 9: not UTF-8: byte 0x"
                + hex.substring(0, 2)
                + "; save the file as UTF-8");
    assertThat(report.countsByCode()).containsOnlyKeys("not-utf8", "first-not-user");
  }

  @Test
  void aFileInAnotherEncodingIsRecognised() {
    assertThat(check(GOOD.getBytes(StandardCharsets.UTF_16)).summary()).contains("UTF-16");
    assertThat(check(new byte[] {0x1f, (byte) 0x8b, 8, 0}).summary()).contains("gzip");
  }

  @Test
  void aByteOrderMarkIsAWarning() {
    CheckReport report = check("\ufeff" + GOOD);

    assertThat(report.passed()).isTrue();
    assertThat(report.countsByCode()).containsOnlyKeys("byte-order-mark");
  }

  @Test
  void blankLinesAreTreatedAsTheRulesSay() {
    byte[] bytes = ("\n" + GOOD + "\r\n \t\r\n").getBytes(StandardCharsets.UTF_8);

    assertThat(check(bytes).countsByCode()).containsEntry("blank-line", 2L);
    assertThat(check(bytes).passed()).isTrue();
    DatasetRules strict =
        DatasetRules.builder().name("strict").blankLines(Treatment.REFUSE).build();
    assertThat(check(bytes, strict).errorCount()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({"'', empty-file", "'\n\n', too-few-examples", "\ufeff, too-few-examples"})
  void aFileWithoutExamplesIsAnError(String text, String code) {
    CheckReport report = check(text);

    assertThat(report.passed()).isFalse();
    assertThat(report.countsByCode()).containsEntry(code, 1L);
    assertThat(report.summary()).doesNotContain("\n");
  }

  @Test
  void boundsOfTheWholeFileAreChecked() {
    byte[] bytes = (GOOD + "\n" + row(U, A, U, A)).getBytes(StandardCharsets.UTF_8);
    DatasetRules.Builder rules = DatasetRules.builder().name("tight");

    assertThat(check(bytes, rules.minExamples(3).build()).countsByCode())
        .containsOnlyKeys("too-few-examples");
    assertThat(check(bytes, rules.minExamples(0).maxExamples(1).build()).countsByCode())
        .containsOnlyKeys("too-many-examples");
    assertThat(check(bytes, rules.maxExamples(9).maxFileBytes(9).build()).countsByCode())
        .containsOnlyKeys("large-file");
    assertThat(check(bytes, rules.maxFileBytes(999).maxTokensPerRow(15).build()).countsByCode())
        .containsOnlyKeys("row-too-long");
    assertThatIllegalArgumentException().isThrownBy(() -> rules.minExamples(10).build());
  }

  @Test
  void aLineOverTheBoundIsAnErrorAndTheNextIsRead() {
    DatasetRules rules = DatasetRules.builder().name("short").maxLineBytes(GOOD.length()).build();
    String text = GOOD + "\r\n" + "x".repeat(1_000_000) + "\n" + row(A) + "\n" + GOOD + "x";

    CheckReport report = check(text.getBytes(StandardCharsets.UTF_8), rules);

    assertThat(report.rows()).isEqualTo(4);
    assertThat(report.countsByCode())
        .containsOnly(
            org.assertj.core.api.Assertions.entry("line-too-long", 2L),
            org.assertj.core.api.Assertions.entry("first-not-user", 1L));
  }

  @Test
  void otherMembersOfARowAreTreatedAsTheRulesSay() {
    String row =
        GOOD.substring(0, GOOD.length() - 1)
            + ",\"tools\":[{\"type\":\"function\"}],\"weight\":0.5,\"id\":{\"a\":[]}}";

    assertThat(check(row).findings())
        .singleElement()
        .satisfies(finding -> assertThat(finding.message()).contains("\"id\"", "tools, weight"));
    assertThat(check(row.replace("0.5", "-1")).countsByCode()).containsKey("bad-row-weight");
    assertThat(check(row.replace("[{\"type\":\"function\"}]", "7")).countsByCode())
        .containsKey("tools-not-a-list");
  }

  @Test
  void twoListsOfMessagesInOneRowAreAnError() {
    assertThat(check("{\"messages\":[" + U + "," + A + "],\"messages\":[" + U + "," + A + "]}"))
        .extracting(CheckReport::countsByCode)
        .isEqualTo(java.util.Map.of("duplicate-member", 1L));
  }

  @Test
  void imagesBeyondTheLimitAreAnErrorOnce() {
    String image =
        "{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image/png;base64,AA==\"}}";
    String message = "{\"role\":\"user\",\"content\":[" + image + "," + image + "]}";
    DatasetRules rules =
        DatasetRules.builder().name("few").maxImagesPerRow(3).images(Treatment.WARN).build();

    CheckReport report =
        check(row(message, A, message, A, message, A).getBytes(StandardCharsets.UTF_8), rules);

    assertThat(report.countsByCode())
        .containsEntry("too-many-images", 1L)
        .containsEntry("image", 3L);
  }

  @Test
  void aRowThatCameBeforeIsAWarningWithItsLine() {
    CheckReport report = check(GOOD + "\n" + row(U, A, U, A) + "\r\n" + GOOD + "\r\n");

    assertThat(report.findings())
        .singleElement()
        .satisfies(finding -> assertThat(finding.message()).contains("same as line 1"));
  }

  @Test
  void findingsBeyondTheLimitAreCounted() {
    String bad = row("{\"role\":\"bot\",\"content\":\"x\"}", U, A) + "\n";
    Dataset dataset =
        Dataset.of(FileSource.of("bad.jsonl", bad.repeat(150).getBytes(StandardCharsets.UTF_8)));

    assertThat(dataset.check().findings()).hasSize(100);
    CheckReport report = dataset.check(CheckOptions.of(DatasetRules.neutral()).maxFindings(3));
    assertThat(report.findings()).hasSize(3);
    assertThat(report.errorCount()).isEqualTo(150);
    assertThat(report.countsByCode()).containsEntry("duplicate-row", 149L);
    assertThat(report.summary()).contains("(and 149 more errors)");
  }

  @Test
  void noNumberOfWarningsHidesAnError() {
    String rows = (GOOD + "\n").repeat(150) + row("{\"role\":\"bot\",\"content\":\"x\"}", U, A);
    Dataset dataset =
        Dataset.of(FileSource.of("late.jsonl", rows.getBytes(StandardCharsets.UTF_8)));

    CheckReport report = dataset.check();

    assertThat(report.warningCount()).isEqualTo(149);
    assertThat(report.findings()).hasSize(100);
    assertThat(report.summary()).startsWith("late.jsonl: line 151");
    assertThat(dataset.check(CheckOptions.of(DatasetRules.neutral()).maxFindings(0)).summary())
        .isEqualTo("late.jsonl: 1 errors in 151 rows");
  }

  @Test
  void aReportComesBackFromItsJson() {
    CheckReport report = check(GOOD + "\n" + row(U));

    assertThat(Json.read(Json.write(report), CheckReport.class)).isEqualTo(report);
    assertThat(Json.read(Json.write(DatasetRules.neutral()), DatasetRules.class))
        .isEqualTo(DatasetRules.neutral());
  }

  @Test
  void whatCanNotBeReadIsNamed() {
    assertThatExceptionOfType(UploadException.class)
        .isThrownBy(() -> Dataset.open(folder.resolve("nowhere.jsonl")))
        .withMessageContaining("nowhere.jsonl: no such file; check the path");
    assertThatExceptionOfType(UploadException.class)
        .isThrownBy(() -> Dataset.open(folder))
        .withMessageContaining("not a regular file");
    FileSource broken =
        FileSource.of(
            "broken.jsonl",
            9,
            () -> {
              throw new IOException("disk gone");
            });
    assertThatExceptionOfType(UploadException.class)
        .isThrownBy(() -> Dataset.of(broken).check())
        .withMessageContaining("broken.jsonl")
        .withMessageContaining("disk gone");
  }

  @Test
  void linesAreFoundWhereverTheReadsEnd() {
    String text = (GOOD + "\r\n" + row(A, U, A) + "\n").repeat(20);
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    CheckReport whole = check(bytes);

    CheckReport trickled =
        Dataset.of(FileSource.oneShot("train.jsonl", bytes.length, new OneByOne(bytes))).check();

    assertThat(trickled).isEqualTo(whole);
    assertThat(whole.rows()).isEqualTo(40);
  }

  @Test
  void aLargeStreamIsReadToItsEnd() {
    byte[] piece = (GOOD + "\n").repeat(10_000).getBytes(StandardCharsets.UTF_8);
    long pieces = 30;

    CheckReport report =
        Dataset.of(
                FileSource.oneShot("big.jsonl", pieces * piece.length, new Repeated(pieces, piece)))
            .check();

    assertThat(report.bytes()).isEqualTo(pieces * piece.length);
    assertThat(report.rows()).isEqualTo(pieces * 10_000);
  }

  /** Gives the same bytes many times. */
  private static final class Repeated extends InputStream {
    private final byte[] piece;
    private long left;
    private int at;

    Repeated(long times, byte[] piece) {
      this.left = times * piece.length;
      this.piece = piece;
    }

    @Override
    public int read() {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0];
    }

    @Override
    public int read(byte[] into, int offset, int length) {
      if (left == 0) {
        return -1;
      }
      int size = (int) Math.min(left, Math.min(length, piece.length - at));
      System.arraycopy(piece, at, into, offset, size);
      at = (at + size) % piece.length;
      left -= size;
      return size;
    }
  }

  /** Gives a byte a read. */
  private static final class OneByOne extends ByteArrayInputStream {
    OneByOne(byte[] bytes) {
      super(bytes);
    }

    @Override
    public int read(byte[] into, int offset, int length) {
      return super.read(into, offset, Math.min(1, length));
    }
  }
}
