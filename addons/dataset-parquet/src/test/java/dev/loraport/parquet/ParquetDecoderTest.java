package dev.loraport.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.loraport.dataset.CheckReport;
import dev.loraport.dataset.Dataset;
import dev.loraport.dataset.DatasetRules;
import dev.loraport.file.FileSource;
import dev.loraport.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that were written by PyArrow 25, as data sets of the Hugging Face hub are. */
class ParquetDecoderTest {
  @TempDir private Path folder;
  private final ParquetDecoder decoder = new ParquetDecoder();

  private Path file(String name) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(ParquetDecoderTest.class.getResourceAsStream(name), name)) {
      Path file = folder.resolve(name);
      Files.write(file, in.readAllBytes());
      return file;
    }
  }

  private List<Json> rows(Path file) throws IOException {
    try (InputStream in = decoder.decode(FileSource.of(file))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(Json::parse)
          .toList();
    }
  }

  private static Json json(String text) {
    return Json.parse(text.replace('\'', '"'));
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "snappy", "gzip", "zstd"})
  void aDataSetOfSeveralRowGroupsIsCheckedAsJsonLines(String codec) throws IOException {
    Path file = file("chat-" + codec + ".parquet");

    CheckReport report = Dataset.open(file).check(DatasetRules.builder().name("any").build());

    assertThat(report.rows()).isEqualTo(30);
    assertThat(report.messages()).isEqualTo(60);
    assertThat(report.errorCount()).as(report.findings().toString()).isZero();
    List<Json> rows = rows(file);
    // null is left out
    assertThat(rows.get(12))
        .isEqualTo(
            json(
                "{'messages':[{'role':'user','content':'Where is order 12?'},"
                    + "{'role':'assistant','content':'On its way. \u2713'}]}"));
    assertThat(rows.get(29).get("source").string()).contains("shop");
  }

  @Test
  void eachTypeHasItsFormInJson() throws IOException {
    List<Json> rows = rows(file("types.parquet"));

    assertThat(rows)
        .containsExactly(
            json(
                "{'flag':true,'small':7,'big':1099511627776,'unsigned':18446744073709551615,"
                    + "'real':0.1,'half':0.25,'money':12.34,'day':'2026-02-13',"
                    + "'at':'2026-02-13T10:11:12Z','wall':'2026-02-13T10:11:12',"
                    + "'tags':['a',null,'b'],'map':{'k':1,'l':null},'nested':[[1,2],[]]}"),
            json("{'small':-7,'big':-1,'unsigned':0,'money':-0.05,'tags':[]}"));
  }

  @Test
  void aFileWithoutRowsHasNone() throws IOException {
    assertThat(rows(file("empty.parquet"))).isEmpty();
  }

  @Test
  void aColumnOfBytesIsRefusedByItsName() throws IOException {
    Path file = file("binary.parquet");
    assertThatIOException()
        .isThrownBy(() -> rows(file))
        .withMessageContaining("column image")
        .withMessageContaining("no form in JSON");
  }

  @Test
  void aCodecThatIsNotReadIsNamedWithThoseThatAre() throws IOException {
    Path file = file("chat-brotli.parquet");
    assertThatIOException()
        .isThrownBy(() -> rows(file))
        .withMessageContaining("BROTLI")
        .withMessageContaining("snappy");
  }

  @Test
  void aStreamIsRefusedBecauseTheFormatIsReadFromItsEnd() throws IOException {
    byte[] bytes = Files.readAllBytes(file("chat-none.parquet"));
    assertThatIOException()
        .isThrownBy(() -> decoder.decode(FileSource.of("train.parquet", bytes)))
        .withMessageContaining("train.parquet")
        .withMessageContaining("on the disk");
  }

  @Test
  void aBrokenFileIsAnErrorAndNothingElse() throws IOException {
    byte[] whole = Files.readAllBytes(file("chat-snappy.parquet"));
    Random random = new Random(3);
    int refused = 0;
    for (int round = 0; round < 300; round++) {
      byte[] broken = whole.clone();
      for (int i = 0; i <= random.nextInt(4); i++) {
        broken[4 + random.nextInt(broken.length - 4)] = (byte) random.nextInt(256);
      }
      Path file = Files.write(folder.resolve("broken.parquet"), broken);
      try {
        rows(file);
      } catch (IOException e) {
        assertThat(e).hasMessageContaining("broken.parquet");
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(100);
    Path cut = Files.write(folder.resolve("cut.parquet"), new byte[] {'P', 'A', 'R', '1'});
    assertThatIOException().isThrownBy(() -> rows(cut)).withMessageContaining("cut.parquet");
  }

  @Test
  void aFileIsKnownByItsFirstBytes() {
    assertThat(decoder.decodes("PAR1....".getBytes(StandardCharsets.US_ASCII), "x")).isTrue();
    assertThat(decoder.decodes("PAR".getBytes(StandardCharsets.US_ASCII), "x.parquet")).isFalse();
    assertThat(decoder.decodes("{\"a\":1}".getBytes(StandardCharsets.US_ASCII), "x.parquet"))
        .isFalse();
  }
}
