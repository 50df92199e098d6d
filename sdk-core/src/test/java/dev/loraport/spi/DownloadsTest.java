package dev.loraport.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loraport.RequestOptions;
import dev.loraport.error.ApiException;
import dev.loraport.error.ClientClosedException;
import dev.loraport.error.DownloadException;
import dev.loraport.error.ErrorAnswer;
import dev.loraport.error.NotFoundException;
import dev.loraport.error.TransportException;
import dev.loraport.spi.FakeCaller.FakeBody;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DownloadsTest {
  private static final Operation DOWNLOAD =
      new Operation("files.download", Operation.Kind.DOWNLOAD);

  private final FakeCaller caller = new FakeCaller();

  @TempDir Path folder;

  private static Call get() {
    return Call.get(DOWNLOAD, URI.create("https://acme.example/f?sig=1"))
        .header("Accept", "*/*")
        .signed()
        .build();
  }

  private CompletableFuture<Path> download(Path target, @Nullable String remoteName) {
    return Downloads.download(caller, get(), target, remoteName, RequestOptions.none());
  }

  private CompletableFuture<Path> download() {
    return download(folder.resolve("model.bin"), null);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static Map<String, String> length(long length) {
    return Map.of("content-length", String.valueOf(length), "etag", "\"v1\"");
  }

  private static Map<String, String> range(String range, String etag) {
    return Map.of("content-range", "bytes " + range, "etag", etag);
  }

  private List<String> names() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.map(p -> p.getFileName().toString()).toList();
    }
  }

  @Test
  void writesAWholeFileAsItIsAskedForPieceByPiece() throws Exception {
    FakeBody body = FakeBody.whole(bytes("abc"), bytes(""), bytes("def"));
    caller.answer(200, length(6), body);
    Path file = download().join();
    assertThat(file).isEqualTo(folder.resolve("model.bin")).hasContent("abcdef");
    assertThat(names()).containsExactly("model.bin");
    assertThat(body.mostAskedFor).isOne();
    assertThat(caller.calls.get(0).headers()).doesNotContainKey("Range");
  }

  @Test
  void anEmptyBodyIsAnEmptyFileAndAnUnknownLengthIsTakenAsItComes() {
    caller.answer(200, length(0), FakeBody.whole());
    assertThat(download().join()).isEmptyFile();
    caller.answer(200, Map.of(), FakeBody.whole(bytes("xyz")));
    assertThat(download().join()).hasContent("xyz");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../../evil/model.tar.zst", "model.tar.zst"})
  void aFolderTakesTheSafeNameOfTheRemoteFile(String remote) {
    caller.answer(200, length(1), FakeBody.whole(bytes("x")));
    assertThat(download(folder, remote).join())
        .isEqualTo(folder.resolve("model.tar.zst"))
        .hasContent("x");
  }

  @Test
  void aNameCanComeFromTheHeadersAndTheFolderIsMade() throws Exception {
    Path inside = folder.resolve("a").resolve("b");
    caller.answer(200, Map.of("x-name", "../model.bin"), FakeBody.whole(bytes("x")));

    Path file =
        Downloads.downloadInto(
                caller,
                get(),
                inside,
                headers -> headers.firstValue("x-name").orElse(""),
                RequestOptions.none())
            .join();

    assertThat(file).isEqualTo(inside.resolve("model.bin")).hasContent("x");
    try (Stream<Path> all = Files.list(inside)) {
      assertThat(all).containsExactly(file);
    }
  }

  @Test
  void aNameThatIsAFolderIsRefused() throws Exception {
    Files.createDirectory(folder.resolve("model"));
    caller.answer(200, length(1), FakeBody.whole(bytes("x")));

    assertThatThrownBy(
            () ->
                Downloads.downloadInto(
                        caller, get(), folder, headers -> "model", RequestOptions.none())
                    .join())
        .hasCauseInstanceOf(DownloadException.class)
        .hasMessageContaining("it is a folder");
    assertThat(names()).containsExactly("model");
  }

  @Test
  void severalFilesComeOneAfterTheOtherAndNoneReplacesAnother() {
    caller
        .answer(200, length(1), FakeBody.whole(bytes("a")))
        .answer(200, length(1), FakeBody.whole(bytes("b")))
        .answer(200, length(1), FakeBody.whole(bytes("c")));
    Map<String, Call> files = new LinkedHashMap<>();
    files.put("one/config.json", get());
    files.put("two/Config.json", get());
    files.put("model.bin", get());

    List<Path> done = Downloads.downloadAll(caller, files, folder, RequestOptions.none()).join();

    assertThat(done)
        .containsExactly(
            folder.resolve("config.json"),
            folder.resolve("2-Config.json"),
            folder.resolve("model.bin"));
    assertThat(done.get(1)).hasContent("b");
  }

  @Test
  void whatWasWholeBeforeAFailureStays() throws Exception {
    caller
        .answer(200, length(1), FakeBody.whole(bytes("a")))
        .fail(
            new NotFoundException(
                ErrorAnswer.builder()
                    .provider("acme")
                    .operation("jobs.download")
                    .status(404)
                    .build()));
    Map<String, Call> files = new LinkedHashMap<>();
    files.put("first", get());
    files.put("second", get());

    assertThatThrownBy(
            () -> Downloads.downloadAll(caller, files, folder, RequestOptions.none()).join())
        .hasCauseInstanceOf(NotFoundException.class);
    assertThat(names()).containsExactly("first");
  }

  @Test
  void resumesWhereTheConnectionBroke() {
    caller
        .answer(200, length(6), FakeBody.broken(bytes("ab")))
        .fail(new TransportException("acme", "files.download", "down", false, 3, null))
        .answer(206, range("2-5/6", "\"v1\""), FakeBody.whole(bytes("cd")))
        .answer(206, range("4-5/*", "\"v1\""), FakeBody.whole(bytes("ef")));
    assertThat(download().join()).hasContent("abcdef");
    Call second = caller.calls.get(2);
    assertThat(second.headers())
        .containsEntry("Range", "bytes=2-")
        .containsEntry("If-Range", "\"v1\"")
        .containsEntry("Accept", "*/*");
    assertThat(second.signed()).isTrue();
    assertThat(second.uri()).isEqualTo(caller.calls.get(0).uri());
    assertThat(caller.calls.get(3).headers()).containsEntry("Range", "bytes=4-");
    assertThat(caller.pauses)
        .containsExactly(Duration.ofMillis(500), Duration.ofSeconds(1), Duration.ofSeconds(2));
  }

  @Test
  void aWeakTagIsNoReasonToTrustAPart() {
    caller
        .answer(
            200, Map.of("content-length", "4", "etag", "W/\"v1\""), FakeBody.broken(bytes("ab")))
        .answer(206, Map.of("content-range", "bytes 2-3/4"), FakeBody.whole(bytes("cd")));
    assertThat(download().join()).hasContent("abcd");
    assertThat(caller.calls.get(1).headers()).doesNotContainKey("If-Range");
  }

  static Stream<Arguments> changed() {
    return Stream.of(
        Arguments.of(206, range("0-5/6", "\"v1\"")),
        Arguments.of(206, range("3-5/6", "\"v1\"")),
        Arguments.of(206, range("2-6/7", "\"v1\"")),
        Arguments.of(206, range("2-5/6", "\"v2\"")),
        Arguments.of(206, range("nonsense", "\"v1\"")),
        Arguments.of(206, Map.of()),
        Arguments.of(416, range("*/1", "\"v1\"")));
  }

  @ParameterizedTest
  @MethodSource("changed")
  void beginsAnewWhereTheRestIsNotOfTheSameContent(int status, Map<String, String> headers) {
    FakeBody wrong = FakeBody.whole(bytes("XXXX"));
    caller
        .answer(200, length(6), FakeBody.broken(bytes("ab")))
        .answer(status, headers, wrong)
        .answer(200, length(3), FakeBody.whole(bytes("new")));
    assertThat(download().join()).hasContent("new");
    assertThat(wrong.closed).isTrue();
    assertThat(caller.calls.get(2).headers()).doesNotContainKey("Range");
  }

  @Test
  void beginsAnewWhereTheServerSendsAllOfIt() {
    caller
        .answer(200, length(6), FakeBody.broken(bytes("ab")))
        .answer(200, length(4), FakeBody.whole(bytes("wxyz")));
    assertThat(download().join()).hasContent("wxyz");
  }

  @Test
  void isDoneWhenNothingIsLeftOfABodyWithoutLength() {
    caller
        .answer(200, Map.of(), FakeBody.broken(bytes("abc")))
        .answer(416, Map.of("content-range", "bytes */3"), FakeBody.whole());
    assertThat(download().join()).hasContent("abc");
  }

  @Test
  void givesUpAfterFiveResumptionsAndLeavesTheOldFile() throws Exception {
    Path target = Files.writeString(folder.resolve("model.bin"), "old");
    caller.answer(200, length(100), FakeBody.broken(bytes("0")));
    for (int from = 1; from <= 5; from++) {
      caller.answer(206, range(from + "-99/100", "\"v1\""), FakeBody.broken(bytes("x")));
    }
    assertThatThrownBy(() -> download(target, null).join())
        .cause()
        .isInstanceOf(DownloadException.class)
        .hasMessage(
            "acme files.download: the connection broke 6 times, the last time after 6 of 100 bytes;"
                + " download it again when the network is better")
        .hasCauseInstanceOf(IOException.class);
    assertThat(target).hasContent("old");
    assertThat(names()).containsExactly("model.bin");
  }

  @Test
  void replacesAnOldFileByAWholeOne() throws Exception {
    Path target = Files.writeString(folder.resolve("model.bin"), "old and long");
    caller.answer(200, length(3), FakeBody.whole(bytes("new")));
    assertThat(download(target, null).join()).hasContent("new");
  }

  @Test
  void refusesMoreBytesThanAnnounced() throws Exception {
    FakeBody body = FakeBody.whole(bytes("abc"), bytes("defg"), bytes("h"));
    caller.answer(200, length(6), body);
    assertThatThrownBy(() -> download().join())
        .hasCauseInstanceOf(DownloadException.class)
        .hasMessageContaining("longer than the 6 bytes announced");
    assertThat(body.closed).isTrue();
    assertThat(names()).isEmpty();
  }

  @Test
  void aRefusalOfTheServerIsThrownAsItIs() throws Exception {
    ApiException gone =
        ApiException.of(
            ErrorAnswer.builder().provider("acme").operation("files.download").status(404).build());
    caller.fail(gone);
    assertThatThrownBy(() -> download().join()).hasCause(gone);
    caller.answer(200, length(6), FakeBody.broken(bytes("ab"))).fail(gone);
    assertThatThrownBy(() -> download().join()).hasCauseInstanceOf(NotFoundException.class);
    assertThat(names()).isEmpty();
  }

  @Test
  void saysWhyTheTargetCannotBeWrittenBeforeAnythingIsSent() throws Exception {
    assertThatThrownBy(() -> download(folder.resolve("none/model.bin"), null).join())
        .hasCauseInstanceOf(DownloadException.class)
        .hasMessageContaining("there is no folder " + folder.resolve("none"));
    Files.createDirectory(folder.resolve("taken"));
    assertThatThrownBy(() -> download(folder, "taken").join())
        .hasCauseInstanceOf(DownloadException.class)
        .hasMessageContaining("it is a folder");
    assertThat(caller.calls).isEmpty();
  }

  static Stream<Arguments> diskErrors() {
    return Stream.of(
        Arguments.of(new IOException("No space left on device"), "make room"),
        Arguments.of(new FileSystemException("f", null, "Disk quota exceeded"), "make room"),
        Arguments.of(new AccessDeniedException("f"), "no permission; choose a folder"),
        Arguments.of(new ReadOnlyFileSystemException(), "read-only; choose another folder"),
        Arguments.of(
            new FileSystemException("f", null, "Read-only file system"), "choose another folder"),
        Arguments.of(new IOException(), "IOException"));
  }

  @ParameterizedTest
  @MethodSource("diskErrors")
  void namesThePathTheReasonAndTheFreeBytes(Exception cause, String says) {
    Path target = folder.resolve("model.bin");
    DownloadException failed = new DiskErrors("acme", "files.download").failed(target, cause);
    assertThat(failed)
        .hasMessageStartingWith("acme files.download: can't write " + target + ": ")
        .hasMessageContaining(says)
        .hasCause(cause);
    assertThat(failed.getMessage()).matches(".* \\([0-9]+ bytes free\\)");
  }

  /** A disk that is full when the third piece comes. */
  private static WritableByteChannel fullAtTheThirdWrite(FileChannel file) {
    AtomicInteger writes = new AtomicInteger();
    return new WritableByteChannel() {
      @Override
      public int write(ByteBuffer bytes) throws IOException {
        if (writes.incrementAndGet() == 3) {
          throw new IOException("No space left on device");
        }
        return file.write(bytes);
      }

      @Override
      public boolean isOpen() {
        return file.isOpen();
      }

      @Override
      public void close() throws IOException {
        file.close();
      }
    };
  }

  @Test
  void aFullDiskEndsTheDownloadAtOnceAndLeavesNothing() throws Exception {
    FakeBody body = FakeBody.whole(bytes("ab"), bytes("cd"), bytes("ef"), bytes("gh"));
    caller.answer(200, length(8), body);
    Path target = folder.resolve("model.bin");
    Files.writeString(target, "old");

    CompletableFuture<Path> download =
        new DownloadRun(caller, get(), RequestOptions.none(), DownloadsTest::fullAtTheThirdWrite)
            .start(target, null);

    assertThatThrownBy(() -> caller.await("files.download", download))
        .isInstanceOf(DownloadException.class)
        .hasRootCauseMessage("No space left on device")
        .satisfies(
            e ->
                assertThat(e.getMessage())
                    .startsWith("acme files.download: can't write " + target + ": No space left")
                    .contains("make room")
                    .containsPattern("\\(\\d+ bytes free\\)$")
                    .doesNotContain("\n"));
    assertThat(names()).containsExactly("model.bin");
    assertThat(target).hasContent("old");
    assertThat(body.closed).isTrue();
    assertThat(caller.calls).hasSize(1);
    assertThat(caller.pauses).isEmpty();
  }

  @Test
  void cancellingADerivedFutureClosesTheConnectionAndRemovesTheFile() throws Exception {
    ExecutorService disk = Executors.newSingleThreadExecutor();
    try {
      caller.executor = disk;
      FakeBody body = FakeBody.hanging(bytes("ab"));
      caller.answer(200, length(6), body);
      CompletableFuture<Path> download = download();
      awaitWritten(disk);
      assertThat(names()).hasSize(1).first().asString().startsWith(".model.bin.part-");
      download.thenApply(Path::getFileName).cancel(true);
      assertThat(body.closed).isTrue();
      assertThat(download).isCancelled();
    } finally {
      disk.shutdown();
      assertThat(disk.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(names()).isEmpty();
  }

  // Each piece of work that is due hands the next to the executor before it ends.
  private static void awaitWritten(ExecutorService disk) throws Exception {
    for (int i = 0; i < 20; i++) {
      disk.submit(() -> {}).get(10, TimeUnit.SECONDS);
    }
  }

  @Test
  void cancellingBeforeTheAnswerCancelsTheCall() throws Exception {
    CompletableFuture<Caller.Opened> opening = new CompletableFuture<>();
    caller.script.add(call -> opening);
    download().cancel(true);
    assertThat(opening).isCancelled();
    assertThat(names()).isEmpty();
  }

  @Test
  void cancellingDuringAPauseEndsIt() throws Exception {
    CompletableFuture<@Nullable Void> pause = new CompletableFuture<>();
    caller.delay = any -> pause;
    caller.answer(200, length(6), FakeBody.broken(bytes("ab")));
    download().cancel(true);
    assertThat(pause).isCancelled();
    assertThat(names()).isEmpty();
  }

  @Test
  void closingTheClientEndsTheDownload() throws Exception {
    caller.script.add(
        call -> {
          caller.close();
          return CompletableFuture.completedFuture(
              FakeCaller.opened(call, 200, length(6), FakeBody.broken(bytes("ab"))));
        });
    assertThatThrownBy(() -> download().join())
        .hasCauseInstanceOf(ClientClosedException.class)
        .hasMessageContaining("closed during the download");
    assertThat(names()).isEmpty();
  }

  @Test
  void aFailureThatIsNoBreakIsNotResumed() throws Exception {
    ClientClosedException closed = new ClientClosedException("acme", "files.download", "closed");
    caller.answer(200, length(6), FakeBody.failing(closed, bytes("ab")));
    assertThatThrownBy(() -> download().join()).hasCause(closed);
    assertThat(names()).isEmpty();
  }
}
