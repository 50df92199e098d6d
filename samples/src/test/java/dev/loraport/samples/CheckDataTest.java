package dev.loraport.samples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.loraport.samples.TuneAndChat.Exit;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckDataTest {
  private static final Path PAGE = Path.of("..", "docs", "datasets.md");
  // beside the project, where it is there; its files are not part of it
  private static final Path DATA = Path.of("..", "..", "shared", "data");

  @TempDir private Path temp;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int run(String... args) {
    return CheckData.run(
        args, new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8));
  }

  @Test
  void thePageShowsItsReportsOnRealFiles() throws IOException {
    List<String> files =
        Stream.of("conversations-train.jsonl", "conversations-validation.jsonl", "text2sql.jsonl")
            .map(name -> DATA.resolve(name).toString())
            .toList();
    assumeTrue(files.stream().allMatch(file -> Files.exists(Path.of(file))));

    assertThat(run(files.toArray(String[]::new))).isEqualTo(Exit.FAILED);

    assertThat(err.toString(UTF_8)).isEmpty();
    assertThat(Files.readString(PAGE)).contains("```\n" + out.toString(UTF_8) + "```\n");
  }

  private Path longRow(int words) throws IOException {
    String row =
        "{\"messages\":[{\"role\":\"user\",\"content\":\"%s\"},"
            + "{\"role\":\"assistant\",\"content\":\"Yes.\"}]}\n";
    return Files.writeString(
        temp.resolve("long.jsonl"),
        String.format(row, "Short?")
            + String.format(row, "one two three ".repeat(words / 3))
            + String.format(row, "And this?"));
  }

  @Test
  void aRowLongerThanTheContextOfTheBaseIsNamedWithoutItsNumber() throws IOException {
    String file = longRow(24_000).toString();
    String base = "openai/gpt-oss-120b"; // 16,384 tokens in training

    assertThat(run(file, "--provider", "together", "--as-of", "2026-02-13")).isEqualTo(Exit.OK);
    assertThat(out.toString(UTF_8)).doesNotContain("row-too-long");
    assertThat(run(file, "--provider", "together", "--base", base, "--as-of", "2026-02-13"))
        .isEqualTo(Exit.OK);
    assertThat(out.toString(UTF_8))
        .contains("row-too-long 1", "WARNING line 2: about", "over the context of 16384:");
  }

  @Test
  void eachLongRowIsListed() throws IOException {
    Path one = longRow(24_000);
    Path file = Files.writeString(temp.resolve("both.jsonl"), Files.readString(one).repeat(2));
    String base = "openai/gpt-oss-120b";

    run(file.toString(), "--provider", "together", "--base", base, "--as-of", "2026-02-13");

    assertThat(out.toString(UTF_8))
        .contains("WARNING line 2: about", "WARNING line 5: about")
        .doesNotContain("more rows");
  }

  @Test
  void aBaseThatNoSourceNamesIsRefusedWithTheNearest() throws IOException {
    String file = longRow(3).toString();

    assertThat(run(file, "--provider", "together", "--base", "qwen3-8b")).isEqualTo(Exit.BAD_INPUT);

    assertThat(out.toString(UTF_8)).isEmpty();
    assertThat(err.toString(UTF_8))
        .contains("no source names \"qwen3-8b\" as a base at together")
        .contains("the nearest are Qwen/Qwen3-8B, ", "--even-in-doubt")
        .hasLineCount(1);
  }

  @Test
  void aBaseWhoseContextNobodyKnowsIsSaid() throws IOException {
    String file = longRow(3).toString();
    String base = "accounts/fireworks/models/deepseek-v3";

    assertThat(run(file, "--provider", "fireworks", "--base", base)).isEqualTo(Exit.OK);

    assertThat(out.toString(UTF_8))
        .contains("context of " + base + ": not known")
        .contains("0 errors, 0 warnings");
  }

  @Test
  void allFindingsAreListedWhereThatIsAsked() throws IOException {
    Path file = Files.writeString(temp.resolve("bad.jsonl"), "{\"messages\":[]}\n".repeat(3));

    run(file.toString(), "--provider", "together");
    assertThat(out.toString(UTF_8)).contains("line 1").doesNotContain("line 3");
    out.reset();
    run(file.toString(), "--provider", "together", "--all");
    assertThat(out.toString(UTF_8)).contains("line 1,", "line 2,", "line 3,");
  }

  @Test
  void whereNobodyTrainsByTheMethodNothingIsCheckedAndThatIsNoSuccess() throws IOException {
    String file = longRow(3).toString();

    assertThat(run(file, "--provider", "nebius", "--method", "dpo")).isEqualTo(Exit.BAD_INPUT);

    assertThat(err.toString(UTF_8)).contains("nothing to check: nebius does not train by dpo");
    assertThat(out.toString(UTF_8)).isEmpty();
  }

  @Test
  void tuneAndChatNamesItToo() throws IOException {
    TuneRun run =
        TuneRun.of(Map.of(), "--data", longRow(60_000).toString(), "--model", "Qwen/Qwen3-8B");

    assertThat(run.code()).as(run.err()).isEqualTo(Exit.OK);
    assertThat(run.out()).contains("WARNING line 2: about", "over the context of ");
  }

  @Test
  void theMethodDecidesTheFormat() throws IOException {
    Path file = longRow(3);

    assertThat(run(file.toString(), "--method", "dpo")).isEqualTo(Exit.FAILED);
    assertThat(out.toString(UTF_8))
        .contains("format-not-taken", "nebius     does not train by dpo");
  }

  @ParameterizedTest
  @CsvSource({
    "nowhere.jsonl, 1, no such file",
    "--method x, 2, name a training file",
    "a.jsonl --method x, 2, sft",
    "a.jsonl --provider x, 2, together",
    "a.jsonl --base x, 2, --provider",
    "a.jsonl --what, 2, unknown option"
  })
  void whatIsWrongIsSaidInOneLine(String args, int code, String said) {
    assertThat(run(args.split(" "))).isEqualTo(code);
    assertThat(err.toString(UTF_8)).startsWith("check-data: ").contains(said);
    assertThat(err.toString(UTF_8).lines()).hasSize(1);
  }
}
