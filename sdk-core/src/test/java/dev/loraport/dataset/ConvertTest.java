package dev.loraport.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.loraport.file.FileSource;
import dev.loraport.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** From each format to each other one: what a row holds is carried, or reported, or refused. */
class ConvertTest {
  private static final DatasetRules LOOSE = DatasetRules.neutral();
  private static final DatasetRules STRICT =
      DatasetRules.builder()
          .name("Strict")
          .sameRoleTwice(Treatment.REFUSE)
          .lastNotAssistant(Treatment.REFUSE)
          .build();

  private static final String TOOLS =
      "[{'type':'function','function':{'name':'f','description':'tool one'}}]";
  private static final String CALL =
      "{'id':'c1','type':'function','function':{'name':'f','arguments':'{}'}}";

  // rows with all that rows of their format can have
  private static final String CHAT =
      "{'messages':[{'role':'system','content':'sys'},{'role':'user','content':[{'type':'text',"
          + "'text':'look'},{'type':'image_url','image_url':{'url':'data:image/png;base64,iVBO'}}],"
          + "'name':'Ann'},{'role':'assistant','content':null,'tool_calls':["
          + CALL
          + "],'reasoning':'think','weight':0},{'role':'tool','tool_call_id':'c1','content':'12'},"
          + "{'role':'assistant','content':'answer','reasoning_content':'ponder','weight':1}],"
          + "'tools':"
          + TOOLS
          + ",'weight':0.5,'id':'row 7'}";
  private static final String EXCHANGE =
      "{'messages':[{'role':'user','content':'ask','name':'Ann'},{'role':'assistant',"
          + "'content':'answer','reasoning':'think','weight':1,'mood':'calm'}],'tools':"
          + TOOLS
          + ",'weight':0.5,'id':'row 7'}";
  private static final String INSTRUCTION =
      "{'prompt':'ask','completion':'answer','weight':0.5,'id':'row 7'}";
  private static final String PREFERENCE =
      "{'input':{'messages':[{'role':'system','content':'sys'},{'role':'user','content':'ask'}],"
          + "'tools':"
          + TOOLS
          + ",'parallel_tool_calls':true},'preferred_output':[{'role':'assistant','content':'good',"
          + "'reasoning':'think'}],'non_preferred_output':[{'role':'assistant','content':'bad'}],"
          + "'weight':0.5,'id':'row 7'}";
  private static final String PAIR =
      "{'prompt':'ask','chosen':[{'role':'user','content':'ask'},{'role':'assistant',"
          + "'content':'good','reasoning':'think'}],'rejected':[{'role':'user','content':'ask'},"
          + "{'role':'assistant','content':'bad'}],'tools':"
          + TOOLS
          + ",'weight':0.5,'id':'row 7'}";
  private static final String PROMPTS =
      "{'messages':[{'role':'user','content':'ask'}],'ground_truth':'answer','tools':"
          + TOOLS
          + ",'weight':0.5,'id':'row 7'}";

  @TempDir Path folder;

  private static Json json(String text) {
    return Json.parse(text.replace('\'', '"'));
  }

  private WriteReport convert(
      DatasetFormat from, String row, DatasetFormat to, DatasetRules rules) {
    return Dataset.of(
            FileSource.of("in.jsonl", row.replace('\'', '"').getBytes(StandardCharsets.UTF_8)))
        .as(from)
        .convert(to, rules, folder.resolve("out.jsonl"));
  }

  private List<Json> written() throws IOException {
    return Files.readAllLines(folder.resolve("out.jsonl")).stream().map(Json::parse).toList();
  }

  /** All values in a row that are not the names of roles and types. */
  private static Stream<String> values(Json json) {
    return switch (json.kind()) {
      case ARRAY -> json.elements().stream().flatMap(ConvertTest::values);
      case OBJECT ->
          json.members().entrySet().stream()
              .filter(member -> !Set.of("role", "type").contains(member.getKey()))
              .flatMap(member -> values(member.getValue()));
      case NULL, MISSING -> Stream.empty();
      default -> Stream.of(json.toString());
    };
  }

  private static Arguments way(
      DatasetFormat from, String row, DatasetFormat to, String expected, String... changes) {
    return Arguments.of(from, row, to, expected, Set.of(changes));
  }

  static List<Arguments> ways() {
    String carried = ",'tools':" + TOOLS + ",'weight':0.5";
    return List.of(
        way(DatasetFormat.CHAT, CHAT, DatasetFormat.CHAT, without(CHAT), "dropped-members"),
        way(
            DatasetFormat.CHAT,
            CHAT,
            DatasetFormat.PROMPTS,
            CHAT.replaceAll(",\\{'role':'assistant','content':'answer'[^}]*}", "")
                .replace("'tools':[", "'ground_truth':'answer','tools':["),
            "conversation-to-rft",
            "lost-reasoning_content",
            "lost-weight"),
        way(
            DatasetFormat.CHAT,
            EXCHANGE,
            DatasetFormat.INSTRUCTION,
            "{'prompt':'ask','completion':'answer','weight':0.5}",
            "conversation-to-instruction",
            "dropped-members",
            "lost-name",
            "lost-reasoning",
            "lost-message-member",
            "lost-tools"),
        way(
            DatasetFormat.INSTRUCTION,
            INSTRUCTION,
            DatasetFormat.INSTRUCTION,
            without(INSTRUCTION),
            "dropped-members"),
        way(
            DatasetFormat.INSTRUCTION,
            INSTRUCTION,
            DatasetFormat.CHAT,
            "{'messages':[{'role':'user','content':'ask'},{'role':'assistant','content':'answer'}],"
                + "'weight':0.5}",
            "instruction-to-conversation",
            "dropped-members"),
        way(
            DatasetFormat.INSTRUCTION,
            INSTRUCTION,
            DatasetFormat.PROMPTS,
            "{'messages':[{'role':'user','content':'ask'}],'ground_truth':'answer','weight':0.5,"
                + "'id':'row 7'}",
            "instruction-to-rft"),
        way(
            DatasetFormat.TEXT,
            "{'text':'all','weight':0.5,'id':'row 7'}",
            DatasetFormat.TEXT,
            "{'text':'all','weight':0.5}",
            "dropped-members"),
        way(
            DatasetFormat.PREFERENCE,
            PREFERENCE,
            DatasetFormat.PREFERENCE,
            without(PREFERENCE),
            "dropped-members"),
        way(
            DatasetFormat.PREFERENCE,
            PREFERENCE,
            DatasetFormat.CHOSEN_REJECTED,
            "{'chosen':[{'role':'system','content':'sys'},{'role':'user','content':'ask'},"
                + "{'role':'assistant','content':'good','reasoning':'think'}],'rejected':["
                + "{'role':'system','content':'sys'},{'role':'user','content':'ask'},"
                + "{'role':'assistant','content':'bad'}]"
                + carried
                + "}",
            "preference_openai-to-preference_chosen",
            "dropped-members",
            "lost-input-member"),
        way(
            DatasetFormat.PREFERENCE,
            PREFERENCE,
            DatasetFormat.CHAT,
            "{'messages':[{'role':'system','content':'sys'},{'role':'user','content':'ask'},"
                + "{'role':'assistant','content':'good','reasoning':'think'}]"
                + carried
                + "}",
            "preference_openai-to-conversation",
            "dropped-members",
            "lost-input-member",
            "lost-non_preferred_output"),
        way(
            DatasetFormat.CHOSEN_REJECTED,
            PAIR,
            DatasetFormat.CHOSEN_REJECTED,
            without(PAIR),
            "dropped-members"),
        way(
            DatasetFormat.CHOSEN_REJECTED,
            PAIR,
            DatasetFormat.PREFERENCE,
            "{'input':{'messages':[{'role':'user','content':'ask'}],'tools':"
                + TOOLS
                + "},'preferred_output':[{'role':'assistant','content':'good','reasoning':'think'}],"
                + "'non_preferred_output':[{'role':'assistant','content':'bad'}],'weight':0.5}",
            "preference_chosen-to-preference_openai",
            "dropped-members",
            "moved-tools"),
        way(
            DatasetFormat.CHOSEN_REJECTED,
            PAIR,
            DatasetFormat.CHAT,
            "{'messages':[{'role':'user','content':'ask'},{'role':'assistant','content':'good',"
                + "'reasoning':'think'}]"
                + carried
                + "}",
            "preference_chosen-to-conversation",
            "dropped-members",
            "lost-rejected"),
        way(DatasetFormat.PROMPTS, PROMPTS, DatasetFormat.PROMPTS, PROMPTS),
        way(
            DatasetFormat.PROMPTS,
            PROMPTS,
            DatasetFormat.CHAT,
            "{'messages':[{'role':'user','content':'ask'},{'role':'assistant','content':'answer'}]"
                + carried
                + "}",
            "rft-to-conversation",
            "dropped-members"),
        way(
            DatasetFormat.TOKENS,
            "{'input_ids':[1,2],'labels':[-100,2],'attention_mask':[1,1],'id':'row 7'}",
            DatasetFormat.TOKENS,
            "{'input_ids':[1,2],'labels':[-100,2],'attention_mask':[1,1]}",
            "dropped-members"));
  }

  private static String without(String row) {
    return row.replace(",'id':'row 7'", "");
  }

  @ParameterizedTest
  @MethodSource("ways")
  void aRowWithEverythingIsCarriedOrWhatIsLostIsSaid(
      DatasetFormat from, String row, DatasetFormat to, String expected, Set<String> changes)
      throws Exception {
    WriteReport report = convert(from, row, to, LOOSE);

    assertThat(written()).containsExactly(json(expected));
    assertThat(report.changes()).containsOnlyKeys(changes);
    List<String> gone = new ArrayList<>(values(json(row)).toList());
    gone.removeAll(values(json(expected)).toList());
    Set<String> losses = new TreeSet<>(changes);
    losses.removeIf(code -> !code.startsWith("lost-") && !code.equals("dropped-members"));
    assertThat(gone.isEmpty()).isEqualTo(losses.isEmpty());
    assertThat(report.findings())
        .extracting(Finding::code)
        .containsExactlyInAnyOrderElementsOf(losses);
    assertThat(report.findings())
        .allMatch(found -> found.line() == 1 && found.severity() == Severity.WARNING);
    assertThat(Dataset.open(folder.resolve("out.jsonl")).as(to).check().passed()).isTrue();
  }

  @Test
  void eachOtherWayIsRefusedBeforeAnythingIsWritten() {
    Set<String> there = new TreeSet<>();
    ways().forEach(way -> there.add(way.get()[0] + " " + way.get()[2]));
    for (DatasetFormat from : EnumSet.allOf(DatasetFormat.class)) {
      for (DatasetFormat to : EnumSet.allOf(DatasetFormat.class)) {
        if (!there.contains(from + " " + to)) {
          assertThatIllegalArgumentException()
              .as(from + " " + to)
              .isThrownBy(() -> convert(from, "{}", to, LOOSE))
              .withMessage(
                  "there is no way from rows of the format " + from.id() + " to " + to.id());
        }
      }
    }
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                convert(
                    DatasetFormat.CHAT,
                    EXCHANGE,
                    DatasetFormat.INSTRUCTION,
                    DatasetRules.builder().name("Chatty").addFormats(DatasetFormat.CHAT).build()))
        .withMessage("Chatty takes conversation here, and not instruction");
    assertThat(folder.resolve("out.jsonl")).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "CHAT | PROMPTS | answer-not-a-text | {'messages':[U,{'role':'assistant','content':null,'tool_calls':[C]}]}",
        "CHAT | PROMPTS | answer-not-a-text | {'messages':[U,{'role':'assistant','content':'x','tool_calls':[C]}]}",
        "CHAT | PROMPTS | answer-not-a-text | {'messages':[U,{'role':'assistant','content':[{'type':'image_url'}]}]}",
        "CHAT | PROMPTS | no-answer | {'messages':[U,A,U]}",
        "CHAT | PROMPTS | no-answer | {'messages':[A]}",
        "CHAT | PROMPTS | two-truths | {'messages':[U,A],'ground_truth':'other'}",
        "CHAT | INSTRUCTION | not-one-exchange | {'messages':[{'role':'system','content':'s'},U,A]}",
        "CHAT | INSTRUCTION | masked-answer | {'messages':[U,{'role':'assistant','content':'x','weight':0}]}",
        "CHAT | INSTRUCTION | answer-not-a-text | {'messages':[U,{'role':'assistant','tool_calls':[C]}]}",
        "INSTRUCTION | CHAT | no-such-row | {'prompt':'u'}",
        "INSTRUCTION | PROMPTS | no-such-row | {'completion':'a'}",
        "PROMPTS | CHAT | no-assistant | {'messages':[U],'ground_truth':['a']}",
        "CHOSEN_REJECTED | CHAT | prompt-elsewhere | {'prompt':'v','chosen':[U,A],'rejected':[U,A]}",
        "CHOSEN_REJECTED | CHAT | no-such-row | {'chosen':{'text':'a'},'rejected':'b'}",
        "CHOSEN_REJECTED | PREFERENCE | no-common-prompt | {'chosen':[U,A],'rejected':[{'role':'user','content':'v'},A]}",
        "CHOSEN_REJECTED | PREFERENCE | no-common-prompt | {'chosen':'a','rejected':'b'}",
        "CHAT | CHAT | duplicate-member | {'messages':[U,{'role':'assistant','content':'a','content':'b'}],'id':7}",
        "CHAT | CHAT | not-an-object | [1]"
      })
  void aRowThatWouldTeachSomethingElseIsDropped(
      DatasetFormat from, DatasetFormat to, String code, String row) throws Exception {
    String text =
        row.replace("U", "{'role':'user','content':'u'}")
            .replace("A", "{'role':'assistant','content':'a'}")
            .replace("C", CALL);

    WriteReport report = convert(from, "\n" + text, to, LOOSE);

    assertThat(written()).isEmpty();
    assertThat(report.changes()).containsOnlyKeys("dropped-" + code);
    assertThat(report.findings())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.code()).isEqualTo(code);
              assertThat(finding.line()).isEqualTo(2);
              assertThat(finding.severity()).isEqualTo(Severity.ERROR);
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "CHAT | {'messages':[U,U,A]} | {'messages':[UU,A]} | joined-messages",
        "CHAT | {'messages':[U,A,U]} | {'messages':[U,A]} | cut-after-last-answer",
        "PROMPTS | {'messages':[U,U],'level':1} | {'messages':[UU],'level':1} | joined-messages",
        "PREFERENCE | {'input':{'messages':[U,U]},'preferred_output':[A],'non_preferred_output':[A]} | {'input':{'messages':[UU]},'preferred_output':[A],'non_preferred_output':[A]} | joined-messages",
        "PREFERENCE | {'input':{'messages':[U]},'preferred_output':[A],'non_preferred_output':[A],'tools':[]} | {'input':{'messages':[U],'tools':[]},'preferred_output':[A],'non_preferred_output':[A]} | moved-tools",
        "CHOSEN_REJECTED | {'chosen':[U,U,A],'rejected':[U,U,A]} | {'chosen':[UU,A],'rejected':[UU,A]} | joined-messages",
        "CHOSEN_REJECTED | {'chosen':[U,A,U],'rejected':[U,A]} | {'chosen':[U,A],'rejected':[U,A]} | cut-after-last-answer",
        "CHAT | {'messages':[U,A,T,T,A]} | {'messages':[U,A,T,T,A]} | ",
        "INSTRUCTION | {'prompt':'u','completion':'a','tools':[]} | {'prompt':'u','completion':'a'} | dropped-members"
      })
  void whatTheTargetRefusesIsMendedInEachFormat(
      DatasetFormat format, String row, String expected, String change) throws Exception {
    WriteReport report = convert(format, messages(row), format, STRICT);

    assertThat(written()).containsExactly(json(messages(expected)));
    assertThat(report.changes().keySet())
        .containsExactlyElementsOf(change == null ? List.of() : List.of(change));
  }

  private static String messages(String row) {
    return row.replace("UU", "{'role':'user','content':'u\\n\\nu'}")
        .replace("U", "{'role':'user','content':'u'}")
        .replace("A", "{'role':'assistant','content':'a'}")
        .replace("T", "{'role':'tool','content':'t'}");
  }

  @Test
  void theFirstLinesOfEachKindAreKeptAndAllAreCounted() {
    String lost =
        "{'messages':[{'role':'user','content':'u','name':'N'},{'role':'assistant','content':'a'}]}\n";
    String dropped = "{'messages':[]}\n";

    WriteReport report =
        convert(
            DatasetFormat.CHAT,
            lost.repeat(30) + dropped + lost.repeat(30) + dropped,
            DatasetFormat.INSTRUCTION,
            LOOSE);

    assertThat(report.changes())
        .containsEntry("lost-name", 60L)
        .containsEntry("dropped-not-one-exchange", 2L);
    assertThat(report.findings())
        .filteredOn(finding -> finding.code().equals("lost-name"))
        .hasSize(20);
    assertThat(report.findings())
        .filteredOn(finding -> finding.severity() == Severity.ERROR)
        .extracting(Finding::line)
        .containsExactly(31L, 62L);
  }
}
