package dev.loraport.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.loraport.error.UploadException;
import dev.loraport.file.FileSource;
import dev.loraport.file.UploadListener;
import dev.loraport.file.UploadProgress;
import dev.loraport.http.RequestBody;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UploadBodiesTest {
  private static final int SLICE = SliceReader.SLICE;
  private static final String JSONL = "application/jsonl";

  @TempDir Path folder;

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  private Path file(byte[] bytes) throws IOException {
    return Files.write(folder.resolve("train.jsonl"), bytes);
  }

  private static RequestBody raw(FileSource source) {
    return UploadBodies.raw(source, JSONL, UploadListener.NONE);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, SLICE - 1, SLICE, SLICE + 1, 3 * SLICE, 3 * SLICE + 17})
  void sendsAllBytesAndCanDoSoAgain(int length) throws Exception {
    byte[] bytes = random(length);
    RequestBody body = raw(FileSource.of(file(bytes)));
    assertThat(body.contentLength()).isEqualTo(length);
    assertThat(body.contentType()).contains(JSONL);
    assertThat(body.repeatable()).isTrue();
    assertThat(BodyReader.read(body, 1)).isEqualTo(bytes);
    assertThat(BodyReader.read(body, Long.MAX_VALUE)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @CsvSource({"0,0", "0,5", "5,0", "100,200000", "131072,131072", "299999,1", "300000,0"})
  void sendsARange(int from, int length) throws Exception {
    byte[] bytes = random(300_000);
    byte[] expected = Arrays.copyOfRange(bytes, from, from + length);
    for (FileSource source :
        List.of(FileSource.of(file(bytes)), FileSource.of("train.jsonl", bytes))) {
      RequestBody part = UploadBodies.range(source, from, length, JSONL, UploadListener.NONE);
      assertThat(part.contentLength()).isEqualTo(length);
      assertThat(BodyReader.read(part, 1)).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @CsvSource({"-1,1", "0,-1", "0,11", "10,1", "11,0", "1,9223372036854775807"})
  void refusesARangeThatIsNotWithinTheSource(long from, long length) {
    FileSource source = FileSource.of("a", new byte[10]);
    assertThatThrownBy(() -> UploadBodies.range(source, from, length, JSONL, UploadListener.NONE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not within a, which has 10");
  }

  @Test
  void readsNoFurtherThanIsAskedForAndCancellingClosesTheFile() throws Exception {
    AtomicLong read = new AtomicLong();
    CompletableFuture<Boolean> closed = new CompletableFuture<>();
    FileSource source = FileSource.of("big", 100L * SLICE, () -> counting(endless(), read, closed));
    List<ByteBuffer> taken = new CopyOnWriteArrayList<>();
    CountDownLatch two = new CountDownLatch(2);
    BodyReader reader =
        new BodyReader(
            0,
            slice -> {
              taken.add(slice);
              two.countDown();
            });
    raw(source).open().subscribe(reader);
    assertThat(read).hasValue(0);
    reader.subscribed.join().request(1);
    reader.subscribed.join().request(1);
    assertThat(two.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(read).hasValue(2L * SLICE);
    assertThat(taken.get(0).array()).isNotSameAs(taken.get(1).array());

    reader.subscribed.join().cancel();
    assertThat(closed.get(10, TimeUnit.SECONDS)).isTrue();
    reader.subscribed.join().request(1);
    assertThat(taken).hasSize(2);
    assertThat(reader.ended).isNotDone();
  }

  @Test
  void cancellingEndsAReadThatBlocks() throws Exception {
    CompletableFuture<Boolean> closed = new CompletableFuture<>();
    CountDownLatch reading = new CountDownLatch(1);
    InputStream blocking =
        new InputStream() {
          @Override
          public int read(byte[] into, int from, int length) throws IOException {
            return read();
          }

          @Override
          public int read() throws IOException {
            reading.countDown();
            closed.join();
            throw new IOException("closed");
          }

          @Override
          public void close() {
            closed.complete(true);
          }
        };
    BodyReader reader = new BodyReader(1, slice -> {});
    raw(FileSource.of("slow", 10, () -> blocking)).open().subscribe(reader);
    assertThat(reading.await(10, TimeUnit.SECONDS)).isTrue();
    reader.subscribed.join().cancel();
    assertThat(closed.get(10, TimeUnit.SECONDS)).isTrue();
    assertThat(reader.ended).isNotDone();
  }

  @ParameterizedTest
  @CsvSource({
    "200000, 199999, found 199999",
    "200000, 10, found 10",
    "200000, 200001, found 200001",
    "131072, 131073, found 131073",
    "0, 1, found 1",
  })
  void saysThatAFileChangedBeforeItWasSent(int before, int after, String found) throws Exception {
    Path file = file(new byte[before]);
    RequestBody body = raw(FileSource.of(file));
    Files.write(file, new byte[after]);
    assertThatThrownBy(() -> BodyReader.read(body, 1))
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isInstanceOfSatisfying(
            UploadException.class, e -> assertThat(e.step()).isEqualTo(UploadException.Step.READ))
        .hasMessageContaining(file.toString())
        .hasMessageContaining("expected " + before + " bytes, " + found);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void saysThatAFileChangedWhileItWasSentBeforeItsLastSlice(boolean grows) throws Exception {
    Path file = file(new byte[3 * SLICE]);
    RequestBody body = raw(FileSource.of(file));
    List<Integer> sizes = new ArrayList<>();
    BodyReader reader =
        new BodyReader(
            1,
            slice -> {
              sizes.add(slice.remaining());
              if (sizes.size() == 1) {
                change(file, grows);
              }
            });
    body.open().subscribe(reader);
    assertThatThrownBy(() -> reader.ended.get(10, TimeUnit.SECONDS))
        .cause()
        .isInstanceOf(UploadException.class)
        .hasMessageContaining(grows ? "found more" : "found " + (SLICE + 5));
    assertThat(sizes.stream().mapToInt(Integer::intValue).sum()).isLessThan(3 * SLICE);
  }

  private static void change(Path file, boolean grows) {
    try {
      if (grows) {
        Files.write(file, new byte[1], StandardOpenOption.APPEND);
      } else {
        Files.write(file, new byte[SLICE + 5]);
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void aSourceThatCanBeReadOnceSaysSoAndFailsTheSecondTime() throws Exception {
    RequestBody body =
        raw(FileSource.oneShot("once", 3, new ByteArrayInputStream(new byte[] {1, 2, 3})));
    assertThat(body.repeatable()).isFalse();
    assertThat(BodyReader.read(body, 1)).hasSize(3);
    assertThatThrownBy(() -> BodyReader.read(body, 1))
        .cause()
        .isInstanceOf(UploadException.class)
        .hasMessageContaining("once can be read only once");
  }

  @Test
  void refusesAWrongDemandAndASecondSubscriber() {
    RequestBody body = raw(FileSource.of("a", new byte[1]));
    BodyReader wrong = new BodyReader(0, slice -> {});
    var publisher = body.open();
    publisher.subscribe(wrong);
    wrong.subscribed.join().request(0);
    assertThatThrownBy(() -> wrong.ended.get(10, TimeUnit.SECONDS))
        .hasCauseInstanceOf(IllegalArgumentException.class);
    BodyReader second = new BodyReader(1, slice -> {});
    publisher.subscribe(second);
    assertThat(second.ended).isCompletedExceptionally();
  }

  @Test
  void tellsTheListenerTenTimesASecondAndAtTheEndForEachAttempt() throws Exception {
    List<UploadProgress> told = new ArrayList<>();
    AtomicLong now = new AtomicLong();
    FileSource source = FileSource.of("a", random(10 * SLICE));
    RequestBody body =
        new SlicedBody(
            JSONL,
            List.of(new SliceReader.FileSegment(source, 0, source.length())),
            told::add,
            // each slice takes 40 ms
            () -> now.addAndGet(40_000_000));
    BodyReader.read(body, 1);
    assertThat(told).extracting(UploadProgress::attempt).containsOnly(1);
    assertThat(told)
        .extracting(UploadProgress::sent)
        .containsExactly(3L * SLICE, 6L * SLICE, 9L * SLICE, 10L * SLICE);
    assertThat(told).extracting(UploadProgress::total).containsOnly(10L * SLICE);
    told.clear();
    BodyReader.read(body, 1);
    assertThat(told).extracting(UploadProgress::attempt).containsOnly(2);
    assertThat(told.get(0).sent()).isEqualTo(3L * SLICE);
    assertThat(told.get(0).elapsed()).isGreaterThan(java.time.Duration.ofMillis(400));
  }

  @ParameterizedTest
  @CsvSource({"249, 1048576", "250, 262144"})
  void aFileGoesInLargerSlicesWhereTheLineIsFast(int millis, int slice) throws Exception {
    assumeThat(File.separatorChar).as("Windows reads files without a mapping").isEqualTo('/');
    AtomicLong now = new AtomicLong();
    FileSource source = FileSource.of(file(new byte[4 << 20]));
    List<Integer> sizes = new CopyOnWriteArrayList<>();
    BodyReader reader =
        new BodyReader(
            1,
            taken -> {
              sizes.add(taken.remaining());
              now.addAndGet(TimeUnit.MILLISECONDS.toNanos(millis));
            });
    new SlicedBody(
            JSONL,
            List.of(new SliceReader.FileSegment(source, 0, source.length())),
            UploadListener.NONE,
            () -> 1 + now.get())
        .open()
        .subscribe(reader);
    reader.ended.get(30, TimeUnit.SECONDS);

    assertThat(sizes.get(0)).isEqualTo(256 << 10);
    assertThat(sizes.subList(1, sizes.size() - 1)).containsOnly(slice);
  }

  @Test
  void aListenerThatThrowsBreaksNothing() throws Exception {
    AtomicBoolean called = new AtomicBoolean();
    RequestBody body =
        UploadBodies.raw(
            FileSource.of("a", new byte[5]),
            JSONL,
            progress -> {
              called.set(true);
              throw new IllegalStateException("listener");
            });
    assertThat(BodyReader.read(body, 1)).hasSize(5);
    assertThat(called).isTrue();
  }

  @Test
  void readsTheEndOfAFileOverTwoGibibytesWithoutReadingItsBeginning() throws Exception {
    Path file = folder.resolve("sparse.bin");
    long length = (3L << 30) + 7;
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength(length);
      sparse.seek(length - 3);
      sparse.write(new byte[] {1, 2, 3});
    }
    FileSource source = FileSource.of(file);
    assertThat(raw(source).contentLength()).isEqualTo(length);
    RequestBody end =
        UploadBodies.range(source, length - 4, 4, "application/x", UploadListener.NONE);
    assertThat(BodyReader.read(end, 1)).containsExactly(0, 1, 2, 3);
  }

  @Test
  @Tag("slow")
  void countsAllBytesOfAFileOverTwoGibibytes() throws Exception {
    Path file = folder.resolve("sparse.bin");
    long length = (2L << 30) + 7;
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength(length);
    }
    AtomicLong counted = new AtomicLong();
    List<UploadProgress> told = new CopyOnWriteArrayList<>();
    BodyReader reader = new BodyReader(1, slice -> counted.addAndGet(slice.remaining()));
    UploadBodies.raw(FileSource.of(file), JSONL, told::add).open().subscribe(reader);
    reader.ended.get(120, TimeUnit.SECONDS);
    assertThat(counted).hasValue(length);
    assertThat(told.get(told.size() - 1).sent()).isEqualTo(length);
  }

  @Test
  @Tag("slow")
  void allocatesLittleMoreThanTheSlices() throws Exception {
    Path file = folder.resolve("big.bin");
    long length = 256L << 20;
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength(length);
    }
    com.sun.management.ThreadMXBean threads =
        (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    AtomicLong allocated = new AtomicLong();
    BodyReader reader =
        new BodyReader(
            1,
            slice ->
                allocated.set(threads.getThreadAllocatedBytes(Thread.currentThread().getId())));
    raw(FileSource.of("big.bin", length, () -> Files.newInputStream(file)))
        .open()
        .subscribe(reader);
    reader.ended.get(120, TimeUnit.SECONDS);
    assertThat(allocated.get()).isBetween(length / 2, length + length / 50);
  }

  @Test
  void takesNoHeapForTheSlicesOfAFile() throws Exception {
    Path file = folder.resolve("big.bin");
    long length = 64L << 20;
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength(length);
    }
    List<ByteBuffer> slices = new CopyOnWriteArrayList<>();
    BodyReader reader = new BodyReader(1, slices::add);
    raw(FileSource.of(file)).open().subscribe(reader);
    reader.ended.get(30, TimeUnit.SECONDS);
    assertThat(slices).allMatch(slice -> slice.isDirect() && slice.isReadOnly());
    assertThat(slices.stream().mapToLong(ByteBuffer::remaining).sum()).isEqualTo(length);
  }

  private static InputStream endless() {
    return new InputStream() {
      @Override
      public int read() {
        return 0;
      }

      @Override
      public int read(byte[] into, int from, int length) {
        return length;
      }
    };
  }

  private static InputStream counting(
      InputStream in, AtomicLong read, CompletableFuture<Boolean> closed) {
    return new FilterInputStream(in) {
      @Override
      public int read(byte[] into, int from, int length) throws IOException {
        int n = super.read(into, from, length);
        read.addAndGet(n);
        return n;
      }

      @Override
      public void close() throws IOException {
        closed.complete(true);
        super.close();
      }
    };
  }
}
