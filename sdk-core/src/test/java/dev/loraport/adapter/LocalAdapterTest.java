package dev.loraport.adapter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.loraport.catalog.Facts;
import dev.loraport.dataset.Severity;
import dev.loraport.error.UploadException;
import dev.loraport.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LocalAdapterTest {
  private static final LocalDate DAY = LocalDate.of(2026, 8, 1);
  private static final Facts FACTS =
      Facts.parse(
          """
          {"provider": "acme", "facts": [
            {"topic": "adapter.upload", "subject": "*", "value": true, "from": "2026-01-01",
             "until": "2026-10-01", "source": "page"},
            {"topic": "adapter.upload", "subject": "*", "value": false, "from": "2026-11-01",
             "source": "page"},
            {"topic": "adapter.types", "subject": "*", "value": ["LORA"], "from": "2026-01-01",
             "source": "page"},
            {"topic": "adapter.files", "subject": "*", "value": ["adapter_model.safetensors"],
             "from": "2026-01-01", "source": "page"},
            {"topic": "adapter.rank.min", "subject": "*", "value": 4, "from": "2026-01-01",
             "source": "limits"},
            {"topic": "adapter.rank.max", "subject": "*", "value": 64, "from": "2026-01-01",
             "source": "limits"},
            {"topic": "adapter.rank.max", "subject": "tiny", "value": 4, "from": "2026-01-01",
             "source": "tiny's page"},
            {"topic": "adapter.modules", "subject": "*", "value": ["q_proj", "v_proj"],
             "from": "2026-01-01", "source": "page"},
            {"topic": "adapter.dtypes", "subject": "strict", "value": ["BF16"],
             "from": "2026-01-01", "source": "page"},
            {"topic": "adapter.bytes.max", "subject": "small", "value": 100, "unit": "bytes",
             "from": "2026-01-01", "source": "page"}]}
          """
              .getBytes(UTF_8));

  private static final Facts NO_FACTS =
      Facts.parse("{\"provider\": \"nobody\", \"facts\": []}".getBytes(UTF_8));

  @TempDir private Path temp;

  private LocalAdapter inspect(Peft peft) {
    return LocalAdapter.inspect(peft.folder(temp.resolve("adapter")));
  }

  @Test
  void saysWhatASoundAdapterIs() {
    LocalAdapter adapter = inspect(Peft.sound());

    assertThat(adapter.peftType()).isEqualTo("LORA");
    assertThat(adapter.rank()).isEqualTo(OptionalInt.of(8));
    assertThat(adapter.alpha()).isEqualTo(OptionalDouble.of(16));
    assertThat(adapter.dropout()).isEqualTo(OptionalDouble.of(0.05));
    assertThat(adapter.targetModules()).containsExactly("q_proj", "v_proj");
    assertThat(adapter.baseModel()).contains("Qwen/Qwen3-8B");
    assertThat(adapter.variants()).isEmpty();
    assertThat(adapter.modules())
        .containsExactly("model.layers.*.self_attn.q_proj", "model.layers.*.self_attn.v_proj");
    assertThat(adapter.dtypes()).isEqualTo(Map.of("F32", 8L));
    assertThat(adapter.tensors()).isEqualTo(8);
    assertThat(adapter.pairs()).isEqualTo(4);
    assertThat(adapter.parameters()).isEqualTo(8 * 8 * 4);
    assertThat(adapter.files()).containsExactly(Peft.CONFIG, Peft.WEIGHTS);
    assertThat(adapter.bytes())
        .isEqualTo(Peft.sound().files().values().stream().mapToLong(file -> file.length).sum());
    assertThat(adapter.findings()).isEmpty();
    assertThat(adapter.problem()).isEmpty();
    assertThat(Json.read(Json.write(adapter), LocalAdapter.class)).isEqualTo(adapter);
  }

  @ParameterizedTest
  @CsvSource({"''", "support/"})
  void aZipIsWhatItsFolderIs(String prefix) {
    Path zip = Peft.sound().zip(temp.resolve("a.zip"), prefix);

    assertThat(LocalAdapter.inspect(zip))
        .usingRecursiveComparison()
        .ignoringFields("path")
        .isEqualTo(inspect(Peft.sound()));
  }

  @Test
  void findsTheWeightsByTheirIndex() {
    String index =
        """
        {"metadata": {"total_size": 128}, "weight_map": {
          "base_model.model.m.q_proj.lora_A.weight": "adapter_model-1.safetensors",
          "base_model.model.m.q_proj.lora_B.weight": "adapter_model-2.safetensors"}}
        """;
    Peft peft =
        Peft.sound()
            .without(Peft.WEIGHTS)
            .config("{'target_modules':['q_proj']}")
            .file(Peft.WEIGHTS + ".index.json", index.getBytes(UTF_8))
            .file(
                "adapter_model-1.safetensors",
                new Peft.Tensors()
                    .tensor("base_model.model.m.q_proj.lora_A.weight", "BF16", 8, 4)
                    .bytes())
            .file(
                "adapter_model-2.safetensors",
                new Peft.Tensors()
                    .tensor("base_model.model.m.q_proj.lora_B.weight", "BF16", 4, 8)
                    .bytes());

    LocalAdapter adapter = inspect(peft);

    assertThat(adapter.pairs()).isOne();
    assertThat(adapter.files()).hasSize(4);
    assertThat(adapter.findings()).isEmpty();
    assertThat(adapter.fits(FACTS, "", DAY).summary())
        .isEqualTo(
            "acme would refuse it: adapter_model-1.safetensors: the weights are in 2 files, and acme"
                + " takes one (page, 2026-01-01); save them as one file");
    assertThat(adapter.fits(NO_FACTS, "", DAY).doubts())
        .extracting(AdapterFinding::message)
        .contains(
            "the weights are in 2 files, and no source says whether nobody takes more than one");
  }

  private static Peft sharded(int... numbers) {
    Peft peft = Peft.sound().without(Peft.WEIGHTS);
    for (int number : numbers) {
      peft.file(
          "adapter_model-0000" + number + "-of-00003.safetensors",
          new Peft.Tensors()
              .pair("layers." + number + ".q_proj", 8, 8)
              .pair("layers." + number + ".v_proj", 8, 8)
              .bytes());
    }
    return peft;
  }

  @Test
  void readsShardsWithoutAnIndex() {
    LocalAdapter adapter = inspect(sharded(1, 2, 3));

    assertThat(adapter.pairs()).isEqualTo(6);
    assertThat(adapter.files())
        .containsExactly(
            Peft.CONFIG,
            "adapter_model-00001-of-00003.safetensors",
            "adapter_model-00002-of-00003.safetensors",
            "adapter_model-00003-of-00003.safetensors");
    assertThat(adapter.problem().orElseThrow())
        .startsWith("adapter_model.safetensors.index.json: it is not there, and without it no");
  }

  @Test
  void saysThatAnIndexCountsOtherBytes() {
    Peft peft = sharded(1);
    String places =
        Stream.of("q_proj.lora_A", "q_proj.lora_B", "v_proj.lora_A", "v_proj.lora_B")
            .map(name -> "\"base_model.model.layers.1." + name + ".weight\"")
            .map(name -> name + ":\"adapter_model-00001-of-00003.safetensors\"")
            .collect(Collectors.joining(","));
    String index = "{\"metadata\":{\"total_size\":7},\"weight_map\":{" + places + "}}";

    assertThat(inspect(peft.file(Peft.WEIGHTS + ".index.json", index.getBytes(UTF_8))).findings())
        .extracting(AdapterFinding::toString)
        .containsExactly(
            "adapter_model.safetensors.index.json: metadata.total_size: it says 7 bytes, and the"
                + " tensors have 512; save it anew");
  }

  @Test
  void namesShardsThatNothingLeadsTo() {
    Peft peft = sharded(1).file(Peft.WEIGHTS, Peft.sound().content(Peft.WEIGHTS));

    assertThat(inspect(peft).findings())
        .extracting(AdapterFinding::toString)
        .containsExactly(
            "adapter_model-00001-of-00003.safetensors: it holds weights that are left out, since"
                + " adapter_model.safetensors does not name it; delete it, or save the adapter anew");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'r':8,'rank_pattern':{'v_proj':128}} | 8 | 128 | layers.0.v_proj | 128, and acme takes 64",
        "{'r':8,'rank_pattern':{'layers.0.v_proj':2}} | 8 | 2 | layers.0.v_proj | 2, and acme takes 4",
        "{'r':8,'rank_pattern':{'.*v_proj':128}} | 8 | 128 | layers.0.v_proj | 128, and acme takes 64",
        "{'r':8} | 128 | 8 | layers.0.q_proj | 128, and acme takes 64"
      })
  void aRankOfAModuleIsHeldAgainstTheLimit(
      String config, int q, int v, String module, String limit) {
    Peft.Tensors tensors =
        new Peft.Tensors()
            .pair("layers.0.q_proj", q, q)
            .pair("layers.0.v_proj", v, v)
            .pair("layers.1.v_proj", v, v);

    AdapterFit fit = inspect(new Peft().config(config).weights(tensors)).fits(FACTS, "", DAY);

    assertThat(fit.refusals())
        .extracting(AdapterFinding::toString)
        .anyMatch(
            refusal ->
                refusal.startsWith(
                    "adapter_model.safetensors: the rank of \"" + module + "\" is " + limit));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'q_proj':16} | layers.0.q_proj | r = 16",
        "{'layers.1.q_proj':16} | '' | ''",
        "{'(?:layers.)?0.q_proj':16} | '' | ''",
        "{'proj':16} | '' | ''"
      })
  void eachModuleHasTheRankThatTheConfigurationGivesIt(
      String pattern, String module, String message) {
    Peft.Tensors tensors = new Peft.Tensors().pair("layers.0.q_proj", 8, 8);
    LocalAdapter adapter =
        inspect(
            new Peft()
                .config("{'target_modules':['q_proj'],'rank_pattern':" + pattern + "}")
                .weights(tensors));

    assertThat(adapter.moduleRanks()).isEqualTo(Map.of("layers.0.q_proj", 8));
    assertThat(adapter.problem().isPresent()).isEqualTo(!module.isEmpty());
    assertThat(adapter.problem().orElse("")).contains(module, message);
  }

  @Test
  void aPickleHasTheRanksOfItsConfiguration() {
    LocalAdapter adapter =
        inspect(
            Peft.sound()
                .without(Peft.WEIGHTS)
                .file("adapter_model.bin", new byte[] {1})
                .config("{'rank_pattern':{'v_proj':128,'q_proj':16}}"));

    assertThat(adapter.moduleRanks()).isEqualTo(Map.of("q_proj", 16, "v_proj", 128));
    assertThat(adapter.fits(FACTS, "", DAY).refusals())
        .extracting(AdapterFinding::toString)
        .contains(
            "adapter_config.json: rank_pattern: the rank of \"v_proj\" is 128, and acme takes 64 at"
                + " the most (limits, 2026-01-01); train it with such a rank");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'use_rslora':true} | rslora",
        "{'modules_to_save':['lm_head']} | modules_to_save",
        "{'bias':'all'} | bias",
        "{'rank_pattern':{'k_proj':16},'alpha_pattern':{'q_proj':1}} | rank_pattern,alpha_pattern",
        "{'layer_replication':[[0,4]]} | layer_replication",
        "{'init_lora_weights':'pissa_niter_4'} | pissa",
        "{'init_lora_weights':true,'use_dora':false,'bias':'none','modules_to_save':null} | ''"
      })
  void namesWhatGoesBeyondPlainLora(String changes, String variants) {
    LocalAdapter adapter = inspect(Peft.sound().config(changes));

    assertThat(String.join(",", adapter.variants())).isEqualTo(variants);
    assertThat(adapter.fits(FACTS, "", DAY).doubts()).hasSize(adapter.variants().size());
  }

  @Test
  void dora() {
    Peft.Tensors tensors =
        new Peft.Tensors()
            .pair("m.q_proj", 8, 8)
            .tensor("base_model.model.m.q_proj.lora_magnitude_vector", "F32", 4);
    String changes = "{'use_dora':true,'target_modules':'.*q_proj'}";

    LocalAdapter adapter = inspect(new Peft().config(changes).weights(tensors));

    assertThat(adapter.findings()).isEmpty();
    assertThat(adapter.variants()).containsExactly("dora");
    assertThat(adapter.targetModules()).containsExactly("q_proj");
    assertThat(
            inspect(new Peft().config("{'target_modules':['q_proj']}").weights(tensors)).problem())
        .contains(
            "adapter_config.json: use_dora: the weights have the magnitudes of DoRA, and the"
                + " configuration does not say so");
  }

  @Test
  void findsHalvesAndRanksThatDoNotAgree() {
    Peft.Tensors tensors =
        new Peft.Tensors()
            .pair("a.q_proj", 8, 4)
            .pair("b.q_proj", 16, 16)
            .tensor("base_model.model.c.q_proj.lora_A.weight", "F32", 8, 4)
            .tensor("base_model.model.d.q_proj.lora_A.weight", "F32", 8)
            .tensor("base_model.model.lm_head.weight", "F32", 8, 4);
    LocalAdapter adapter = inspect(new Peft().config("{}").weights(tensors));

    assertThat(adapter.findings())
        .extracting(AdapterFinding::toString)
        .containsExactlyInAnyOrder(
            "\"a.q_proj\": lora_A is of rank 8 and lora_B of rank 4",
            "\"b.q_proj\": its matrices are of rank 16, and the configuration says r = 8",
            "\"c.q_proj\": it has lora_A and no lora_B",
            "\"base_model.model.d.q_proj.lora_A.weight\": a matrix of LoRA has two axes or more",
            "adapter_config.json: target_modules: there are no weights for \"v_proj\"",
            "lm_head: the weights hold whole modules beside the pairs of LoRA, which the"
                + " configuration does not name; a loader may refuse them: lm_head");
    assertThat(adapter.problem().orElseThrow()).endsWith("(and 3 more errors)");
    assertThat(adapter.fits(FACTS, "", DAY).refusals()).hasSize(4);
  }

  @Test
  void aPickleIsNotLookedInto() {
    LocalAdapter adapter =
        inspect(Peft.sound().without(Peft.WEIGHTS).file("adapter_model.bin", new byte[] {1}));

    assertThat(adapter.tensors()).isZero();
    assertThat(adapter.findings()).extracting(AdapterFinding::code).containsExactly("pickle");
    assertThat(adapter.fits(FACTS, "", DAY).refusals())
        .extracting(AdapterFinding::code)
        .containsExactly("files");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'r':65} | rank | '' | the rank is 65, and acme takes 64 at the most (limits, 2026-01-01)",
        "{'r':2} | rank | '' | the rank is 2, and acme takes 4 or more (limits, 2026-01-01)",
        "{} | rank | tiny | the rank is 8, and acme takes 4 at the most (tiny's page, 2026-01-01)",
        "{} | dtype | strict | acme takes no tensors of F32 (page, 2026-01-01); save it as",
        "{} | size | small | bytes, and acme takes 100 packed (page, 2026-01-01); train it",
        "{} | base | acme/qwen3-14b | trained on Qwen/Qwen3-8B, which is not acme/qwen3-14b",
        "{} | base | acme/llama-v3-8b | trained on Qwen/Qwen3-8B, which is not",
        "{'peft_type':'LOHA'} | peft-type | '' | acme takes no adapters of the kind LOHA"
      })
  void saysWhatAProviderWouldRefuse(String changes, String code, String base, String message) {
    AdapterFit fit = inspect(Peft.sound().config(changes)).fits(FACTS, base, DAY);

    assertThat(fit.fits()).isFalse();
    assertThat(fit.refusals())
        .filteredOn(refusal -> refusal.code().equals(code))
        .filteredOn(refusal -> refusal.message().contains(message))
        .hasSize(1);
    assertThat(Json.read(Json.write(fit), AdapterFit.class)).isEqualTo(fit);
  }

  @Test
  void saysWhichModulesAreNotServed() {
    Peft.Tensors tensors =
        new Peft.Tensors().pair("layers.0.q_proj", 8, 8).pair("layers.0.in_proj", 8, 8);
    Peft peft = new Peft().config("{'target_modules':'all-linear'}").weights(tensors);

    assertThat(inspect(peft).fits(FACTS, "", DAY).refusals())
        .extracting(AdapterFinding::message)
        .singleElement()
        .asString()
        .startsWith("acme serves no adapter of layers.*.in_proj; it takes q_proj, v_proj (page");
  }

  @ParameterizedTest
  @CsvSource({
    "2026-08-01, acme/qwen3-8b, true, 0",
    "2026-10-15, acme/qwen3-8b, true, 1",
    "2026-11-15, '', false, 0"
  })
  void theDayDecides(LocalDate day, String base, boolean fits, int doubts) {
    AdapterFit fit = inspect(Peft.sound()).fits(FACTS, base, day);

    assertThat(fit.fits()).isEqualTo(fits);
    assertThat(fit.doubts()).hasSize(doubts);
    assertThat(fit.asOf()).isEqualTo(day);
  }

  @Test
  void anUnusualTypeIsADoubt() {
    Peft.Tensors tensors =
        new Peft.Tensors()
            .tensor("base_model.model.q_proj.lora_A.weight", "F16", 8, 4)
            .raw(
                "\"base_model.model.q_proj.lora_B.weight\":{\"dtype\":\"F7\",\"shape\":[4,8],"
                    + "\"data_offsets\":[64,64]}");

    AdapterFit fit =
        inspect(new Peft().config("{'target_modules':['q_proj']}").weights(tensors))
            .fits(FACTS, "", DAY);

    assertThat(fit.findings())
        .extracting(AdapterFinding::severity, AdapterFinding::code)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(Severity.WARNING, "type"),
            org.assertj.core.groups.Tuple.tuple(Severity.WARNING, "dtype"));
  }

  @Test
  void writesAZipWithTheFilesAtItsRoot() throws IOException {
    Path packed = Peft.sound().file("README.md", new byte[9]).zip(temp.resolve("in.zip"), "sub/");
    Path zip = temp.resolve("out.zip");

    LocalAdapter.inspect(packed).writeZip(zip);

    try (ZipFile written = new ZipFile(zip.toFile())) {
      assertThat(written.stream().map(entry -> entry.getName()))
          .containsExactly(Peft.CONFIG, Peft.WEIGHTS);
      assertThat(written.getInputStream(written.getEntry(Peft.WEIGHTS)))
          .hasBinaryContent(Peft.sound().content(Peft.WEIGHTS));
    }
    assertThat(LocalAdapter.inspect(zip).findings()).isEmpty();
  }

  @Test
  void writesAFolderFromAZip() {
    LocalAdapter adapter = LocalAdapter.inspect(Peft.sound().zip(temp.resolve("in.zip"), ""));
    Path folder = temp.resolve("some/where");

    assertThat(adapter.writeFolder(folder))
        .containsExactly(folder.resolve(Peft.WEIGHTS), folder.resolve(Peft.CONFIG));
    assertThat(LocalAdapter.inspect(folder).pairs()).isEqualTo(4);
  }

  @Test
  void whatCanNotBeWrittenWholeIsNotThere() throws IOException {
    Path folder = Peft.sound().folder(temp.resolve("in"));
    LocalAdapter adapter = LocalAdapter.inspect(folder);
    Files.delete(folder.resolve(Peft.WEIGHTS));
    Path out = Files.createDirectories(temp.resolve("out"));

    assertThatExceptionOfType(UploadException.class)
        .isThrownBy(() -> adapter.writeZip(out.resolve("a.zip")))
        .withMessageContaining(Peft.WEIGHTS + " as an adapter: it is gone");
    Files.createDirectories(out.resolve("b.zip"));
    Peft.sound().folder(folder);
    assertThatExceptionOfType(UploadException.class)
        .isThrownBy(() -> adapter.writeZip(out.resolve("b.zip")))
        .withMessageContaining("it is a folder");
    try (var left = Files.list(out)) {
      assertThat(left).containsExactly(out.resolve("b.zip"));
    }
  }
}
