package dev.loraport.samples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.loraport.samples.TuneAndChat.Exit;
import dev.loraport.testkit.SampleAdapter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InspectAdapterTest {
  private static final Path PAGE = Path.of("..", "docs", "adapters.md");

  @TempDir private Path temp;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int run(String... args) {
    return InspectAdapter.run(
        args, new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8));
  }

  @Test
  void thePageShowsWhatItPrintsAndTheRules() throws IOException {
    Path adapter = SampleAdapter.write(temp.resolve("support-lora"), "Qwen/Qwen3-8B", 128);

    assertThat(run(adapter.toString(), "--as-of", "2026-10-01")).isEqualTo(Exit.OK);

    String page = Files.readString(PAGE);
    assertThat(page).contains("```\n" + out.toString(UTF_8) + "```\n");
    assertThat(page).contains(AdapterRulesTable.text());
  }

  @Test
  void aProviderThatWasNamedDecides() {
    Path adapter = SampleAdapter.write(temp, "Qwen/Qwen3-8B", 16);
    String path = adapter.toString();
    String base = "accounts/fireworks/models/qwen3-8b";

    assertThat(run(path, "--provider", "fireworks", "--base", base, "--as-of", "2026-10-01"))
        .isEqualTo(Exit.OK);
    assertThat(out.toString(UTF_8)).contains("fireworks   takes it").doesNotContain("nebius");
    assertThat(run(path, "--provider", "nebius", "--as-of", "2026-10-01")).isEqualTo(Exit.FAILED);
  }

  @Test
  void aBaseThatNoSourceNamesIsRefusedWithTheNearest() {
    String path = SampleAdapter.write(temp, "Qwen/Qwen3-8B", 16).toString();
    String[] day = {"--as-of", "2026-10-01"};

    int code = run(path, "--provider", "together", "--base", "Qwen/Qwen3-8Bx", day[0], day[1]);

    assertThat(code).isEqualTo(Exit.BAD_INPUT);
    assertThat(err.toString(UTF_8))
        .contains("no source names \"Qwen/Qwen3-8Bx\" as a base at together as of 2026-10-01")
        .contains("the nearest are Qwen/Qwen3-8B, ");
    assertThat(run(path, "--provider", "together", "--base", "Qwen/Qwen3-8B", day[0], day[1]))
        .isEqualTo(Exit.OK);
    String newBase = "accounts/fireworks/models/brand-new-8b";
    assertThat(run(path, "--provider", "fireworks", "--base", newBase, "--even-in-doubt"))
        .isEqualTo(Exit.OK);
  }

  @Test
  void whatIsNoAdapterIsNamed() {
    assertThat(run(temp.toString())).isEqualTo(Exit.FAILED);
    assertThat(err.toString(UTF_8)).contains("adapter_config.json").contains("is not there");
  }

  @ParameterizedTest
  @CsvSource({
    "'', name a folder",
    "a b, unknown option \"b\"",
    "a --x, unknown option",
    "a --provider acme, must be one of",
    "a --base m, needs --provider",
    "a --base, needs a value",
    "a --as-of soon, soon"
  })
  void argumentsThatCanNotBe(String args, String words) {
    assertThat(run(args.isEmpty() ? new String[0] : args.split(" "))).isEqualTo(Exit.BAD_INPUT);
    assertThat(err.toString(UTF_8)).contains(words);
  }

  @Test
  void theScriptIsThereAndTheHelpToo() {
    assertThat(Path.of("inspect-adapter")).isExecutable();
    assertThat(run("--help")).isEqualTo(Exit.OK);
    assertThat(out.toString(UTF_8)).startsWith("usage: inspect-adapter");
  }
}
