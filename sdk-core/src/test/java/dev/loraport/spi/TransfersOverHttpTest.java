package dev.loraport.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.loraport.ClientConfig;
import dev.loraport.RequestOptions;
import dev.loraport.error.UploadException;
import dev.loraport.file.FileSource;
import dev.loraport.file.UploadListener;
import dev.loraport.http.RequestBody;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Uploads and downloads through the whole pipeline, on loopback. */
class TransfersOverHttpTest {
  private static final Operation UPLOAD = new Operation("files.upload", Operation.Kind.UPLOAD);
  private static final Operation DOWNLOAD =
      new Operation("files.download", Operation.Kind.DOWNLOAD);

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<String> lengths = new CopyOnWriteArrayList<>();
  private final List<byte[]> received = new CopyOnWriteArrayList<>();
  private HttpServer server;
  private Caller caller;
  private URI base;

  @TempDir Path folder;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.start();
    base = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    ProviderProfile profile =
        ProviderProfile.builder()
            .provider("acme")
            .credentialOrigins(Set.of(base.resolve("/")))
            .apiKey(() -> "key")
            .errorReader((known, into) -> {})
            .build();
    ClientConfig config =
        ClientConfig.builder().delayer(pause -> CompletableFuture.completedFuture(null)).build();
    caller = Caller.open(profile, config);
  }

  @AfterEach
  void stop() {
    caller.close();
    server.stop(0);
    threads.shutdownNow();
  }

  private void takeUploads() {
    server.createContext(
        "/up",
        exchange -> {
          lengths.add(exchange.getRequestHeaders().getFirst("Content-Length"));
          try (InputStream in = exchange.getRequestBody()) {
            received.add(in.readAllBytes());
          }
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
  }

  private Answer upload(RequestBody body) {
    Call call = Call.post(UPLOAD, base.resolve("up")).body(body).build();
    return caller.await("files.upload", caller.send(call, RequestOptions.none()));
  }

  private Path file(int length) throws IOException {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return Files.write(folder.resolve("train.jsonl"), bytes);
  }

  @Test
  void uploadsWithTheLengthKnown() throws Exception {
    takeUploads();
    Path file = file(3 * SliceReader.SLICE + 11);
    RequestBody raw =
        UploadBodies.raw(FileSource.of(file), "application/jsonl", UploadListener.NONE);
    RequestBody form =
        MultipartForm.builder().file("file", FileSource.of(file), "application/jsonl").build();
    assertThat(upload(raw).status()).isEqualTo(200);
    assertThat(upload(form).status()).isEqualTo(200);
    assertThat(received.get(0)).isEqualTo(Files.readAllBytes(file));
    assertThat(received.get(1)).hasSize((int) form.contentLength());
    assertThat(lengths)
        .containsExactly(String.valueOf(raw.contentLength()), String.valueOf(form.contentLength()));
  }

  @Test
  void saysThatTheFileChangedAndDoesNotSendItAgain() throws Exception {
    takeUploads();
    Path file = file(3 * SliceReader.SLICE);
    int[] opened = {0};
    FileSource growing =
        FileSource.of(
            "train.jsonl",
            3 * SliceReader.SLICE - 1,
            () -> {
              opened[0]++;
              return Files.newInputStream(file);
            });
    RequestBody raw = UploadBodies.raw(growing, "application/jsonl", UploadListener.NONE);
    assertThatThrownBy(() -> upload(raw))
        .isInstanceOf(UploadException.class)
        .hasMessageContaining("train.jsonl is not as long as it was");
    assertThat(opened[0]).isOne();
    assertThat(received).isEmpty();
  }

  @Test
  void resumesADownloadThatBroke() throws Exception {
    byte[] content = new byte[300_000];
    new Random(5).nextBytes(content);
    List<String> ranges = new CopyOnWriteArrayList<>();
    server.createContext("/down", exchange -> serve(exchange, content, ranges));
    Call get = Call.get(DOWNLOAD, base.resolve("down")).build();
    Path file =
        caller.await(
            "files.download",
            Downloads.download(caller, get, folder, "../model.bin", RequestOptions.none()));
    assertThat(file).isEqualTo(folder.resolve("model.bin")).hasBinaryContent(content);
    assertThat(ranges).hasSize(2);
    assertThat(ranges.get(1)).startsWith("bytes=").isNotEqualTo("bytes=0-");
  }

  /** Sends the half and closes the connection; then the rest. */
  private static void serve(HttpExchange exchange, byte[] content, List<String> ranges)
      throws IOException {
    String range = exchange.getRequestHeaders().getFirst("Range");
    ranges.add(range == null ? "" : range);
    exchange.getResponseHeaders().set("ETag", "\"v1\"");
    if (range == null) {
      exchange.sendResponseHeaders(200, content.length);
      exchange.getResponseBody().write(content, 0, content.length / 2);
      exchange.getResponseBody().flush();
      throw new IOException("close it");
    }
    int from = Integer.parseInt(range.substring("bytes=".length(), range.length() - 1));
    exchange
        .getResponseHeaders()
        .set("Content-Range", "bytes " + from + "-" + (content.length - 1) + "/" + content.length);
    exchange.sendResponseHeaders(206, content.length - from);
    try (var out = exchange.getResponseBody()) {
      out.write(Arrays.copyOfRange(content, from, content.length));
    }
  }
}
