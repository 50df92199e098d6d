package dev.loraport.together;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loraport.file.FileId;
import dev.loraport.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Six gibibytes between a client of 64 MB and a fake of 128 MB, each a process of its own. */
@Tag("slow")
class TogetherHugeUploadTest {
  private static final long LENGTH = (6L << 30) + 7;
  private static final long STACK = 1L << 20;
  // libraries, the collector's own tables, the compiler's memory
  private static final long JVM = 32L << 20;
  private static final byte[] END = "the end".getBytes(StandardCharsets.UTF_8);

  @TempDir Path folder;
  private Path file;
  private Process fake;
  private String url;
  private String key;

  @BeforeEach
  void start() throws IOException {
    file = folder.resolve("sparse.jsonl");
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength(LENGTH);
      sparse.seek(LENGTH - END.length);
      sparse.write(END);
    }
    Path scratch = Files.createDirectory(folder.resolve("fake"));
    fake = java("-Xmx128m", "-Djava.io.tmpdir=" + scratch, HugeFake.class.getName(), "together=0");
    Json address = line(fake).get("together");
    assertThat(fake.inputReader().readLine()).isEqualTo("ready");
    url = address.get("baseUrl").string().orElseThrow();
    key = address.get("apiKey").string().orElseThrow();
  }

  @AfterEach
  void stop() {
    fake.destroyForcibly();
  }

  private static Process java(String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  /** Runs the client and gives its last line. */
  private Json upload(String... more) throws Exception {
    List<String> arguments =
        new ArrayList<>(List.of("-Xmx64m", HugeUpload.class.getName(), url, key, file.toString()));
    arguments.addAll(List.of(more));
    Process client = java(arguments.toArray(new String[0]));
    Json said = line(client);
    assertThat(client.waitFor(5, TimeUnit.MINUTES)).isTrue();
    return said;
  }

  private static Json line(Process process) throws IOException {
    String line = process.inputReader().readLine();
    assertThat(line).startsWith("{");
    return Json.parse(line);
  }

  /** What the fake says of its memory, by now and at the most. */
  private Json memory() throws IOException {
    fake.outputWriter().write('\n');
    fake.outputWriter().flush();
    return line(fake);
  }

  private List<Json> journal() throws Exception {
    URI address = URI.create(url).resolve("/__testkit/journal");
    HttpClient plain = HttpClient.newHttpClient();
    String body =
        plain.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString()).body();
    return Json.parse(body).get("calls").elements();
  }

  private static List<Json> of(List<Json> journal, String path) {
    return journal.stream()
        .filter(call -> call.get("path").string().orElse("").contains(path))
        .toList();
  }

  @Test
  void goUpInParts() throws Exception {
    Json result = upload();

    Json memory = memory();
    long resident = mostResident(fake);
    System.out.println("6 GiB: " + result + ", the fake: " + memory + ", resident " + resident);
    assertThat(integer(memory, "buffers")).isLessThan(16L << 20);
    long own = integer(memory, "otherThanHeap") + integer(memory, "peakThreads") * STACK + JVM;
    assertThat(resident).as("resident, with the JVM's own").isLessThan((128L << 20) + own);
    assertThat(result.get("bytes").integer()).contains(LENGTH);
    List<Json> puts = of(journal(), "/storage/");
    assertThat(puts)
        .hasSize(25)
        .allSatisfy(put -> assertThat(put.get("status").integer()).contains(200L));
    assertThat(puts.stream().mapToLong(put -> put.get("bodySize").integer().orElseThrow()).sum())
        .isEqualTo(LENGTH);
    try (Stream<Path> kept = Files.walk(folder.resolve("fake"))) {
      assertThat(kept.mapToLong(TogetherHugeUploadTest::onDisk).sum()).isLessThan(128L << 20);
    }
    // the end of the file is there, and a fake that had joined the parts in memory would be dead
    try (TogetherClient client = TogetherClient.builder().baseUrl(url).apiKey(key).build()) {
      FileId id = FileId.of(result.get("id").string().orElseThrow());
      assertThat(client.files().get(id).bytes()).hasValue(LENGTH);
      HttpRequest end =
          HttpRequest.newBuilder(URI.create(url + "/files/" + id + "/content"))
              .header("Authorization", "Bearer " + key)
              .header("Range", "bytes=" + (LENGTH - END.length) + "-")
              .build();
      assertThat(HttpClient.newHttpClient().send(end, BodyHandlers.ofByteArray()).body())
          .isEqualTo(END);
    }
  }

  @Test
  void areAbortedWhenTheUploadIsCancelled() throws Exception {
    Json result = upload(Long.toString(1L << 30));

    assertThat(result.get("cancelled").bool()).contains(true);
    List<Json> journal = journal();
    List<Json> aborts = of(journal, "/multipart/abort");
    assertThat(aborts)
        .hasSize(1)
        .allSatisfy(abort -> assertThat(abort.get("status").integer()).contains(200L));
    Duration after = Duration.between(time(result, "cancelledAt"), time(aborts.get(0), "at"));
    System.out.println(
        "cancelled: " + result + ", the abort came after " + after.toMillis() + " ms");
    assertThat(of(journal, "/multipart/complete")).isEmpty();
    // an abort that waited for the parts under way would find them all answered
    assertThat(of(journal, "/storage/"))
        .hasSizeLessThan(25)
        .allSatisfy(
            put -> assertThat(integer(put, "number")).isLessThan(integer(aborts.get(0), "number")))
        .anySatisfy(put -> assertThat(put.get("outcome").string()).contains("CLIENT_CLOSED"));
  }

  private static Instant time(Json object, String name) {
    return Instant.parse(object.get(name).string().orElseThrow());
  }

  private static long onDisk(Path path) {
    try {
      Process usage =
          new ProcessBuilder("du", "-k", "-d", "0", path.toString())
              .redirectErrorStream(true)
              .start();
      try (InputStream out = usage.getInputStream()) {
        String text = new String(out.readAllBytes(), StandardCharsets.UTF_8);
        return Files.isRegularFile(path) ? Long.parseLong(text.split("\\s", 2)[0]) << 10 : 0;
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static long integer(Json object, String name) {
    return object.get(name).integer().orElseThrow();
  }

  /** The most memory that a process had, in bytes; 0 where the system does not say it. */
  private static long mostResident(Process process) throws IOException {
    Path status = Path.of("/proc/" + process.pid() + "/status");
    return Files.exists(status)
        ? Files.readAllLines(status).stream()
            .filter(line -> line.startsWith("VmHWM"))
            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
            .findFirst()
            .orElse(0)
        : 0;
  }
}
