package dev.loraport.samples;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.loraport.testkit.FakeTogether;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The {@link Doctor} as a process, with a trust store and a proxy of its JVM. */
@Timeout(60)
class DoctorNetworkTest {
  private static final String PASSWORD = "changeit";

  @TempDir private Path folder;

  private final FakeTogether fake = FakeTogether.start();
  private final Queue<URI> asked = new ConcurrentLinkedQueue<>();

  private record Run(int code, String out) {}

  @AfterEach
  void closeFake() {
    fake.close();
  }

  @ParameterizedTest
  @CsvSource({"90, ok", "5, warn"})
  void aPeerThatIsTrustedIsShownWithItsCertificate(int days, String verdict) throws Exception {
    Path keys = keys(days);
    HttpServer peer = tlsPeer(keys);
    try {
      Run run = doctor("https://localhost:" + port(peer) + "/v1", trust(keys));

      assertThat(run.code()).as(run.out()).isZero();
      assertThat(run.out())
          .containsPattern(
              "  " + verdict + " +tls +TLSv1\\.\\d, certificate by CN=localhost until 2")
          .containsPattern("  ok +clock ")
          .containsPattern("  ok +key ")
          .contains("Nothing is wrong.");
    } finally {
      peer.stop(0);
    }
  }

  @Test
  void aPeerThatIsNotTrustedIsFoundBeforeTheKeyIsSent() throws Exception {
    HttpServer peer = tlsPeer(keys(90));
    try {
      Run run = doctor("https://localhost:" + port(peer) + "/v1", List.of());

      assertThat(run.code()).as(run.out()).isEqualTo(1);
      assertThat(run.out()).containsPattern("  FAIL +tls .*-Djavax.net.ssl.trustStore");
      assertThat(asked).isEmpty();
    } finally {
      peer.stop(0);
    }
  }

  // the address of the API is one that nothing listens at: all goes by the proxy
  @Test
  void theProxyOfTheJvmIsShownAndTaken() throws Exception {
    HttpServer proxy = plain(this::forward);
    try {
      Run run = doctor("http://127.0.0.1:1/v1", proxy(port(proxy)));

      assertThat(run.code()).as(run.out()).isZero();
      assertThat(run.out())
          .containsPattern("  ok +proxy +127.0.0.1:" + port(proxy))
          .containsPattern("  ok +connection +127.0.0.1:1 answers")
          .contains("Nothing is wrong.");
      assertThat(asked).allMatch(uri -> uri.toString().startsWith("http://127.0.0.1:1/"));
    } finally {
      proxy.stop(0);
    }
  }

  @Test
  void aProxyThatWantsAPasswordIsFound() throws Exception {
    HttpServer proxy =
        plain(
            exchange -> {
              exchange.getResponseHeaders().add("Proxy-Authenticate", "Basic realm=\"office\"");
              exchange.sendResponseHeaders(407, -1);
              exchange.close();
            });
    try {
      Run run = doctor("http://127.0.0.1:1/v1", proxy(port(proxy)));

      assertThat(run.code()).as(run.out()).isEqualTo(1);
      assertThat(run.out()).containsPattern("  FAIL +connection +the proxy wants .* \\(407\\)");
    } finally {
      proxy.stop(0);
    }
  }

  @Test
  void aProxyThatIsNotThereIsNamed() throws Exception {
    Run run = doctor(fake.baseUrl(), proxy(1));

    assertThat(run.code()).as(run.out()).isEqualTo(1);
    assertThat(run.out())
        .containsPattern("  FAIL +connection +no connection to the proxy 127.0.0.1:1: ");
    assertThat(fake.journal().calls()).isEmpty();
  }

  private static List<String> trust(Path keys) {
    return List.of(
        "-Djavax.net.ssl.trustStore=" + keys, "-Djavax.net.ssl.trustStorePassword=" + PASSWORD);
  }

  private static List<String> proxy(int port) {
    return List.of(
        "-Dhttp.proxyHost=127.0.0.1", "-Dhttp.proxyPort=" + port, "-Dhttp.nonProxyHosts=");
  }

  private Run doctor(String baseUrl, List<String> settings) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.addAll(settings);
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            Doctor.class.getName(),
            "--provider",
            "together"));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("TOGETHER_API_KEY", fake.apiKey());
    builder.environment().put("TOGETHER_BASE_URL", baseUrl);
    Process process = builder.start();
    try {
      String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).as(out).isTrue();
      return new Run(process.exitValue(), out);
    } finally {
      process.destroyForcibly();
    }
  }

  /** Answers what the fake answers. */
  private void forward(HttpExchange exchange) throws IOException {
    URI uri = exchange.getRequestURI();
    asked.add(uri);
    String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(fake.url() + uri.getRawPath() + query));
    String key = exchange.getRequestHeaders().getFirst("Authorization");
    if (key != null) {
      request.header("Authorization", key);
    }
    try {
      HttpResponse<byte[]> answer =
          HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
      answer
          .headers()
          .firstValue("Content-Type")
          .ifPresent(type -> exchange.getResponseHeaders().add("Content-Type", type));
      exchange.sendResponseHeaders(
          answer.statusCode(), answer.body().length == 0 ? -1 : answer.body().length);
      exchange.getResponseBody().write(answer.body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      exchange.close();
    }
  }

  private static int port(HttpServer server) {
    return server.getAddress().getPort();
  }

  private static InetSocketAddress loopback() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  private static HttpServer plain(com.sun.net.httpserver.HttpHandler handler) throws IOException {
    HttpServer server = HttpServer.create(loopback(), 0);
    server.createContext("/", handler);
    server.start();
    return server;
  }

  private HttpServer tlsPeer(Path keys) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(keys)) {
      store.load(in, PASSWORD.toCharArray());
    }
    KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    own.init(store, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(own.getKeyManagers(), null, null);
    HttpsServer server = HttpsServer.create(loopback(), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context));
    server.createContext("/", this::forward);
    server.start();
    return server;
  }

  /** A key store with a certificate that signs itself; it is a trust store too. */
  private Path keys(int days) throws Exception {
    Path store = folder.resolve("peer.p12");
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
            "-J-Duser.language=en",
            "-genkeypair",
            "-alias",
            "peer",
            "-keyalg",
            "EC",
            "-validity",
            Integer.toString(days),
            "-dname",
            "CN=localhost",
            "-ext",
            "san=ip:127.0.0.1,dns:localhost",
            "-storetype",
            "PKCS12",
            "-storepass",
            PASSWORD,
            "-keystore",
            store.toString());
    Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(keytool.waitFor()).as(said).isZero();
    return store;
  }
}
