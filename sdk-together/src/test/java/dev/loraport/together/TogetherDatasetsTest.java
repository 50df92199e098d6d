package dev.loraport.together;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loraport.dataset.CheckReport;
import dev.loraport.dataset.Dataset;
import dev.loraport.dataset.Finding;
import dev.loraport.file.FileSource;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TogetherDatasetsTest {
  /** S, U, A and T are messages of the system, the user, the assistant and a tool. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "none",
      value = {
        "S,U,A | none | none",
        "U,A,T,T,A | none | none",
        "U,A,U | WARNING | last-not-assistant",
        "A | WARNING | first-not-user",
        "U,U,A | ERROR | same-role-twice",
        "U,S,A | WARNING | system-not-first",
        "U,{'role':'assistant','content':null,'tool_calls':[{'function':{'name':'f','arguments':'{}'}}]},T,A | none | none",
        "U | ERROR | no-assistant",
        "{'role':'bot','content':'x'},U,A | ERROR | unknown-role",
        "{'role':'user','content':[{'type':'image_url','image_url':{'url':'data:image/png;base64,xx'}}]},A | WARNING | mixed-content",
        "{'role':'user','content':[{'type':'image_url','image_url':{'url':'data:image/gif;base64,xx'}}]},A | ERROR | bad-image-url",
        "U,{'role':'assistant','content':[{'type':'image_url','image_url':{'url':'data:image/png;base64,xx'}}]} | ERROR | image-not-from-user"
      })
  void aConversationIsTreatedAsTheContractSays(String list, String severity, String code) {
    String row =
        list.replace('\'', '"')
            .replace("S", message("system", "Be kind."))
            .replace("U", message("user", "hi"))
            .replace("A", message("assistant", "hello"))
            .replace("T", message("tool", "{}"));
    StringBuilder file = new StringBuilder("{\"messages\":[" + row + "]}\n");
    for (int i = 0; i < 2; i++) {
      file.append("{\"messages\":[")
          .append(message("user", "number " + i))
          .append(',')
          .append(message("assistant", "hello"))
          .append("]}\n");
    }

    CheckReport report = check(file.toString());

    if (code == null) {
      assertThat(report.findings()).isEmpty();
    } else {
      assertThat(report.findings())
          .extracting(finding -> finding.severity() + " " + finding.code())
          .contains(severity + " " + code);
      assertThat(report.findings()).extracting(Finding::line).containsOnly(1L);
      assertThat(report.passed()).isEqualTo(severity.equals("WARNING"));
    }
  }

  private static String message(String role, String content) {
    return "{\"role\":\"" + role + "\",\"content\":\"" + content.replace("\"", "\\\"") + "\"}";
  }

  private static CheckReport check(String text) {
    FileSource source = FileSource.of("train.jsonl", text.getBytes(StandardCharsets.UTF_8));
    return Dataset.of(source).check(TogetherDatasets.chatRules());
  }
}
