package dev.loraport.samples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loraport.dataset.CheckReport;
import dev.loraport.dataset.Dataset;
import dev.loraport.dataset.DatasetFormat;
import dev.loraport.dataset.DatasetRules;
import dev.loraport.dataset.Finding;
import dev.loraport.file.FileSource;
import dev.loraport.fireworks.FireworksDatasets;
import dev.loraport.nebius.NebiusDatasets;
import dev.loraport.together.TogetherDatasets;
import dev.loraport.tuning.TuningMethod;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each provider's rules of each method find in a row; here because all three are at hand. */
class ProviderRowsTest {
  private static final String PNG = "data:image/png;base64,iVBORw0KGgo=";
  private static final String OUTPUTS = "'preferred_output':[A],'non_preferred_output':[A]";
  private static final String TOOLS = "[{'type':'function','function':{'name':'f'}}]";

  private static DatasetRules rules(String provider, String method) {
    TuningMethod by = TuningMethod.of(method);
    return switch (provider) {
      case "together" -> TogetherDatasets.rules(by);
      case "fireworks" -> FireworksDatasets.rules(by);
      default -> NebiusDatasets.rules(by);
    };
  }

  private static String json(String row) {
    return row.replace("OUTPUTS", OUTPUTS)
        .replace("TOOLS", TOOLS)
        .replace("CALL", "{'id':'c','type':'function','function':{'name':'f','arguments':'{}'}}")
        .replace("IMG", "{'type':'image_url','image_url':{'url':'PNG'}}")
        .replace("PNG", PNG)
        .replace("TXT", "{'type':'text','text':'What is it?'}")
        .replace("S", "{'role':'system','content':'s'}")
        .replace("U", "{'role':'user','content':'u'}")
        .replace("A,", "{'role':'assistant','content':'a'},")
        .replace("A]", "{'role':'assistant','content':'a'}]")
        .replace('\'', '"');
  }

  /** Three good rows, none like another, so that the row is on line 4. */
  private static String good(String method) {
    StringBuilder rows = new StringBuilder();
    for (String text : List.of("x", "y", "z")) {
      String prompt = "[{'role':'user','content':'" + text + "'}";
      rows.append(
          switch (method) {
            case "sft" -> "{'messages':" + prompt + ",A]}\n";
            case "rft" -> "{'messages':" + prompt + "]}\n";
            default -> "{'input':{'messages':" + prompt + "]},OUTPUTS}\n";
          });
    }
    return json(rows.toString());
  }

  private static CheckReport check(String provider, String method, String row) {
    byte[] bytes = (good(method) + row).getBytes(StandardCharsets.UTF_8);
    return Dataset.of(FileSource.of("rows.jsonl", bytes)).check(rules(provider, method));
  }

  // no third column: nothing is found
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "together dpo | {'input':{'messages':[U]},OUTPUTS} |",
        "together dpo | {'input':{'messages':[S,U],'tools':TOOLS},OUTPUTS,'weight':0.5} |",
        "together dpo | {'input':{'messages':[U,A,U]},OUTPUTS} |",
        "together dpo | {'input':{'messages':[U]},'preferred_output':[{'role':'assistant','reasoning':'r','tool_calls':[CALL]}],'non_preferred_output':[A]} |",
        "together dpo | {'input':{'messages':[U,A]},OUTPUTS} | ERROR prompt-ends-with-assistant input.messages[1].role",
        "together dpo | {'input':{'messages':[U,U]},OUTPUTS} | ERROR same-role-twice input.messages[1].role",
        "together dpo | {'input':{'messages':[]},OUTPUTS} | ERROR no-messages input.messages",
        "together dpo | {'input':{},OUTPUTS} | ERROR missing-messages input",
        "together dpo | {'input':'u',OUTPUTS} | ERROR messages-not-a-list input",
        "together dpo | {'input':{'messages':[U],'tools':{}},OUTPUTS} | ERROR tools-not-a-list input.tools",
        "together dpo | {'input':{'messages':[U]},'preferred_output':[],'non_preferred_output':[A]} | ERROR preference-output preferred_output",
        "together dpo | {'input':{'messages':[U]},'preferred_output':[A,A],'non_preferred_output':[A]} | ERROR preference-output preferred_output",
        "together dpo | {'input':{'messages':[U]},'preferred_output':[A],'non_preferred_output':[U]} | ERROR preference-output non_preferred_output",
        "together dpo | {'input':{'messages':[U]},'preferred_output':[A],'non_preferred_output':'a'} | ERROR preference-output non_preferred_output",
        "together dpo | {'input':{'messages':[U]},'preferred_output':[A]} | ERROR missing-non_preferred_output",
        "together dpo | {'input':{'messages':[U]},'preferred_output':[{'role':'assistant'}],'non_preferred_output':[A]} | ERROR missing-content preferred_output[0]",
        "together dpo | {'input':{'messages':[U]},'preferred_output':[{'role':'assistant','content':[IMG]}],'non_preferred_output':[A]} | ERROR image-not-from-user preferred_output[0].content",
        "together dpo | {'input':{'messages':[U]},OUTPUTS,'id':7} | WARNING unknown-member",
        "together dpo | {'input':{'messages':[U]},OUTPUTS,'tools':TOOLS} | WARNING unknown-member",
        "together dpo | {'messages':[U,A]} | ERROR missing-input",
        "fireworks dpo | {'input':{'messages':[S,U],'tools':[]},OUTPUTS} |",
        "fireworks dpo | {'input':{'messages':[U,A,U]},OUTPUTS} | ERROR preference-prompt input.messages",
        "fireworks dpo | {'input':{'messages':[S]},OUTPUTS} | ERROR preference-prompt input.messages",
        "fireworks dpo | {'input':{'messages':[U,S]},OUTPUTS} | ERROR system-not-first input.messages[1].role",
        "fireworks dpo | {'input':{'messages':[U,A]},OUTPUTS} | ERROR prompt-ends-with-assistant input.messages[1].role",
        "fireworks dpo | {'input':{'messages':[U]},'preferred_output':[U,A],'non_preferred_output':[A]} | ERROR preference-output preferred_output",
        "fireworks dpo | {'input':{'messages':[U]},'preferred_output':[{'role':'bot','content':'a'}],'non_preferred_output':[A]} | ERROR unknown-role preferred_output[0].role; ERROR preference-output preferred_output",
        "fireworks dpo | {'chosen':'a','rejected':'b'} | ERROR missing-input",
        "fireworks orpo | {'input':{'messages':[U]},OUTPUTS} |",
        "fireworks orpo | {'input':{'messages':[U,A,U]},OUTPUTS} | ERROR preference-prompt input.messages",
        "fireworks orpo | {'input':{'messages':[U]},OUTPUTS,'weight':'1'} | ERROR bad-row-weight weight",
        "fireworks orpo | {'input':{'messages':[U]},'preferred_output':[{'role':'assistant','content':''}],'non_preferred_output':[A]} | WARNING empty-answer preferred_output[0].content",
        "fireworks rft | {'messages':[S,U],'ground_truth':'4','level':{'hard':true},'tools':TOOLS} |",
        "fireworks rft | {'messages':[U,A,U]} |",
        "fireworks rft | {'messages':[U,A],'ground_truth':'4'} | WARNING prompt-ends-with-assistant messages[1].role",
        "fireworks rft | {'messages':[A,U]} | ERROR first-not-user messages[0].role",
        "fireworks rft | {'messages':[U,U]} | ERROR same-role-twice messages[1].role",
        "fireworks rft | {'messages':[U,S]} | ERROR system-not-first messages[1].role",
        "fireworks rft | {'messages':[U,{'role':'tool','content':'t'}]} | ERROR tool-not-after-assistant messages[1].role",
        "fireworks rft | {'messages':[]} | ERROR no-messages messages",
        "fireworks rft | {'ground_truth':'4'} | ERROR missing-messages",
        "fireworks rft | {'messages':[{'role':'user'}]} | ERROR missing-content messages[0]",
        "together sft | {'messages':[A,U,A]} | WARNING first-not-user messages[0].role",
        "together sft | {'messages':[U,A,U]} | WARNING last-not-assistant messages[2].role",
        "together sft | {'messages':[U,A,S,U,A]} | WARNING system-not-first messages[2].role",
        "fireworks sft | {'messages':[A,U,A]} | ERROR first-not-user messages[0].role",
        "fireworks sft | {'messages':[U,A,U]} | ERROR last-not-assistant messages[2].role",
        "fireworks sft | {'messages':[U,A,S,U,A]} | ERROR system-not-first messages[2].role",
        "fireworks sft | {'messages':[U,{'role':'assistant','content':null,'tool_calls':[CALL]},{'role':'tool','content':'t'},A]} | WARNING no-content-beside-tool-calls messages[1]",
        "nebius sft | {'messages':[U,A,U]} | WARNING last-not-assistant messages[2].role",
        "nebius sft | {'messages':[U,U,A]} | WARNING same-role-twice messages[1].role",
        "nebius sft | {'messages':[U,{'role':'bot','content':'a'},A]} | ERROR unknown-role messages[1].role",
        // images
        "together sft | {'messages':[{'role':'user','content':[TXT,IMG]},{'role':'assistant','content':[TXT]}]} |",
        "together sft | {'messages':[{'role':'user','content':[TXT,IMG]},A]} | WARNING mixed-content messages",
        "together sft | {'messages':[{'role':'user','content':[IMG],'weight':0},{'role':'assistant','content':[TXT]}]} |",
        "together sft | {'messages':[{'role':'user','content':[IMG],'weight':1},{'role':'assistant','content':[TXT]}]} | ERROR image-with-weight messages[0].weight",
        "together sft | {'messages':[{'role':'system','content':[IMG]},{'role':'user','content':[TXT]},{'role':'assistant','content':[TXT]}]} | ERROR image-not-from-user messages[0].content",
        "together sft | {'messages':[{'role':'user','content':[{'type':'image_url','image_url':{'url':'data:image/gif;base64,R0lG'}}]},{'role':'assistant','content':[TXT]}]} | ERROR bad-image-url messages[0].content[0].image_url.url",
        "together sft | {'messages':[{'role':'user','content':[{'type':'image_url','image_url':{'url':'data:image/png,iVBO'}}]},{'role':'assistant','content':[TXT]}]} | ERROR bad-image-url messages[0].content[0].image_url.url",
        "together sft | {'messages':[{'role':'user','content':[{'type':'image_url','image_url':{'url':'https://a/b.png'}}]},{'role':'assistant','content':[TXT]}]} | ERROR bad-image-url messages[0].content[0].image_url.url",
        "together sft | {'messages':[{'role':'user','content':[{'type':'image_url','image_url':{'url':'data:image/png;base64,'}}]},{'role':'assistant','content':[TXT]}]} | WARNING image-not-base64 messages[0].content[0].image_url.url",
        "together sft | {'messages':[{'role':'user','content':[{'type':'image_url','image_url':{'url':'data:image/webp;base64,iV%2BO'}}]},{'role':'assistant','content':[TXT]}]} | WARNING image-not-base64 messages[0].content[0].image_url.url",
        "together sft | {'messages':[{'role':'user','content':[{'type':'image_url','image_url':{'url':'data:image\\/jpeg;base64,iV\\/O'}}]},{'role':'assistant','content':[TXT]}]} |",
        "together sft | {'messages':[{'role':'user','content':[{'type':'image_url'}]},{'role':'assistant','content':[TXT]}]} | ERROR bad-part messages[0].content[0]",
        "together sft | {'messages':[{'role':'user','content':[{'type':'input_audio'}]},{'role':'assistant','content':[TXT]}]} | ERROR unknown-part-type messages[0].content[0]",
        "fireworks sft | {'messages':[{'role':'user','content':[TXT,IMG],'weight':1},A]} |",
        "fireworks sft | {'messages':[{'role':'user','content':[{'type':'image_url','image_url':{'url':'data:image/gif;base64,R0lG'}}]},A]} |",
        "fireworks sft | {'messages':[{'role':'user','content':[{'type':'image_url','image_url':{'url':'https://a/b.png'}}]},A]} | ERROR bad-image-url messages[0].content[0].image_url.url",
        "fireworks sft | {'messages':[U,{'role':'assistant','content':[IMG]}]} | WARNING image-not-from-user messages[1].content",
        "nebius sft | {'messages':[{'role':'user','content':[TXT,IMG]},A]} | WARNING image messages[0].content"
      })
  void aRowIsFoundWhatTheProviderSays(String target, String row, String expected) {
    String[] words = target.split(" ", -1);

    CheckReport report = check(words[0], words[1], json(row));

    assertThat(report.findings())
        .extracting(
            finding -> (finding.severity() + " " + finding.code() + " " + finding.path()).strip())
        .containsExactlyElementsOf(
            Optional.ofNullable(expected).map(all -> List.of(all.split("; "))).orElse(List.of()));
    assertThat(report.findings()).extracting(Finding::line).allMatch(line -> line == 4);
    assertThat(report.rows()).isEqualTo(4);
  }

  @ParameterizedTest
  @CsvSource({
    "together sft, conversation",
    "fireworks dpo, preference_openai",
    "fireworks rft, rft"
  })
  void theFormatIsThatOfTheMethod(String target, String format) {
    String[] words = target.split(" ", -1);

    assertThat(check(words[0], words[1], "").format()).isEqualTo(format);
  }

  @Test
  void togethersLimitsOfImagesHoldToTheByte() {
    assertThat(codes("together", images(10))).isEmpty();
    assertThat(codes("together", images(11))).containsExactly("too-many-images");
    assertThat(codes("fireworks", images(11))).isEmpty();
    int most = TogetherDatasets.chatRules().maxImageUrlBytes().orElseThrow();
    assertThat(codes("together", image(most))).isEmpty();
    assertThat(most).isEqualTo(13_981_036);
    assertThat(codes("together", image(most + 1))).containsExactly("image-too-large");
    assertThat(codes("fireworks", image(most + 1))).isEmpty();
    String escaped = image(most).replace("AAAA", "AA\\/A");
    assertThat(codes("together", escaped)).isEmpty();
  }

  private static List<String> codes(String provider, String row) {
    return List.copyOf(check(provider, "sft", row).countsByCode().keySet());
  }

  private static String images(int count) {
    return json(
        "{'messages':[{'role':'user','content':["
            + "IMG,".repeat(count)
            + "TXT]},{'role':'assistant','content':[TXT]}]}");
  }

  private static String image(int bytes) {
    String head = "data:image/png;base64,";
    return json("{'messages':[{'role':'user','content':[IMG]},{'role':'assistant','content':[TXT]}]}")
        .replace(PNG, head + "A".repeat(bytes - head.length()));
  }

  @Test
  void theNumberOfRowsIsThatOfTheProvider() {
    byte[] two =
        good("sft")
            .lines()
            .limit(2)
            .reduce("", (a, b) -> a + b + "\n")
            .getBytes(StandardCharsets.UTF_8);
    Dataset dataset = Dataset.of(FileSource.of("rows.jsonl", two)).as(DatasetFormat.CHAT);

    assertThat(dataset.check(rules("fireworks", "sft")).countsByCode())
        .containsOnlyKeys("too-few-examples");
    assertThat(dataset.check(rules("together", "sft")).passed()).isTrue();
    assertThat(dataset.check(rules("nebius", "sft")).passed()).isTrue();
  }
}
