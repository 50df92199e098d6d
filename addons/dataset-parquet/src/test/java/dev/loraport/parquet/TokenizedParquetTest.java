package dev.loraport.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.loraport.ProviderClient;
import dev.loraport.dataset.CheckReport;
import dev.loraport.dataset.Dataset;
import dev.loraport.dataset.DatasetFormat;
import dev.loraport.dataset.DatasetRules;
import dev.loraport.dataset.Finding;
import dev.loraport.dataset.Treatment;
import dev.loraport.error.DatasetException;
import dev.loraport.error.UploadException;
import dev.loraport.file.FileUpload;
import dev.loraport.testkit.FakeTogether;
import dev.loraport.testkit.junit.FakeConnection;
import dev.loraport.together.TogetherClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files of token ids, written by Parquet's own library as training scripts write them. */
class TokenizedParquetTest {
  private static final DatasetRules.Builder CHATS =
      DatasetRules.builder().name("Chatty").addFormats(DatasetFormat.CHAT).packed(Treatment.REFUSE);

  @TempDir private Path folder;

  /** Writes rows of so many tokens, labels and entries of the mask. */
  private Path file(int[]... rows) throws IOException {
    return file(List.of("input_ids", "labels", "attention_mask"), rows);
  }

  private Path file(List<String> columns, int[]... rows) throws IOException {
    var builder = Types.buildMessage();
    for (String column : columns) {
      builder.optionalList().optionalElement(PrimitiveTypeName.INT64).named(column);
    }
    MessageType schema = builder.named("schema");
    Path file = folder.resolve("tokens.parquet");
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(new LocalOutputFile(file))
            .withConf(new PlainParquetConfiguration())
            .withType(schema)
            .withCompressionCodec(CompressionCodecName.UNCOMPRESSED)
            .build()) {
      for (int[] sizes : rows) {
        SimpleGroup row = new SimpleGroup(schema);
        for (int column = 0; column < sizes.length; column++) {
          Group list = row.addGroup(column);
          for (int i = 0; i < sizes[column]; i++) {
            list.addGroup(0).append("element", column == 1 && i == 0 ? -100L : 1000L + i);
          }
        }
        writer.write(row);
      }
    }
    return file;
  }

  @Test
  void isToldByItsColumnsAndCountedExactly() throws IOException {
    CheckReport report = Dataset.open(file(new int[] {5, 5, 5}, new int[] {7, 7, 7})).check();

    assertThat(report.format()).isEqualTo("tokenized");
    assertThat(report.encoding()).isEqualTo("parquet");
    assertThat(report.rows()).isEqualTo(2);
    assertThat(report.estimatedTokens()).isEqualTo(12);
    assertThat(report.longestRowTokens()).isEqualTo(7);
    assertThat(report.tokensExact()).isTrue();
    assertThat(report.tokenCounter()).isEqualTo("input_ids");
    assertThat(report.countsByCode()).containsOnlyKeys("tokenized-file");
    assertThat(report.passed()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"ALLOW, 0, 0", "WARN, 0, 1", "REFUSE, 1, 0"})
  void theRulesSayWhoTakesItAsItIs(Treatment treatment, long errors, long warnings)
      throws IOException {
    Path file = file(new int[] {5, 5, 5});

    CheckReport report = Dataset.open(file).check(CHATS.tokenized(treatment).build());

    assertThat(report.errorCount()).isEqualTo(errors);
    assertThat(report.warningCount()).isEqualTo(warnings);
    assertThat(report.findings())
        .extracting(Finding::message)
        .allMatch(message -> message.startsWith("the file holds token ids in Parquet; "));
  }

  @Test
  void listsOfAnotherLengthAndLongRowsAreFound() throws IOException {
    Path file = file(new int[] {5, 4, 5}, new int[] {9, 9, 9}, new int[] {3});

    CheckReport report =
        Dataset.open(file)
            .check(CHATS.tokenized(Treatment.ALLOW).build().withContext(OptionalLong.of(8)));

    assertThat(report.findings())
        .extracting(finding -> finding.line() + " " + finding.code())
        .containsExactly("1 token-lists-differ", "2 row-too-long", "3 missing-attention-mask");
    assertThat(report.findings().get(0).message())
        .isEqualTo("\"labels\" has 4 entries for 5 tokens");
    assertThat(report.findings().get(1).message()).startsWith("9 tokens, over the context of 8");
  }

  /** How often each code is found; no code for what is uploaded. */
  @ParameterizedTest
  @CsvSource({
    "input_ids labels attention_mask position_ids, 2, ''",
    "input_ids, 2, ''",
    "input_ids attention_mask weight, 2, unknown-member",
    "input_ids attention_mask source, 2, unknown-member",
    "messages, 2, packed-file",
    "input_ids attention_mask, 0, empty-file"
  })
  void anUploadToTogetherIsCheckedByItsRows(String columns, int rows, String code)
      throws IOException {
    List<String> names = List.of(columns.split(" "));
    int[] sizes = names.stream().mapToInt(name -> 5).toArray();
    Path file = file(names, Collections.nCopies(rows, sizes).toArray(int[][]::new));
    try (FakeTogether fake = FakeTogether.builder().build();
        ProviderClient client = TogetherClient.create(FakeConnection.to(fake).build())) {
      if (code.isEmpty()) {
        assertThat(client.files().upload(FileUpload.of(file)).name()).contains("tokens.parquet");
      } else {
        assertThatExceptionOfType(DatasetException.class)
            .isThrownBy(() -> client.files().upload(FileUpload.of(file)))
            .withMessageStartingWith("nothing was uploaded: ")
            .satisfies(e -> assertThat(e.report().countsByCode()).containsKey(code));
        assertThat(fake.journal().calls()).isEmpty();
      }
    }
  }

  @Test
  void anUploadUnderAnotherNameIsRefused() throws IOException {
    Path file = file(new int[] {5, 5, 5});
    Path renamed = Files.move(file, file.resolveSibling("tokens.jsonl"));
    try (FakeTogether fake = FakeTogether.builder().build();
        ProviderClient client = TogetherClient.create(FakeConnection.to(fake).build())) {
      assertThatExceptionOfType(UploadException.class)
          .isThrownBy(() -> client.files().upload(FileUpload.of(renamed)))
          .withMessageContaining("let its name end in .parquet");
      assertThat(fake.journal().calls()).isEmpty();
    }
  }
}
