package dev.loraport.together;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.loraport.error.ConfigurationException;
import dev.loraport.error.DecodeException;
import dev.loraport.error.UploadException;
import dev.loraport.error.UploadException.Step;
import dev.loraport.file.FilePurpose;
import dev.loraport.file.FileSource;
import dev.loraport.file.FileUpload;
import dev.loraport.file.RemoteFile;
import dev.loraport.file.UploadProgress;
import dev.loraport.json.Json;
import dev.loraport.testkit.Fault;
import dev.loraport.testkit.RecordedCall;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TogetherPartsTest {
  private static final int PART = 5 << 20;
  private static final byte[] CONTENT = content();
  private static final String INITIATE = "POST /v1/files/multipart/initiate";
  private static final String COMPLETE = "POST /v1/files/multipart/complete";
  private static final String ABORT = "POST /v1/files/multipart/abort";
  private static final String PUT = "PUT /storage/**";

  private final Rig rig =
      new Rig(
          Rig.TODAY,
          config ->
              config
                  .putSettings("upload", "parts")
                  .putSettings("upload_part_bytes", Integer.toString(PART)));

  @AfterEach
  void close() {
    rig.close();
  }

  private static byte[] content() {
    byte[] bytes = new byte[5 * PART + 17];
    new Random(11).nextBytes(bytes);
    return bytes;
  }

  private static FileUpload.Builder big() {
    return FileUpload.builder()
        .source(FileSource.of("big.jsonl", CONTENT))
        .purpose(FilePurpose.EVAL);
  }

  private RemoteFile upload() {
    return rig.client.files().upload(big().build());
  }

  @Test
  void partsMakeUpTheFileAndTheStorageNeverSeesTheKey(@TempDir Path folder) throws Exception {
    ConcurrentLinkedQueue<UploadProgress> progress = new ConcurrentLinkedQueue<>();

    RemoteFile file = rig.client.files().upload(big().listener(progress::add).build());

    assertThat(file.bytes()).hasValue(CONTENT.length);
    assertThat(Files.readAllBytes(rig.client.files().download(file.id(), folder.resolve("back"))))
        .isEqualTo(CONTENT);
    Json initiate = rig.lastBody(INITIATE);
    assertThat(initiate.members())
        .containsOnlyKeys(
            "file_name", "file_size", "num_parts", "purpose", "file_type", "checksum");
    assertThat(initiate.get("num_parts").integer()).contains(6L);
    assertThat(rig.fake.journal().calls(PUT))
        .hasSize(6)
        .allSatisfy(put -> assertThat(put.header("Authorization")).isEmpty());
    assertThat(rig.lastBody(COMPLETE).get("parts").elements())
        .extracting(part -> part.get("part_number").integer().orElseThrow())
        .containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
    assertThat(rig.lastBody(COMPLETE).toString()).doesNotContain("\\\"");
    assertThat(progress)
        .isNotEmpty()
        .allSatisfy(now -> assertThat(now.total()).isEqualTo(CONTENT.length))
        .anySatisfy(now -> assertThat(now.sent()).isEqualTo(CONTENT.length));
    assertThat(rig.fake.journal().count(ABORT)).isZero();
    rig.fake.assertNoViolations();
  }

  @Test
  void anUploadThatWasFinishedIsFoundByItsContent() {
    RemoteFile first = upload();
    RemoteFile again = upload();

    assertThat(again.id()).isEqualTo(first.id());
    assertThat(again.reused()).isTrue();
    assertThat(rig.fake.journal().count(PUT)).isEqualTo(6);
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 503})
  void aPartThatFailsIsSentAgainAlone(int status) {
    rig.fake.faults().on(PUT).next(Fault.status(status));

    assertThat(upload().bytes()).hasValue(CONTENT.length);
    assertThat(rig.fake.journal().count(PUT)).isEqualTo(7);
    assertThat(rig.fake.journal().count(INITIATE)).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"403, 403", "200, without an ETag"})
  void aPartThatIsRefusedAbortsTheUpload(int status, String why) {
    rig.fake.faults().on(PUT).always(Fault.status(status));

    assertThatExceptionOfType(UploadException.class)
        .isThrownBy(this::upload)
        .withMessageContaining(why)
        .satisfies(e -> assertThat(e.step()).isEqualTo(Step.SEND))
        .satisfies(e -> assertThat(e.fileId()).startsWith("file-"))
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("/storage/"));
    assertThat(rig.fake.journal().count(ABORT)).isEqualTo(1);
    assertThat(rig.fake.journal().count(COMPLETE)).isZero();
    assertThat(rig.client.files().list()).isEmpty();
  }

  @Test
  void aRefusedEndAbortsTheUploadAndKeepsTheReason() {
    rig.answer(COMPLETE, 400, "{'error':{'message':'parts are missing'}}");
    rig.answer(ABORT, 400, "{'error':{'message':'too late'}}");

    assertThatExceptionOfType(UploadException.class)
        .isThrownBy(this::upload)
        .withMessageContaining("parts are missing")
        .satisfies(e -> assertThat(e.step()).isEqualTo(Step.FINISH))
        .satisfies(
            e ->
                assertThat(e.getSuppressed())
                    .anySatisfy(other -> assertThat(other).hasMessageContaining("too late")));
  }

  @Test
  void cancellingAbortsTheUploadAndClosesItsConnections() throws Exception {
    rig.fake.faults().on(PUT).always(Fault.stallBeforeHeaders());
    CompletableFuture<RemoteFile> upload = rig.client.files().async().upload(big().build());
    assertThat(rig.fake.journal().awaitFault(PUT, Duration.ofSeconds(20))).isTrue();

    assertThat(upload.cancel(true)).isTrue();

    assertThat(rig.fake.journal().awaitCalls(ABORT, 1, Duration.ofSeconds(10))).isTrue();
    assertThat(rig.fake.journal().awaitClientClosed(PUT, Duration.ofSeconds(10))).isTrue();
    assertThat(rig.fake.journal().count(COMPLETE)).isZero();
  }

  /** The first file, once the fake has it: it notes a fault before it does what it is asked. */
  private RemoteFile listed() {
    long until = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    List<RemoteFile> files = rig.client.files().list().toList();
    while (files.isEmpty() && System.nanoTime() - until < 0) {
      Thread.onSpinWait();
      files = rig.client.files().list().toList();
    }
    return files.get(0);
  }

  @Test
  void anUploadThatIsCancelledWhileItBeginsIsAbortedOnceItsIdIsKnown() throws Exception {
    rig.fake.clock().manual();
    rig.fake.faults().on(INITIATE).next(Fault.slow(Duration.ofMinutes(1)));
    CompletableFuture<RemoteFile> upload = rig.client.files().async().upload(big().build());
    assertThat(rig.fake.journal().awaitFault(INITIATE, Duration.ofSeconds(20))).isTrue();
    RemoteFile begun = listed();

    assertThat(upload.cancel(true)).isTrue();
    assertThat(rig.fake.journal().count(ABORT)).isZero();
    // each look lets a minute of the fake pass, until it has answered and was told to abort
    for (int looks = 0; looks < 900 && !rig.client.files().list().toList().isEmpty(); looks++) {
      rig.fake.clock().advance(Duration.ofMinutes(1));
    }

    assertThat(rig.client.files().list()).isEmpty();
    assertThat(rig.fake.journal().count(ABORT)).isEqualTo(1);
    assertThat(rig.lastBody(ABORT).get("file_id").string()).contains(begun.id().value());
    assertThat(rig.fake.journal().count(PUT)).isZero();
  }

  @Test
  void anUploadThatCanNotBeAbortedAnyMoreIsNamedInTheLog() throws Exception {
    rig.fake.clock().manual();
    rig.fake.faults().on(INITIATE).next(Fault.slow(Duration.ofMinutes(1)));
    rig.answer(ABORT, 400, "{'error':{'message':'too late'}}");
    try (LogLines log = new LogLines()) {
      CompletableFuture<RemoteFile> upload = rig.client.files().async().upload(big().build());
      assertThat(rig.fake.journal().awaitFault(INITIATE, Duration.ofSeconds(20))).isTrue();
      upload.cancel(true);
      String line = null;
      for (int looks = 0; looks < 400 && line == null; looks++) {
        rig.fake.clock().advance(Duration.ofMinutes(1));
        line = log.next(Duration.ofMillis(50));
      }

      assertThat(line)
          .contains("upload " + rig.lastBody(ABORT).get("upload_id").string().orElseThrow())
          .contains("of file file-")
          .contains("is left at Together")
          .contains("too late")
          .doesNotContain("/storage/", "X-Amz");
    }
  }

  @Test
  void aBeginningThatIsCancelledAndNeverAnsweredIsLogged() throws Exception {
    rig.fake.faults().on(INITIATE).next(Fault.stallBeforeHeaders());
    try (LogLines log = new LogLines()) {
      CompletableFuture<RemoteFile> upload = rig.client.files().async().upload(big().build());
      assertThat(rig.fake.journal().awaitFault(INITIATE, Duration.ofSeconds(20))).isTrue();
      upload.cancel(true);
      rig.client.close();

      assertThat(log.next(Duration.ofSeconds(20)))
          .contains("whose id is not known")
          .contains("big.jsonl");
    }
    assertThat(rig.fake.journal().count(ABORT)).isZero();
  }

  /** What is logged by the module, line by line. */
  private static final class LogLines extends Handler implements AutoCloseable {
    private final Logger logger = Logger.getLogger("dev.loraport.together");
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

    LogLines() {
      logger.setUseParentHandlers(false);
      logger.addHandler(this);
    }

    @Nullable String next(Duration limit) throws InterruptedException {
      return lines.poll(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void publish(LogRecord line) {
      lines.add(line.getMessage() + " " + line.getThrown());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
      logger.removeHandler(this);
      logger.setUseParentHandlers(true);
    }
  }

  @Test
  void cancellingEndsPartsThatAreOnTheirWay() throws Exception {
    AtomicInteger opened = new AtomicInteger();
    CountDownLatch end = new CountDownLatch(1);
    // the first look is for the hash; then each part begins and never ends
    FileSource stuck =
        FileSource.of(
            "big.jsonl",
            CONTENT.length,
            () -> opened.getAndIncrement() == 0 ? new ByteArrayInputStream(CONTENT) : stuck(end));
    CompletableFuture<RemoteFile> upload =
        rig.client.files().async().upload(big().source(stuck).build());
    assertThat(rig.fake.journal().awaitCalls(PUT, 4, Duration.ofSeconds(20))).isTrue();

    assertThat(upload.cancel(true)).isTrue();

    assertThat(rig.fake.journal().awaitCalls(ABORT, 1, Duration.ofSeconds(10))).isTrue();
    assertThat(rig.fake.journal().awaitClientClosed(PUT, Duration.ofSeconds(10))).isTrue();
    assertThat(rig.fake.journal().count(COMPLETE)).isZero();
    assertThat(rig.fake.journal().count(PUT)).isEqualTo(4);
    end.countDown();
  }

  /** A mebibyte, and then nothing until the latch is open. */
  private static InputStream stuck(CountDownLatch end) {
    InputStream begin = new ByteArrayInputStream(new byte[1 << 20]);
    InputStream wait =
        new InputStream() {
          @Override
          public int read() throws IOException {
            try {
              end.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
            throw new IOException("closed");
          }

          @Override
          public int read(byte[] target, int offset, int count) throws IOException {
            return read();
          }
        };
    return new SequenceInputStream(begin, wait);
  }

  @ParameterizedTest
  @CsvSource({
    "'PartNumber', 'URL', 'Headers', '{\"file\":%s}'",
    "'part_number', 'UploadURL', 'headers', '%s'",
    "'part_number', 'url', 'headers', '%s'"
  })
  void allSpellingsOfPartsAndOfTheEndAreRead(
      String number, String url, String headers, String end) {
    String storage = rig.fake.url().replaceAll("/+$", "") + "/storage/part";
    String part = "{'%s':1,'%s':'%s','%s':{'x-amz-meta':'kept','Host':'elsewhere'}}";
    rig.answer(
        INITIATE,
        200,
        "{'upload_id':'up-1','file_id':'file-9','parts':["
            + part.formatted(number, url, storage, headers)
            + "]}");
    rig.fake.faults().on(PUT).always(Fault.status(200).header("ETag", "\"abc\""));
    rig.answer(COMPLETE, 200, end.formatted("{'id':'file-9','bytes':3}"));
    FileSource small = FileSource.of("a.jsonl", new byte[] {1, 2, 3});

    RemoteFile file = rig.client.files().upload(big().source(small).build());

    assertThat(file.id().value()).isEqualTo("file-9");
    RecordedCall put = rig.fake.journal().lastCall(PUT).orElseThrow();
    assertThat(put.header("x-amz-meta")).isEqualTo("kept");
    assertThat(rig.lastBody(COMPLETE))
        .isEqualTo(
            Json.parse(
                "{\"upload_id\":\"up-1\",\"file_id\":\"file-9\","
                    + "\"parts\":[{\"part_number\":1,\"etag\":\"abc\"}]}"));
  }

  @ParameterizedTest
  @CsvSource({
    "'[]', 'addresses for 0 parts'",
    "'[{\"PartNumber\":2,\"URL\":\"http://127.0.0.1:1/x\"}]', 'parts 1 to 1'",
    "'[{\"PartNumber\":1}]', 'no address'"
  })
  void partsThatDoNotFitAreRefusedAndAborted(String parts, String why) {
    rig.answer(INITIATE, 200, "{'upload_id':'up-1','file_id':'file-9','parts':" + parts + "}");
    FileSource small = FileSource.of("a.jsonl", new byte[] {1, 2, 3});

    assertThatExceptionOfType(UploadException.class)
        .isThrownBy(() -> rig.client.files().upload(big().source(small).build()))
        .withMessageContaining(why)
        .satisfies(e -> assertThat(e.step()).isEqualTo(Step.START));
    assertThat(rig.lastBody(ABORT).get("upload_id").string()).contains("up-1");
  }

  @Test
  void anUploadWithoutAUsableFileIdIsAbortedByTheIdsThatCame() {
    rig.answer(INITIATE, 200, "{'upload_id':'up-1','file_id':'../x','parts':[]}");

    assertThatExceptionOfType(UploadException.class)
        .isThrownBy(this::upload)
        .withMessageContaining("without a usable file id")
        .satisfies(e -> assertThat(e.step()).isEqualTo(Step.START));
    assertThat(rig.lastBody(ABORT))
        .isEqualTo(Json.parse("{\"upload_id\":\"up-1\",\"file_id\":\"../x\"}"));
    assertThat(rig.fake.journal().count(PUT)).isZero();
  }

  @Test
  void anUploadWithoutAFileIdIsNamedInTheLog() throws Exception {
    rig.answer(INITIATE, 200, "{'upload_id':'up-1','parts':[]}");
    try (LogLines log = new LogLines()) {
      assertThatExceptionOfType(DecodeException.class)
          .isThrownBy(this::upload)
          .withMessageContaining("\"file_id\" is not there");
      assertThat(log.next(Duration.ofSeconds(20)))
          .contains("upload up-1 is left at Together: it has no file id");
    }
    assertThat(rig.fake.journal().count(ABORT)).isZero();
  }

  @Test
  void whatCanBeReadOnlyOnceDoesNotGoUpInParts() {
    FileSource once = FileSource.oneShot("a.jsonl", 3, new ByteArrayInputStream(new byte[3]));
    assertThatExceptionOfType(UploadException.class)
        .isThrownBy(() -> rig.client.files().upload(big().source(once).build()))
        .withMessageContaining("use a repeatable source");
    assertThat(rig.fake.journal().calls()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"5242879", "5368709121", "5 MiB", "-1"})
  void aPartSizeOutOfBoundsIsRefused(String bytes) {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(
            () -> new Rig(Rig.TODAY, c -> c.putSettings("upload_part_bytes", bytes)).close())
        .withMessageContaining("upload_part_bytes must be a number of bytes from 5242880");
  }

  @Test
  void filesOfFiveGibibytesAndLessGoUpWholeUnlessPartsAreAskedFor() {
    try (Rig plain = new Rig(Rig.TODAY)) {
      plain.client.files().upload(Rig.chatFile("small.jsonl"));
      assertThat(plain.changes())
          .isEqualTo(List.of("POST /files", "PUT /storage", "POST /files/{file}/preprocess"));
    }
  }
}
