package dev.loraport.samples;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.loraport.ClientConfig;
import dev.loraport.testkit.FakeTogether;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
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
          .contains("Nothing wrong was found");
    } finally {
      peer.stop(0);
    }
  }

  @Test
  void theTrustStoreOfTheClientIsTheOneThatIsLookedThrough() throws Exception {
    Path keys = keys(90);
    HttpServer peer = tlsPeer(keys);
    Path pem = folder.resolve("peer.pem");
    keytool("-exportcert", "-rfc", "-alias", "peer", "-keystore", keys, "-file", pem);
    try {
      Map<String, String> environment = at("https://localhost:" + port(peer) + "/v1");
      DoctorTest.Run without = run(config -> {}, environment);
      assertThat(without.failures())
          .singleElement()
          .asString()
          .contains("tls", "not trusted by the JVM's trust store", "LORAPORT_CA_FILE");
      assertThat(asked).isEmpty();

      Map<String, String> trusting = new HashMap<>(environment);
      trusting.put("LORAPORT_CA_FILE", pem.toString());
      DoctorTest.Run with = run(config -> {}, trusting);
      assertThat(with.code()).as(with.out()).isZero();
      assertThat(with.out()).containsPattern("  ok +tls .*, trusted by ClientConfig.sslContext");

      HttpClient own = HttpClient.newBuilder().sslContext(trustOf(keys)).build();
      DoctorTest.Run by = run(config -> config.httpClient(own), environment);
      assertThat(by.code()).as(by.out()).isZero();
      assertThat(by.out()).containsPattern("  ok +tls .*, trusted by ClientConfig.httpClient");
    } finally {
      peer.stop(0);
    }
  }

  @Test
  void aCertificateThatHasEndedIsNotBlamedOnTheTrustStore() throws Exception {
    Path authority = keys(90);
    Path keys = folder.resolve("ended.p12");
    keytool(
        "-genkeypair",
        "-alias",
        "peer",
        "-keyalg",
        "EC",
        "-dname",
        "CN=localhost",
        "-keystore",
        keys);
    Path request = folder.resolve("request");
    Path certificate = folder.resolve("certificate");
    Path root = folder.resolve("root");
    keytool("-certreq", "-alias", "peer", "-keystore", keys, "-file", request);
    keytool(
        "-gencert",
        "-rfc",
        "-alias",
        "peer",
        "-keystore",
        authority,
        "-infile",
        request,
        "-outfile",
        certificate,
        "-startdate",
        "-10d",
        "-validity",
        "5",
        "-ext",
        "san=dns:localhost");
    keytool("-exportcert", "-rfc", "-alias", "peer", "-keystore", authority, "-file", root);
    keytool("-importcert", "-noprompt", "-alias", "root", "-keystore", keys, "-file", root);
    keytool("-importcert", "-noprompt", "-alias", "peer", "-keystore", keys, "-file", certificate);
    HttpServer peer = tlsPeer(keys);
    try {
      SSLContext trust = trustOf(authority);
      DoctorTest.Run run =
          run(config -> config.sslContext(trust), at("https://localhost:" + port(peer) + "/v1"));

      assertThat(run.failures())
          .singleElement()
          .asString()
          .contains("tls", "certificate is not valid at ", "check the clock")
          .doesNotContain("LORAPORT_CA_FILE");
      assertThat(asked).isEmpty();
    } finally {
      peer.stop(0);
    }
  }

  @Test
  void theProxyOfTheClientIsTaken() throws Exception {
    HttpServer proxy = plain(this::forward);
    try {
      Map<String, String> environment = new HashMap<>(at("http://127.0.0.1:1/v1"));
      environment.put("LORAPORT_PROXY", "127.0.0.1:" + port(proxy));
      DoctorTest.Run run = run(config -> {}, environment);

      assertThat(run.code()).as(run.out()).isZero();
      assertThat(run.out())
          .contains("127.0.0.1:" + port(proxy) + " is taken, by ClientConfig.proxy");
      assertThat(asked).isNotEmpty();
    } finally {
      proxy.stop(0);
    }
  }

  @Test
  void aProxyThatRefusesTheWayIsNamed() throws Exception {
    try (ServerSocket proxy = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Thread refusing =
          new Thread(
              () -> {
                try (Socket one = proxy.accept()) {
                  one.getInputStream().read(new byte[4096]);
                  one.getOutputStream()
                      .write(
                          "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n"
                              .getBytes(StandardCharsets.US_ASCII));
                } catch (IOException e) {
                  // the test is over
                }
              });
      refusing.start();
      DoctorTest.Run run =
          run(
              config ->
                  config.proxy(
                      ProxySelector.of(
                          new InetSocketAddress(
                              InetAddress.getLoopbackAddress(), proxy.getLocalPort()))),
              at("https://localhost:1/v1"));

      assertThat(run.failures())
          .singleElement()
          .asString()
          .contains("the proxy ", ":" + proxy.getLocalPort() + " refuses a way to localhost:1")
          .contains("403");
      refusing.join();
    }
  }

  @Test
  void aSocksProxyIsSaidNotToBeTaken() {
    Proxy socks =
        new Proxy(Proxy.Type.SOCKS, new InetSocketAddress(InetAddress.getLoopbackAddress(), 1));
    ProxySelector selector =
        new ProxySelector() {
          @Override
          public List<Proxy> select(URI uri) {
            return List.of(socks);
          }

          @Override
          public void connectFailed(URI uri, SocketAddress address, IOException failure) {}
        };

    DoctorTest.Run run = run(config -> config.proxy(selector), at(fake.baseUrl()));

    assertThat(run.code()).as(run.out()).isZero();
    assertThat(run.out()).contains("  warn  proxy        ClientConfig.proxy names a SOCKS proxy");
  }

  @ParameterizedTest
  @CsvSource({
    "LORAPORT_PROXY, http://me:secret@proxy, must be HOST:PORT",
    "LORAPORT_PROXY, proxy:99999, must be HOST:PORT",
    "LORAPORT_CA_FILE, nowhere.pem, must be a file of certificates"
  })
  void settingsThatMakeNoSenseAreRefusedWithoutASecret(String name, String value, String told) {
    Map<String, String> environment = new HashMap<>(at(fake.baseUrl()));
    environment.put(name, value);
    DoctorTest.Run run = run(config -> {}, environment);

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains(name, told).doesNotContain("secret").hasLineCount(1);
  }

  private DoctorTest.Run run(
      Consumer<ClientConfig.Builder> setUp, Map<String, String> environment) {
    return DoctorTest.run(
        setUp,
        InstantSource.system(),
        Duration.ofSeconds(10),
        environment,
        "--provider",
        "together");
  }

  private Map<String, String> at(String baseUrl) {
    return Map.of("TOGETHER_API_KEY", fake.apiKey(), "TOGETHER_BASE_URL", baseUrl);
  }

  private static SSLContext trustOf(Path keys) throws Exception {
    KeyStore store = KeyStore.getInstance(keys.toFile(), PASSWORD.toCharArray());
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("peer", store.getCertificate("peer"));
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
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
          .containsPattern("  - +proxy +127.0.0.1:" + port(proxy) + " is taken, by the JVM")
          .containsPattern("  ok +connection +127.0.0.1:1 answers")
          .contains("Nothing wrong was found");
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
    keytool(
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
        "-ext",
        "bc:critical=ca:true",
        "-keystore",
        store);
    return store;
  }

  private static void keytool(Object... args) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.add("-J-Duser.language=en");
    Stream.of(args).map(Object::toString).forEach(command::add);
    command.addAll(List.of("-storetype", "PKCS12", "-storepass", PASSWORD));
    Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(keytool.waitFor()).as(said).isZero();
  }
}
