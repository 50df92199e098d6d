package dev.loraport.checks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loraport.Providers;
import dev.loraport.adapter.AdapterFinding;
import dev.loraport.adapter.AdapterFit;
import dev.loraport.adapter.LocalAdapter;
import dev.loraport.json.Json;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each provider makes of an adapter, by the contracts; all else about it is usual. */
class AdapterFitTest {
  private static final String USUAL =
      """
      {"path": "support-lora", "peftType": "LORA", "rank": 16, "alpha": 32.0,
       "targetModules": ["q_proj"], "baseModel": "Qwen/Qwen3-8B",
       "modules": ["model.layers.*.self_attn.q_proj"],
       "moduleRanks": {"model.layers.0.self_attn.q_proj": 16}, "dtypes": {"BF16": 72},
       "tensors": 72, "pairs": 36, "parameters": 4718592,
       "files": ["adapter_config.json", "adapter_model.safetensors"], "bytes": 9437184}
      """;

  private static LocalAdapter adapter(String changes) {
    Json.ObjectBuilder adapter = Json.object().putAll(Json.parse(USUAL).members());
    adapter.putAll(Json.parse(changes.replace('\'', '"')).members());
    return Json.read(adapter.build().toString(), LocalAdapter.class);
  }

  private static String codes(List<AdapterFinding> findings) {
    return findings.stream().map(AdapterFinding::code).collect(Collectors.joining(" "));
  }

  private static void check(
      String provider, LocalDate day, String changes, String refusals, String doubts) {
    AdapterFit fit = adapter(changes).fits(Providers.facts(provider), "", day);

    assertThat(codes(fit.refusals())).as("%s refuses", provider).isEqualTo(refusals);
    assertThat(codes(fit.doubts())).as("%s leaves open", provider).isEqualTo(doubts);
    assertThat(fit.fits()).isEqualTo(refusals.isEmpty());
    // a refusal says by which source and of which day
    assertThat(fit.refusals())
        .allSatisfy(refusal -> assertThat(refusal.message()).containsPattern("20\\d\\d.*\\); "));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "{}                                     | ''            | ''      | ''         | ''",
        "{'rank':4,'moduleRanks':{'a.q_proj':4}}     | ''       | ''      | ''         | ''",
        "{'rank':64,'moduleRanks':{'a.q_proj':64}}   | ''       | ''      | ''         | ''",
        "{'rank':3,'moduleRanks':{'a.q_proj':3}}     | rank     | ''      | ''         | ''",
        "{'rank':65,'moduleRanks':{'a.q_proj':65}}   | rank     | ''      | ''         | ''",
        "{'moduleRanks':{'a.q_proj':16,'b.q_proj':65}} | rank   | ''      | ''         | ''",
        "{'moduleRanks':{'a.q_proj':3,'b.q_proj':65}}  | rank rank | ''   | ''         | ''",
        "{'peftType':'LOHA','rank':null}        | peft-type     | peft-type | peft-type | ''",
        "{'variants':['dora']}                  | ''            | ''      | ''         | variant",
        "{'variants':['modules_to_save']}       | ''            | ''      | ''         | variant",
        "{'variants':['rslora','bias']}         | ''            | ''      | '' | variant variant",
        "{'dtypes':{'F32':1,'F16':1}}           | ''            | ''      | ''         | ''",
        "{'dtypes':{'F8_E4M3':72}}              | ''            | ''      | ''         | dtype",
        "{'files':['adapter_config.json','adapter_model.bin']} | '' | files | files    | ''",
        "{'files':['adapter_config.json','a-1.safetensors','a-2.safetensors']}"
            + " | files | files | files | ''",
        "{'targetPattern':'all-linear'}         | modules-listed | ''     | ''         | ''",
        "{'modules':['model.layers.*.mlp.w3']}  | ''            | ''      | ''         | ''",
        "{'modules':['model.embed_tokens']}     | modules       | ''      | ''         | ''"
      })
  void whatAnAdapterIsDecides(
      String changes, String fireworks, String together, String nebius, String doubts) {
    check("fireworks", LocalDate.parse("2026-10-01"), changes, fireworks, doubts);
    check("together", LocalDate.parse("2026-10-01"), changes, together, doubts);
    check("nebius", LocalDate.parse("2025-12-15"), changes, nebius, doubts);
  }

  @ParameterizedTest
  @CsvSource({
    "fireworks, 2026-10-01, 700000000, '', ''",
    "together, 2026-10-01, 700000000, '', ''",
    "nebius, 2025-12-15, 524288000, '', ''",
    "nebius, 2025-12-15, 524288001, '', size",
    "nebius, 2025-12-15, 700000000, size, ''",
    "nebius, 2026-07-01, 1000, '', upload",
    "nebius, 2026-10-01, 1000, upload, ''",
    "fireworks, 2026-07-01, 1000, '', upload"
  })
  void soDoSizeAndDay(String provider, LocalDate day, long bytes, String refusals, String doubts) {
    check(provider, day, "{'bytes':" + bytes + "}", refusals, doubts);
  }
}
