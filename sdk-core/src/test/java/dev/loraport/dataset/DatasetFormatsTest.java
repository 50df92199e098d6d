package dev.loraport.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loraport.file.FileSource;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each format: how it is found, and what its rows are checked for. */
class DatasetFormatsTest {
  private static final String CHAT = "{'messages':[U,A]}";
  private static final String INSTRUCTION = "{'prompt':'2+2?','completion':'4'}";
  private static final String TEXT = "{'text':'Peas are green.'}";
  private static final String PREFERENCE =
      "{'input':{'messages':[U]},'preferred_output':[A],'non_preferred_output':[A]}";
  private static final String PAIR = "{'chosen':[U,A],'rejected':[U,A]}";

  private static Dataset dataset(String... rows) {
    String text =
        String.join("\n", rows)
            .replace("U", "{'role':'user','content':'Hi, who are you?'}")
            .replace("A", "{'role':'assistant','content':'Hello, a program.'}")
            .replace('\'', '"');
    return Dataset.of(FileSource.of("rows.jsonl", text.getBytes(StandardCharsets.UTF_8)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "conversation | " + CHAT,
        "instruction | " + INSTRUCTION,
        "general | " + TEXT,
        "preference_openai | " + PREFERENCE,
        "preference_chosen | " + PAIR,
        "preference_chosen | {'prompt':'a','chosen':'b','rejected':'c'}",
        "instruction | {'prompt':[{'type':'text','text':'a'}],'completion':'b'}"
      })
  void aFormatIsFoundByItsFirstRows(String id, String row) {
    CheckReport report = dataset(row).check();

    assertThat(report.format()).isEqualTo(id);
    assertThat(report.findings()).isEmpty();
    assertThat(DatasetFormat.of(id)).isPresent();
    assertThat(report.estimatedTokens()).isPositive();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "missing-completion | {'prompt':'a'}",
        "missing-prompt | {'completion':'a'}",
        "not-a-text | {'prompt':'a','completion':7}",
        "duplicate-member | {'prompt':'a','prompt':'b','completion':'c'}",
        "empty-answer | {'prompt':'a','completion':' \\n'}",
        "empty-content | {'prompt':'','completion':'a'}",
        "image-not-from-user | {'prompt':'a','completion':[{'type':'image_url','image_url':{'url':'data:image/png;base64,xx'}}]}",
        "bad-row-weight | {'prompt':'a','completion':'b','weight':'1'}",
        "unknown-member | {'prompt':'a','completion':'b','id':7}",
        "possible-secret | {'prompt':'a','completion':'fw_3ZbQ9sLkT2mXv8RpWcYd41'}"
      })
  void anInstructionThatBreaksARuleIsNamed(String code, String row) {
    CheckReport report = dataset(INSTRUCTION, row).check();

    assertThat(report.countsByCode()).containsOnlyKeys(code);
    assertThat(report.findings()).extracting(Finding::line).containsOnly(2L);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "missing-non_preferred_output | {'input':{'messages':[U]},'preferred_output':[A]}",
        "messages-not-a-list | {'input':[],'preferred_output':[A],'non_preferred_output':[A]}",
        "missing-messages | {'input':{},'preferred_output':[A],'non_preferred_output':[A]}",
        "preference-output | {'input':{'messages':[U]},'preferred_output':[A,A],'non_preferred_output':[A]}",
        "preference-output | {'input':{'messages':[U]},'preferred_output':[U],'non_preferred_output':[A]}",
        "preference-output | {'input':{'messages':[U]},'preferred_output':'x','non_preferred_output':[A]}",
        "prompt-ends-with-assistant | {'input':{'messages':[U,A]},'preferred_output':[A],'non_preferred_output':[A]}",
        "preference-prompt | {'input':{'messages':[U,A,U]},'preferred_output':[A],'non_preferred_output':[A]}",
        "tools-not-a-list | {'input':{'messages':[U],'tools':{}},'preferred_output':[A],'non_preferred_output':[A]}"
      })
  void aPreferenceThatBreaksARuleIsNamed(String code, String row) {
    CheckReport report = dataset(PREFERENCE, row).check();

    assertThat(report.countsByCode()).containsOnlyKeys(code);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "ERROR unknown-member | {'input_ids':[1,2],'attention_mask':[1,1],'weight':1}",
        "ERROR unknown-member | {'input_ids':[1,2],'attention_mask':[1,1],'source':'web'}",
        "WARNING missing-attention-mask | {'input_ids':[1,2],'labels':[1,2]}",
        "ERROR not-token-ids | {'input_ids':[1,2],'attention_mask':7}",
        "ERROR token-lists-differ | {'input_ids':[1,2],'attention_mask':[1]}"
      })
  void aTokenRowThatBreaksARuleIsNamed(String found, String row) {
    CheckReport report = dataset(row).check();

    assertThat(report.format()).isEqualTo("tokenized");
    assertThat(report.findings())
        .extracting(finding -> finding.severity() + " " + finding.code())
        .containsExactly(found);
  }

  @Test
  void promptsAreChatsWithoutAnAnswerWhereTheRulesSaySo() {
    DatasetRules rules =
        DatasetRules.builder().name("Rft").formats(Set.of(DatasetFormat.PROMPTS)).build();
    Dataset prompts = dataset("{'messages':[U],'ground_truth':'4','level':{'a':1}}");

    CheckReport report = prompts.check(rules);
    assertThat(report.format()).isEqualTo("rft");
    assertThat(report.findings()).isEmpty();
    assertThat(prompts.check().countsByCode()).containsKey("no-assistant");
    assertThat(dataset(CHAT).check(rules).countsByCode())
        .containsOnlyKeys("prompt-ends-with-assistant");
  }

  @Test
  void aFormatThatIsNotTakenIsOneErrorOfTheFile() {
    DatasetRules rules =
        DatasetRules.builder().name("Chatty").formats(Set.of(DatasetFormat.CHAT)).build();

    CheckReport report = dataset(TEXT, TEXT.replace("Peas", "Beans")).check(rules);

    assertThat(report.findings())
        .singleElement()
        .satisfies(
            finding ->
                assertThat(finding.message())
                    .isEqualTo(
                        "the rows have the general format; Chatty takes conversation here:"
                            + " convert them"));
  }

  @Test
  void aRowOfAnotherFormatIsNamedAsSuch() {
    CheckReport report = dataset(CHAT, CHAT, INSTRUCTION).check();

    assertThat(report.findings())
        .filteredOn(finding -> finding.severity() == Severity.ERROR)
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.line()).isEqualTo(3);
              assertThat(finding.message()).contains("the row has the instruction format");
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'instruction':'sum','input':'2+2','output':'4'} | it has \"instruction\", \"input\","
            + " \"output\"; Chatty takes conversation (\"messages\"), general (\"text\"); a chat is"
            + " {\"messages\": [{\"role\": \"user\", \"content\": \u2026}, \u2026]}",
        "{'conversations':[{'from':'human','value':'Hi'}],'NAME':1} | it has \"conversations\","
            + " \"nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn\u2026\"; Chatty takes conversation"
      })
  void aRowOfNoFormatIsToldByItsMembersAndNotByItsValues(String row, String said) {
    DatasetRules rules =
        DatasetRules.builder()
            .name("Chatty")
            .formats(Set.of(DatasetFormat.CHAT, DatasetFormat.TEXT))
            .build();

    assertThat(dataset(row.replace("NAME", "n".repeat(100))).check(rules).findings())
        .singleElement()
        .extracting(Finding::message)
        .asString()
        .startsWith("the format of the row is not recognised: " + said);
  }

  @Test
  void itIsSaidWhereTheFormatThatARowLacksIsFrom() {
    String foreign = "{'question':'2+2?'}";

    assertThat(dataset(INSTRUCTION, foreign).check().findings().get(0).message())
        .isEqualTo(
            "the format of the row is not recognised: it has \"question\"; the first rows of the"
                + " file have instruction (\"prompt\" and \"completion\")");
    assertThat(dataset(foreign).as(DatasetFormat.TEXT).check().findings().get(0).message())
        .endsWith("\"question\"; the format was given as general (\"text\")");
    assertThat(dataset(INSTRUCTION, "{'prompt':'a'}").check().findings().get(0).message())
        .startsWith("no \"completion\"; the first rows");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "json-array | [" + CHAT + "," + CHAT + "]",
        "json-array | \ufeff[%" + CHAT + ",%" + CHAT + "%]",
        "json-array | %[" + CHAT + "]%%",
        "not-an-object | [" + CHAT + "]%[" + CHAT + "]"
      })
  void aFileThatIsAnArrayIsToldOnce(String code, String text) {
    Dataset array = dataset(text.replace('%', '\n'));

    CheckReport report = array.check();

    assertThat(report.findings())
        .filteredOn(finding -> finding.severity() == Severity.ERROR)
        .first()
        .satisfies(
            finding -> {
              assertThat(finding.code()).isEqualTo(code);
              assertThat(finding.message()).contains("line");
            });
    assertThat(report.errorCount()).isEqualTo(code.equals("json-array") ? 1 : 2);
    assertThat(report.bytes()).isEqualTo(array.source().length());
  }

  @Test
  void theFormatCanBeGiven() {
    Dataset both = dataset("{'text':'a','prompt':'b','completion':'c'}");

    assertThat(both.as(DatasetFormat.TEXT).check().format()).isEqualTo("general");
    assertThat(both.as(DatasetFormat.INSTRUCTION).check().format()).isEqualTo("instruction");
  }

  @Test
  void tokensAreCountedByATokenizerWhereOneIsGiven() {
    TokenCounter words =
        new TokenCounter() {
          @Override
          public String name() {
            return "words";
          }

          @Override
          public long count(String text) {
            return text.isBlank() ? 0 : text.split(" ").length;
          }
        };
    Dataset chat = dataset("{'messages':[U,A,U,A,U,A]}", CHAT);

    CheckReport counted =
        chat.check(CheckOptions.of(DatasetRules.neutral()).tokenCounter(words).threads(2));

    // 4 words of the user, 3 of the assistant, and 4 tokens for the template of each message
    assertThat(counted.estimatedTokens()).isEqualTo(3 * 15 + 15);
    assertThat(counted.unrolledTokens()).isEqualTo(15 + 30 + 45 + 15);
    assertThat(counted.longestRowTokens()).isEqualTo(45);
    assertThat(counted.longestRowLine()).isEqualTo(1);
    assertThat(counted.tokenCounter()).isEqualTo("words");
    assertThat(counted.tokensExact()).isTrue();
    assertThat(counted.turns()).isEqualTo(4);
    CheckReport estimated = chat.check();
    assertThat(estimated.tokensExact()).isFalse();
    assertThat(estimated.tokenCounter()).isEqualTo(CheckReport.ESTIMATE);
    assertThat(estimated.unrolledTokens()).isGreaterThan(estimated.estimatedTokens());
  }

  @Test
  void anAnswerInAnotherScriptIsAWarning() {
    String russian = "Расскажите мне, пожалуйста, о погоде в Москве.";
    String row =
        "{'messages':[{'role':'user','content':'"
            + russian
            + "'},{'role':'assistant','content':'The weather is fine, and will stay so.'}]}";

    CheckReport report = dataset(row).check();

    assertThat(report.findings())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.code()).isEqualTo("mixed-languages");
              assertThat(finding.message()).contains("Latin letters", "Cyrillic ones");
            });
    assertThat(dataset(row.replace("The weather is fine, and will stay so.", russian)).check())
        .extracting(CheckReport::warningCount)
        .isEqualTo(0L);
  }
}
