package dev.loraport.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What all samples do with numbers, days and {@code --help}. */
class ArgumentsTest {
  private static final List<String> SAMPLES =
      List.of(
          "tune-and-chat",
          "which-model",
          "what-is-running",
          "inspect-adapter",
          "check-data",
          "doctor");

  private static final List<String> WHOLE =
      List.of("0", "-1", "1.5", "1e3", "NaN", "", "99999999999999999999", "1\n2");
  private static final List<String> DECIMAL =
      List.of("-1", "-1e-400000000", "NaN", "Infinity", "", "1e999999999", "1e-999999999");
  private static final List<String> DAY =
      List.of("soon", "2026-02-30", "+999999999-12-31", "-999999999-01-01", "1999-12-31", "");

  private record Run(int code, String out, String err) {}

  private static Run run(String sample, String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    PrintStream to = new PrintStream(out, true, StandardCharsets.UTF_8);
    PrintStream errors = new PrintStream(err, true, StandardCharsets.UTF_8);
    int code =
        switch (sample) {
          case "tune-and-chat" -> TuneAndChat.run(args, to, errors, Map.of(), false, config -> {});
          case "which-model" -> WhichModel.run(args, to, errors, Map.of());
          case "what-is-running" -> WhatIsRunning.run(args, to, errors, Map.of(), config -> {});
          case "inspect-adapter" -> InspectAdapter.run(args, to, errors);
          case "check-data" -> CheckData.run(args, to, errors);
          case "doctor" ->
              Doctor.run(
                  args,
                  to,
                  errors,
                  Map.of(),
                  config -> {},
                  Duration.ofSeconds(1),
                  InstantSource.system());
          default -> throw new IllegalArgumentException(sample);
        };
    return new Run(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  static Stream<Arguments> numbers() {
    List<Arguments> rows = new ArrayList<>();
    List<String> plus = new ArrayList<>(WHOLE);
    plus.add("1025");
    add(rows, "tune-and-chat", plus, "--epochs", "--rank");
    add(rows, "tune-and-chat", DECIMAL, "--max-hourly");
    add(rows, "tune-and-chat", List.of("0", "0.00"), "--max-hourly");
    add(rows, "which-model", plus, "--rank", "--epochs", "--hours-per-day", "--months", "--top");
    add(
        rows,
        "which-model",
        WHOLE,
        "--rows",
        "--tokens-per-row",
        "--context",
        "--requests-per-day",
        "--input-tokens",
        "--output-tokens");
    add(rows, "which-model", List.of("-1", "1.5", "NaN", "99999999999"), "--stale-after");
    add(rows, "which-model", List.of("5-3", "-", "1-", "-5", "1-9999"), "--epochs");
    add(rows, "which-model", DECIMAL, "--budget", "--min-size", "--max-cold-start");
    for (String sample : SAMPLES) {
      add(rows, sample, DAY, "--as-of");
    }
    return rows.stream();
  }

  private static void add(
      List<Arguments> rows, String sample, List<String> values, String... options) {
    for (String option : options) {
      values.forEach(value -> rows.add(Arguments.of(sample, option, value)));
    }
  }

  @ParameterizedTest
  @MethodSource("numbers")
  void whatIsNoNumberOrDayIsRefusedInOneLine(String sample, String option, String value) {
    Run run = run(sample, option, value);

    assertThat(run.code()).as(run.err()).isEqualTo(TuneAndChat.Exit.BAD_INPUT);
    assertThat(run.err().lines()).hasSize(1);
    assertThat(run.err())
        .startsWith(sample + ": ")
        .contains(option.substring(2))
        .endsWith(" (--help lists the options)" + System.lineSeparator())
        .hasSizeLessThan(200);
    assertThat(run.out()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("samples")
  void helpListsTheExitCodes(String sample) {
    Run run = run(sample, "--help");

    assertThat(run.code()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.out()).startsWith("usage: " + sample).contains("exit codes: 0 ", "2 the arg");
    assertThat(run.out().lines()).allMatch(line -> line.length() <= 120);
  }

  static List<String> samples() {
    return SAMPLES;
  }

  /** Where the options of a sample are read. */
  private static final Map<String, String> READERS =
      Map.of(
          "tune-and-chat", "Options",
          "which-model", "WhichOptions",
          "what-is-running", "WhatIsRunning",
          "inspect-adapter", "InspectAdapter",
          "check-data", "CheckData",
          "doctor", "Doctor");

  private static final Pattern READ = Pattern.compile("case \"(--[a-z-]+)\"");

  private static List<String> options(String sample) throws IOException {
    Path source = Path.of("src/main/java/dev/loraport/samples", READERS.get(sample) + ".java");
    return READ.matcher(Files.readString(source))
        .results()
        .map(option -> option.group(1))
        .filter(option -> !option.equals("--help"))
        .distinct()
        .toList();
  }

  @ParameterizedTest
  @MethodSource("samples")
  void helpTellsEachOptionAndTheDefaultOfEachThatTakesAValue(String sample) throws IOException {
    String help = run(sample, "--help").out();
    String table = help.substring(help.indexOf('\n'), help.indexOf("exit codes"));

    for (String option : options(sample)) {
      Matcher entry =
          Pattern.compile("(?m)^  +" + option + "\\b(?:.*\\R(?! +--| *[A-Z]))*.*").matcher(table);
      boolean shared = table.matches("(?s).* " + option + " N\\s.*"); // one of several in a line
      assertThat(shared || entry.find()).as(option).isTrue();
      if (!shared && entry.group().matches("(?s)  +--[a-z-]+ \\S.*")) {
        boolean takesValue = entry.group().strip().split(" ", 3)[1].matches("[A-Z].*|.*\\|.*|best");
        assertThat(!takesValue || entry.group().matches("(?s).*\\([^()]+\\).*"))
            .as(entry.group())
            .isTrue();
      }
    }
  }

  static Stream<Arguments> misspelt() throws IOException {
    List<Arguments> rows = new ArrayList<>();
    for (String sample : SAMPLES) {
      for (String option : options(sample)) {
        int last = option.length() - 1;
        rows.add(
            Arguments.of(sample, option.substring(0, last - 1) + option.substring(last), option));
      }
    }
    return rows.stream();
  }

  @ParameterizedTest
  @MethodSource("misspelt")
  void anUnknownOptionIsRefusedWithTheNearest(String sample, String wrong, String option) {
    for (String[] args : new String[][] {{wrong}, {wrong, "x"}}) {
      Run run = run(sample, args);

      assertThat(run.code()).as(run.err()).isEqualTo(TuneAndChat.Exit.BAD_INPUT);
      assertThat(run.err().lines()).hasSize(1);
      assertThat(run.err())
          .startsWith(
              sample + ": unknown option \"" + wrong + "\"; the nearest is " + option + ' ');
    }
  }

  @Test
  void aLongValueIsNotRepeatedWhole() {
    assertThat(run("tune-and-chat", "--epochs", "9".repeat(100_000)).err())
        .hasSizeLessThan(200)
        .contains("999...");
  }
}
