package dev.loraport.together;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loraport.adapter.AdapterId;
import dev.loraport.adapter.AdapterSource;
import dev.loraport.adapter.AdapterSpec;
import dev.loraport.file.FileId;
import dev.loraport.file.FileSource;
import dev.loraport.file.FileUpload;
import dev.loraport.file.RemoteFile;
import dev.loraport.serving.ServingOptions;
import dev.loraport.testkit.Fault;
import dev.loraport.tuning.JobId;
import dev.loraport.tuning.TuningResult;
import dev.loraport.tuning.WaitOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where the stages of the client's futures run, and what cancelling one ends. */
class TogetherFuturesTest {
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final String THREAD = "of-the-caller";

  private final ExecutorService executor =
      Executors.newCachedThreadPool(
          work -> {
            Thread thread = new Thread(work, THREAD);
            thread.setDaemon(true);
            return thread;
          });

  private final CountDownLatch release = new CountDownLatch(1);

  private Rig rig = new Rig(Rig.TODAY, config -> config.executor(executor));

  @AfterEach
  void close() {
    release.countDown();
    rig.close();
    executor.shutdown();
  }

  @Test
  void asyncStagesRunOnTheExecutorOfTheClient(@TempDir Path folder) {
    TuningResult result = rig.result();
    RemoteFile file = rig.client.files().upload(Rig.chatFile("one.jsonl"));
    ServingOptions dedicated = ServingOptions.dedicated();
    Map<String, CompletableFuture<?>> calls = new LinkedHashMap<>();
    calls.put("upload", rig.client.files().async().upload(Rig.chatFile("two.jsonl")));
    calls.put("files.list", rig.client.files().async().list());
    calls.put("files.awaitReady", rig.client.files().async().awaitReady(file.id(), Rig.HOURS));
    calls.put("download", rig.client.files().async().download(file.id(), folder.resolve("a")));
    calls.put("jobs.list", rig.client.jobs().async().list());
    calls.put("jobs.create", rig.client.jobs().async().create(rig.spec().build()));
    calls.put(
        "jobs.await", rig.client.jobs().async().await(result.job(), WaitOptions.of(Rig.HOURS)));
    calls.put("adapters.list", rig.client.adapters().async().list());
    calls.put(
        "adapters.publish",
        rig.client
            .adapters()
            .async()
            .publish(
                AdapterSpec.builder()
                    .name("a")
                    .baseModel(Rig.BASE)
                    .source(AdapterSource.folder(folder))
                    .build()));
    calls.put("adapters.delete", rig.client.adapters().async().delete(AdapterId.of("job-1")));
    calls.put("plan", rig.client.serving().async().plan(result, dedicated));
    calls.put("serve", rig.client.serving().async().serve(result, dedicated));
    calls.put("hardware", rig.client.serving().async().hardware());
    calls.put("deployments", rig.client.serving().async().deployments());
    calls.put("models", rig.client.models().async().list());

    Map<String, String> threads = new LinkedHashMap<>();
    calls.forEach(
        (name, future) ->
            threads.put(
                name, future.handleAsync((x, failure) -> Thread.currentThread().getName()).join()));

    assertThat(threads).allSatisfy((call, thread) -> assertThat(thread).isEqualTo(THREAD));
  }

  @ParameterizedTest
  @CsvSource({"check, true", "hash, false"})
  void cancellingAnUploadEndsTheReadingBeforeIt(String stage, boolean checkFirst) throws Exception {
    CountDownLatch reading = new CountDownLatch(1);
    CountDownLatch closed = new CountDownLatch(1);
    AtomicInteger reads = new AtomicInteger();
    FileSource endless =
        FileSource.of(
            "train.jsonl",
            1L << 32,
            () ->
                new Zeros() {
                  @Override
                  public int read(byte[] into, int from, int length) throws IOException {
                    if (reads.incrementAndGet() == 2) {
                      reading.countDown();
                      await(release);
                    }
                    return super.read(into, from, length);
                  }

                  @Override
                  public void close() {
                    closed.countDown();
                  }
                });
    CompletableFuture<RemoteFile> upload =
        rig.client
            .files()
            .async()
            .upload(FileUpload.builder().source(endless).checkFirst(checkFirst).build());
    assertThat(reading.await(10, TimeUnit.SECONDS)).as(stage).isTrue();

    assertThat(upload.cancel(true)).isTrue();
    release.countDown();

    assertThat(closed.await(10, TimeUnit.SECONDS)).as(stage).isTrue();
    assertThat(reads).hasValue(2);
    assertThat(rig.fake.journal().calls()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"redirect, 2", "direct, 1"})
  void aHashIsMadeOnlyWhereItIsSent(String way, int opened) {
    rig.close();
    rig = new Rig(Rig.TODAY, config -> config.putSettings("upload", way));
    AtomicInteger opens = new AtomicInteger();
    FileSource rows = Rig.chatFile("train.jsonl").source();
    FileSource counted =
        FileSource.of(
            "train.jsonl",
            rows.length(),
            () -> {
              opens.incrementAndGet();
              return rows.open();
            });

    rig.client.files().upload(FileUpload.builder().source(counted).checkFirst(false).build());

    assertThat(opens).hasValue(opened);
  }

  @Test
  void cancellingAnUploadThatIsUnderWayClosesItsConnection() throws Exception {
    CountDownLatch sending = new CountDownLatch(1);
    AtomicInteger opens = new AtomicInteger();
    long length = 4 << 20;
    FileSource slow =
        FileSource.of(
            "train.jsonl",
            length,
            () -> {
              // the first time it is hashed, the second time it is sent
              boolean sent = opens.incrementAndGet() == 2;
              return new Zeros() {
                private long left = length;

                @Override
                public int read(byte[] into, int from, int most) throws IOException {
                  if (left == 0) {
                    return -1;
                  }
                  if (sent && left <= length / 2) {
                    sending.countDown();
                    await(release);
                  }
                  int count = super.read(into, from, (int) Math.min(most, left));
                  left -= count;
                  return count;
                }
              };
            });
    CompletableFuture<RemoteFile> upload =
        rig.client
            .files()
            .async()
            .upload(FileUpload.builder().source(slow).checkFirst(false).build());
    assertThat(sending.await(10, TimeUnit.SECONDS)).isTrue();

    upload.cancel(true);

    assertThat(rig.fake.journal().awaitClientClosed("PUT /storage/**", SOON)).isTrue();
    assertThat(rig.fake.journal().count("POST /v1/files/{id}/preprocess")).isZero();
  }

  @Test
  void cancellingAWaitClosesTheConnectionOfItsLook() throws Exception {
    String route = "GET /v1/fine-tunes/{id}";
    JobId job = rig.client.jobs().create(rig.spec().build()).id();
    rig.fake.faults().on(route).always(Fault.stallBeforeHeaders());
    CompletableFuture<?> wait = rig.client.jobs().async().await(job, WaitOptions.of(Rig.HOURS));
    assertThat(rig.fake.journal().awaitFault(route, Duration.ofSeconds(10))).isTrue();

    wait.cancel(true);

    assertThat(rig.fake.journal().awaitClientClosed(route, SOON)).isTrue();
    assertThat(rig.fake.journal().count(route)).isEqualTo(1);
  }

  @Test
  void cancellingADownloadClosesItsConnectionAndRemovesThePartFile(@TempDir Path folder)
      throws Exception {
    String route = "GET /v1/files/{id}/content";
    FileId file = rig.trainingFile();
    rig.fake.faults().on(route).always(Fault.stallBody());
    CompletableFuture<Path> download =
        rig.client.files().async().download(file, folder.resolve("copy.jsonl"));
    assertThat(rig.fake.journal().awaitFault(route, Duration.ofSeconds(10))).isTrue();
    assertThat(folder).isNotEmptyDirectory();

    download.cancel(true);

    assertThat(rig.fake.journal().awaitClientClosed(route, SOON)).isTrue();
    assertThat(emptied(folder)).isTrue();
  }

  private static boolean emptied(Path folder) throws IOException {
    long end = System.nanoTime() + SOON.toNanos();
    while (System.nanoTime() < end) {
      try (Stream<Path> left = Files.list(folder)) {
        if (left.findAny().isEmpty()) {
          return true;
        }
      }
      Thread.onSpinWait();
    }
    return false;
  }

  private static void await(CountDownLatch latch) throws IOException {
    try {
      if (!latch.await(20, TimeUnit.SECONDS)) {
        throw new IOException("the test did not go on");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  private static class Zeros extends InputStream {
    @Override
    public int read() {
      return 0;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
      Arrays.fill(into, from, from + length, (byte) 0);
      return length;
    }
  }
}
