package dev.loraport.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.loraport.adapter.Adapter;
import dev.loraport.adapter.AdapterSource;
import dev.loraport.adapter.AdapterSpec;
import dev.loraport.adapter.AdapterState;
import dev.loraport.adapter.ArtifactHost.Hosted;
import dev.loraport.file.FileSource;
import dev.loraport.testkit.FakeTogether;
import dev.loraport.testkit.SampleAdapter;
import dev.loraport.testkit.junit.FakeConnection;
import dev.loraport.together.TogetherClient;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Random;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class S3ArtifactHostTest {
  private static final Duration HOURS = Duration.ofHours(2);
  private static S3Server server;

  @BeforeAll
  static void start() throws Exception {
    server = new S3Server();
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
  }

  private static HttpResponse<byte[]> fetch(URI address) throws Exception {
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofByteArray());
  }

  private static byte[] bytes(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }

  // in parts of 5 MiB: none, one that is just whole, three
  @ParameterizedTest
  @ValueSource(ints = {0, 3, 5 << 20, (12 << 20) + 1})
  void everyoneWithTheAddressGetsWhatWasPut(int size) throws Exception {
    byte[] content = bytes(size);
    try (S3ArtifactHost host = server.host().partBytes(5 << 20).build()) {
      Hosted hosted = host.put(FileSource.of("a b.zip", content), HOURS);

      assertThat(hosted.url().getQuery()).contains("X-Amz-Expires=7200");
      assertThat(hosted.url().getPath()).startsWith("/adapters/loraport/").endsWith("/a b.zip");
      assertThat(fetch(hosted.url()).body()).isEqualTo(content);

      hosted.delete();
      hosted.delete();
      assertThat(fetch(hosted.url()).statusCode()).isEqualTo(404);
      assertThat(server.objects()).isZero();
      assertThat(server.unfinished()).isZero();
    }
  }

  @Test
  void theAddressIsGoodForItsObjectAlone() throws Exception {
    try (S3ArtifactHost host = server.host().build()) {
      Hosted hosted = host.put(FileSource.of("a.zip", bytes(3)), HOURS);
      String other = hosted.url().toString().replace("a.zip", "b.zip");

      String unsigned = hosted.url().toString().replaceAll("\\?.*", "");

      assertThat(fetch(URI.create(other)).statusCode()).isEqualTo(403);
      assertThat(fetch(URI.create(unsigned)).statusCode()).isEqualTo(403);
      hosted.delete();
    }
  }

  @Test
  void anUploadThatNobodyWaitsForLeavesNothing() {
    FileSource stopped =
        FileSource.of(
            "a.zip",
            12 << 20,
            () ->
                new SequenceInputStream(
                    new ByteArrayInputStream(bytes(7 << 20)),
                    new InputStream() {
                      @Override
                      public int read() {
                        throw new CancellationException("nobody waits");
                      }

                      @Override
                      public int read(byte[] into, int from, int length) {
                        return read();
                      }
                    }));
    try (S3ArtifactHost host = server.host().partBytes(5 << 20).build()) {
      assertThatExceptionOfType(CancellationException.class)
          .isThrownBy(() -> host.put(stopped, HOURS));
    }
    assertThat(server.objects()).isZero();
    assertThat(server.unfinished()).isZero();
  }

  @Test
  void aFileThatIsShorterThanItSaidLeavesNothing() {
    FileSource shorter =
        FileSource.of("a.zip", 12 << 20, () -> new ByteArrayInputStream(bytes(11 << 20)));
    try (S3ArtifactHost host = server.host().partBytes(5 << 20).build()) {
      assertThatIOException()
          .isThrownBy(() -> host.put(shorter, HOURS))
          .withMessage("a.zip has fewer bytes than 12582912");
    }
    assertThat(server.unfinished()).isZero();
  }

  @Test
  void aKeyThatIsRefusedIsNotShown() {
    try (S3ArtifactHost host = server.host().credentials("someone", "their-secret").build()) {
      assertThatIOException()
          .isThrownBy(() -> host.put(FileSource.of("a.zip", bytes(1)), HOURS))
          // a 403, or no answer: this server may close before the whole request has come
          .withMessageStartingWith("the store did not take it: ")
          .satisfies(e -> assertThat(e.toString()).doesNotContain("their-secret"));
    }
  }

  @Test
  void secretsAreNotShown() throws IOException {
    try (S3ArtifactHost host = server.host().build()) {
      Hosted hosted = host.put(FileSource.of("a.zip", bytes(1)), HOURS);

      assertThat(host).hasToString("S3ArtifactHost[adapters/loraport/]");
      assertThat(hosted.toString()).doesNotContain("Signature").endsWith("/a.zip, url=***]");
      hosted.delete();
    }
  }

  @ParameterizedTest
  @CsvSource({"PT0S", "PT-1S", "P7DT1S"})
  void aLifetimeThatIsNotSigned(Duration lifetime) {
    try (S3ArtifactHost host = server.host().build()) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> host.put(FileSource.of("a.zip", bytes(1)), lifetime))
          .withMessageContaining("7 days");
    }
  }

  @Test
  void settingsThatCanNotBe() {
    assertThatIllegalArgumentException().isThrownBy(() -> S3ArtifactHost.builder("a/b"));
    assertThatIllegalArgumentException().isThrownBy(() -> S3ArtifactHost.builder(" "));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> S3ArtifactHost.builder("a").partBytes(1))
        .withMessageContaining("5242880");
  }

  @Test
  void togetherFetchesAFolderFromTheStore(@TempDir Path folder) {
    SampleAdapter.write(folder, "meta-llama/Meta-Llama-3.1-8B-Instruct", 8);
    try (FakeTogether fake = FakeTogether.builder().asOf(LocalDate.parse("2026-02-13")).build();
        S3ArtifactHost host = server.host().prefix("for-together").build();
        TogetherClient client =
            TogetherClient.create(FakeConnection.to(fake).artifactHost(host).build())) {
      Adapter adapter =
          client
              .adapters()
              .publish(
                  AdapterSpec.builder()
                      .name("support")
                      .baseModel("meta-llama/Meta-Llama-3.1-8B-Instruct-Reference")
                      .source(AdapterSource.folder(folder))
                      .build());

      assertThat(adapter.state()).isEqualTo(AdapterState.READY);
    }
    assertThat(server.objects()).isZero();
  }
}
