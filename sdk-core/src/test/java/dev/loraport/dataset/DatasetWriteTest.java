package dev.loraport.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.loraport.error.UploadException;
import dev.loraport.file.FileSource;
import dev.loraport.json.Json;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatasetWriteTest {
  private static final DatasetRules STRICT =
      DatasetRules.builder()
          .name("Strict")
          .sameRoleTwice(Treatment.REFUSE)
          .lastNotAssistant(Treatment.REFUSE)
          .build();

  @TempDir Path folder;

  private static String json(String text) {
    return text.replace("S", "{'role':'system','content':'s'}")
        .replace("U", "{'role':'user','content':'u'}")
        .replace("A", "{'role':'assistant','content':'a'}")
        .replace("B", "{'role':'assistant','content':'b'}")
        .replace('\'', '"');
  }

  private static Dataset dataset(String text) {
    return Dataset.of(FileSource.of("in.jsonl", text.getBytes(StandardCharsets.UTF_8)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "CHAT | {'prompt':'u','completion':'a'} | {'messages':[U,A]}",
        "CHAT | {'prompt':'u','completion':'a','weight':0.5} | {'messages':[U,A],'weight':0.5}",
        "CHAT | {'input':{'messages':[S,U]},'preferred_output':[A],'non_preferred_output':[B]} | {'messages':[S,U,A]}",
        "CHAT | {'prompt':'u','chosen':'a','rejected':'b'} | {'messages':[U,A]}",
        "CHAT | {'messages':[U,A,U]} | {'messages':[U,A]}",
        "CHAT | {'messages':[U,U,A]} | {'messages':[{'role':'user','content':'u\\n\\nu'},A]}",
        "CHAT | {'messages':[U,A],'id':7} | {'messages':[U,A]}",
        "PREFERENCE | {'chosen':[S,U,A],'rejected':[S,U,B]} | {'input':{'messages':[S,U]},'preferred_output':[A],'non_preferred_output':[B]}",
        "PREFERENCE | {'prompt':'u','chosen':'a','rejected':'b'} | {'input':{'messages':[U]},'preferred_output':[A],'non_preferred_output':[B]}",
        "PREFERENCE | {'prompt':[U],'chosen':[A],'rejected':[B]} | {'input':{'messages':[U]},'preferred_output':[A],'non_preferred_output':[B]}",
        "CHOSEN_REJECTED | {'input':{'messages':[U]},'preferred_output':[A],'non_preferred_output':[B]} | {'chosen':[U,A],'rejected':[U,B]}",
        "PROMPTS | {'messages':[U,A]} | {'messages':[U],'ground_truth':'a'}",
        "INSTRUCTION | {'messages':[U,A]} | {'prompt':'u','completion':'a'}"
      })
  void aRowIsSaidInTheOtherFormat(DatasetFormat to, String row, String expected) throws Exception {
    Path target = folder.resolve("out.jsonl");

    WriteReport report = dataset(json(row) + "\n").convert(to, STRICT, target);

    assertThat(report.findings()).noneMatch(found -> found.severity() == Severity.ERROR);
    assertThat(report.rowsWritten()).isEqualTo(1);
    assertThat(report.changes()).isNotEmpty();
    assertThat(Json.parse(Files.readString(target))).isEqualTo(Json.parse(json(expected)));
    assertThat(Dataset.open(target).as(to).check(STRICT).passed()).isTrue();
  }

  @Test
  void whatCanNotBeMendedIsDroppedAndSaid() throws Exception {
    Path target = folder.resolve("out.jsonl");
    String good = json("{'messages': [U, A]}");
    String rows =
        String.join(
            "\n",
            good,
            "",
            json("{'messages':[U]}"),
            "{broken",
            json("{'messages':[{'role':'bot','content':'x'},A]}"));

    WriteReport report = dataset(rows).convert(DatasetFormat.CHAT, STRICT, target);

    assertThat(Files.readString(target)).isEqualTo(good + "\n");
    assertThat(report.rowsRead()).isEqualTo(4);
    assertThat(report.changes())
        .containsOnlyKeys("dropped-no-assistant", "dropped-not-json", "dropped-unknown-role");
    assertThat(report.findings()).extracting(Finding::line).containsExactly(3L, 4L, 5L);
    assertThat(Json.read(Json.write(report), WriteReport.class)).isEqualTo(report);
  }

  @Test
  void aWayThatDoesNotExistIsRefusedBeforeAnythingIsWritten() throws Exception {
    Path target = folder.resolve("out.jsonl");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> dataset("{\"text\":\"a\"}").convert(DatasetFormat.CHAT, STRICT, target))
        .withMessage("there is no way from rows of the format general to conversation");
    assertThatExceptionOfType(UploadException.class)
        .isThrownBy(() -> dataset("{\"a\":1}").convert(DatasetFormat.CHAT, STRICT, target))
        .withMessageContaining("no known format");
    try (var files = Files.list(folder)) {
      assertThat(files).isEmpty();
    }
  }

  private static List<String> texts(int count) {
    Random random = new Random(5);
    List<String> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int words = 1 << random.nextInt(9);
      rows.add("{\"text\":\"" + i + " word".repeat(words + random.nextInt(words)) + "\"}");
    }
    return rows;
  }

  private List<String> split(List<String> rows, long seed) throws IOException {
    Path train = folder.resolve("train.jsonl");
    Path validation = folder.resolve("validation.jsonl");
    WriteReport report = dataset(String.join("\n", rows)).split(0.1, seed, train, validation);
    List<String> picked = Files.readAllLines(validation);
    List<String> left = Files.readAllLines(train);
    assertThat(report.rowsRead()).isEqualTo(rows.size());
    assertThat(report.rowsWritten()).isEqualTo(left.size());
    assertThat(report.otherRows()).isEqualTo(picked.size());
    List<String> together = new ArrayList<>(left);
    together.addAll(picked);
    assertThat(together).containsExactlyInAnyOrderElementsOf(rows);
    return picked;
  }

  @Test
  void aSplitHasItsShareOfEachLengthAndIsTheSameInAnyOrder() throws Exception {
    List<String> rows = texts(3000);

    List<String> picked = split(rows, 1);

    assertThat(picked).hasSize(300);
    for (int power = 5; power < 11; power++) {
      int from = 1 << power;
      long all =
          rows.stream().filter(row -> row.length() >= from && row.length() < 2 * from).count();
      long some =
          picked.stream().filter(row -> row.length() >= from && row.length() < 2 * from).count();
      assertThat(some).isBetween(all / 10 - 2, all / 10 + 2);
    }
    List<String> shuffled = new ArrayList<>(rows);
    Collections.shuffle(shuffled, new Random(9));
    assertThat(split(shuffled, 1)).containsExactlyInAnyOrderElementsOf(picked);
    assertThat(split(rows, 2)).isNotEqualTo(picked);
  }

  @Test
  void aSplitIntoOneFileIsRefused() {
    Path file = folder.resolve("both.jsonl");
    Dataset dataset = Dataset.of(FileSource.of("a.jsonl", new byte[0]));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> dataset.split(0.1, 1, file, folder.resolve("x/../both.jsonl")))
        .withMessageContaining("two files");
    assertThat(file).doesNotExist();
  }

  @Test
  void aSampleHasItsRowsInTheirOrder() throws Exception {
    List<String> rows = texts(500);
    Path target = folder.resolve("some.jsonl");
    Dataset dataset = dataset(String.join("\r\n", rows));

    assertThat(dataset.sample(50, 3, target).rowsWritten()).isEqualTo(50);
    List<String> sample = Files.readAllLines(target);
    assertThat(rows).containsSubsequence(sample);
    dataset.sample(9999, 3, target);
    assertThat(Files.readAllLines(target)).isEqualTo(rows);
    dataset.sample(0, 3, target);
    assertThat(Files.readAllLines(target)).isEmpty();
  }

  @Test
  void rowsThatCameBeforeAreLeftOut() throws Exception {
    Path target = folder.resolve("once.jsonl");

    WriteReport report =
        dataset("{\"text\":\"a\"}\n{\"text\":\"b\"}\r\n\n{\"text\":\"a\"}\r\n{\"text\":\"c\"}")
            .dedupe(target);

    assertThat(Files.readAllLines(target))
        .containsExactly("{\"text\":\"a\"}", "{\"text\":\"b\"}", "{\"text\":\"c\"}");
    assertThat(report.changes()).containsOnlyKeys("dropped-duplicate-row");
  }

  @Test
  void aFileThatIsNotWholeNeverHasItsName() throws Exception {
    Path target = folder.resolve("out.jsonl");
    Files.writeString(target, "before");
    FileSource broken =
        FileSource.of(
            "in.jsonl",
            99,
            () ->
                new FilterInputStream(
                    new ByteArrayInputStream(
                        "{\"text\":\"a\"}\n".getBytes(StandardCharsets.UTF_8))) {
                  @Override
                  public int read(byte[] into, int offset, int length) throws IOException {
                    int read = super.read(into, offset, length);
                    if (read < 0) {
                      throw new IOException("disk gone");
                    }
                    return read;
                  }
                });

    assertThatExceptionOfType(UploadException.class)
        .isThrownBy(() -> Dataset.of(broken).as(DatasetFormat.TEXT).dedupe(target))
        .withMessage("can't read the data set in.jsonl: disk gone");

    assertThat(Files.readString(target)).isEqualTo("before");
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(target);
    }
  }

  @Test
  void whatCanNotBeDoneIsSaidBefore() {
    Dataset once =
        Dataset.of(FileSource.oneShot("in.jsonl", 3, new ByteArrayInputStream(new byte[3])));
    Path target = folder.resolve("out.jsonl");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> once.split(0.1, 1, target, folder.resolve("rest.jsonl")))
        .withMessageContaining("only once");
    assertThatIllegalArgumentException().isThrownBy(() -> once.split(1, 1, target, target));
    assertThatIllegalArgumentException().isThrownBy(() -> once.sample(-1, 1, target));
    assertThatExceptionOfType(UncheckedIOException.class)
        .isThrownBy(() -> dataset("{\"text\":\"a\"}").dedupe(folder))
        .withMessageContaining("it is a folder; name a file in it");
    Path nowhere = folder.resolve("none").resolve("out.jsonl");
    assertThatExceptionOfType(UncheckedIOException.class)
        .isThrownBy(() -> dataset("{\"text\":\"a\"}").dedupe(nowhere))
        .withMessage(
            "can't write %s: there is no folder %s; make it first", nowhere, nowhere.getParent());
  }
}
