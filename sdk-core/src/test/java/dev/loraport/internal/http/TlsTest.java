package dev.loraport.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.loraport.RequestOptions;
import dev.loraport.error.CallTimeoutException;
import dev.loraport.error.TransportException;
import dev.loraport.http.ResponseBody;
import dev.loraport.spi.Answer;
import dev.loraport.spi.Call;
import dev.loraport.spi.Caller;
import dev.loraport.spi.Operation.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.NoSuchAlgorithmException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TlsTest {
  private static final char[] PASSWORD = "changeit".toCharArray();
  private static SSLContext context;
  private static SSLContext withoutCertificate;

  @BeforeAll
  static void makeCertificate(@TempDir Path folder) throws Exception {
    Path store = folder.resolve("server.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-J-Duser.language=en",
                "-genkeypair",
                "-alias",
                "server",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=ip:127.0.0.1,dns:localhost",
                "-storetype",
                "PKCS12",
                "-storepass",
                new String(PASSWORD),
                "-keystore",
                store.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(keytool.waitFor()).as(said).isZero();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD);
    }
    KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    own.init(keys, PASSWORD);
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(keys);
    context = SSLContext.getInstance("TLS");
    context.init(own.getKeyManagers(), trust.getTrustManagers(), null);
    withoutCertificate = SSLContext.getInstance("TLS");
    withoutCertificate.init(new KeyManager[0], trust.getTrustManagers(), null);
  }

  private static RawServer server(RawServer.Script script) throws Exception {
    return new RawServer(socket(), "https", script);
  }

  private static SSLServerSocket socket() throws IOException {
    return (SSLServerSocket)
        context
            .getServerSocketFactory()
            .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
  }

  private static RawServer serverThatWantsACertificate() throws IOException {
    SSLServerSocket socket = socket();
    socket.setNeedClientAuth(true);
    return new RawServer(socket, "https", RawServer.Exchange::ok);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aTrustStoreOfTheUserIsUsed(boolean http2) throws Exception {
    try (RawServer server = server(x -> x.respond(200, "x".repeat(500_000)));
        Caller caller = Fixture.caller(server.uri("/"), s -> s.sslContext(context).http2(http2))) {
      for (int i = 0; i < 5; i++) {
        assertThat(Fixture.send(caller, Fixture.get(server.uri("/x"))).bytes()).hasSize(500_000);
      }
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  @Test
  void aStreamAndAnUploadGoThroughTls() throws Exception {
    RawServer.Script script =
        x -> {
          x.in().skipNBytes(x.request().method().equals("PUT") ? 5_000_000 : 0);
          x.respond(200, "x".repeat(2_000_000));
        };
    try (RawServer server = server(script);
        Caller caller = Fixture.caller(server.uri("/"), s -> s.sslContext(context))) {
      var put =
          Call.put(Fixture.operation(Kind.UPLOAD), server.uri("/x"))
              .body(Fixture.endless(5_000_000, true))
              .build();
      assertThat(Fixture.send(caller, put).bytes()).hasSize(2_000_000);
      try (InputStream stream =
          Fixture.open(caller, Fixture.call(Kind.STREAM, server.uri("/x")))
              .response()
              .body()
              .stream()) {
        assertThat(stream.readAllBytes()).hasSize(2_000_000);
      }
    }
  }

  /** How a call comes to its end before its answer does. */
  enum GivenUp {
    FUTURE,
    UPLOAD,
    STREAM,
    PUBLISHER,
    CLIENT,
    LIMIT_UNTIL_THE_HEADERS,
    LIMIT_BETWEEN_TWO_PIECES
  }

  @ParameterizedTest
  @EnumSource
  @Timeout(60)
  @SuppressWarnings("try") // closed within the block: that is one of the ways
  void theServerSeesThatACallWasGivenUp(GivenUp how) throws Exception {
    boolean answers =
        how == GivenUp.STREAM
            || how == GivenUp.PUBLISHER
            || how == GivenUp.LIMIT_BETWEEN_TWO_PIECES;
    RawServer.Script script =
        x -> {
          if (how == GivenUp.UPLOAD) {
            x.in().readNBytes(100_000);
          }
          if (answers) {
            x.raw("HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nhalf");
          }
          x.hang();
        };
    Duration limit = Duration.ofMillis(500);
    RequestOptions options =
        switch (how) {
          case LIMIT_UNTIL_THE_HEADERS -> RequestOptions.builder().responseTimeout(limit).build();
          case LIMIT_BETWEEN_TWO_PIECES -> RequestOptions.builder().idleTimeout(limit).build();
          default -> RequestOptions.none();
        };
    try (RawServer server = server(script);
        Caller caller = Fixture.caller(server.uri("/"), s -> s.sslContext(context))) {
      Call call =
          how == GivenUp.UPLOAD
              ? Call.put(Fixture.operation(Kind.UPLOAD), server.uri("/x"))
                  .body(Fixture.endless(1L << 40, true))
                  .build()
              : Fixture.call(Kind.CREATE, server.uri("/x"));
      ResponseBody body = ResponseBody.of(new byte[0]);
      CompletableFuture<Answer> future = new CompletableFuture<>();
      if (how == GivenUp.STREAM || how == GivenUp.PUBLISHER) {
        body = Fixture.open(caller, call).response().body();
      } else {
        future = caller.send(call, options);
        server.take();
      }
      long start = RunningTime.nanos();
      switch (how) {
        case FUTURE, UPLOAD -> future.cancel(true);
        case STREAM -> body.stream().close();
        case PUBLISHER -> body.publisher().subscribe(new Cancelling());
        case CLIENT -> caller.close();
        default ->
            assertThat(future)
                .failsWithin(Duration.ofSeconds(20))
                .withThrowableThat()
                .withCauseInstanceOf(CallTimeoutException.class);
      }
      if (options.equals(RequestOptions.none())) {
        server.assertLeftSince(start);
      } else {
        server.clientLeft().get(20, TimeUnit.SECONDS);
      }
    }
  }

  /** Cancels with the first piece. */
  private static final class Cancelling implements Flow.Subscriber<ByteBuffer> {
    private Flow.@Nullable Subscription subscription;

    @Override
    public void onSubscribe(Flow.Subscription given) {
      subscription = given;
      given.request(1);
    }

    @Override
    public void onNext(ByteBuffer piece) {
      Objects.requireNonNull(subscription).cancel();
    }

    @Override
    public void onError(Throwable error) {}

    @Override
    public void onComplete() {}
  }

  @ParameterizedTest
  @EnumSource(
      value = Kind.class,
      names = {"READ", "CREATE", "INFERENCE"})
  void aConnectionThatWasClosedWhileIdleIsNotUsed(Kind kind) throws Exception {
    Wires wires = new Wires();
    RawServer.Script script =
        x -> {
          x.ok();
          if (x.number() == 1) {
            x.connection().shutdownOutput();
            wires.end(x.request().connection() - 1);
            x.hang();
          }
        };
    try (RawServer server = new RawServer(wires, "https", script);
        Caller caller = Fixture.caller(server.uri("/"), s -> s.sslContext(context))) {
      Fixture.send(caller, Fixture.get(server.uri("/1")));
      server.clientLeft().get(10, TimeUnit.SECONDS);

      Fixture.send(caller, Fixture.call(kind, server.uri("/2")));

      assertThat(server.connections()).isEqualTo(2);
    }
  }

  /**
   * Hands out TLS connections and keeps what is below them. A client answers the end of TLS before
   * it has taken the connection out of its pool, and closes the one below after that: whoever wants
   * to know that the connection can no longer be used waits for the second.
   */
  private static final class Wires extends ServerSocket {
    private final List<Socket> below = new CopyOnWriteArrayList<>();

    Wires() throws IOException {
      super(0, 50, InetAddress.getLoopbackAddress());
    }

    @Override
    public Socket accept() throws IOException {
      Socket wire = super.accept();
      below.add(wire);
      return context.getSocketFactory().createSocket(wire, InputStream.nullInputStream(), false);
    }

    /** Ends the connection of that number, and waits until the client has closed it too. */
    void end(int connection) throws IOException {
      Socket wire = below.get(connection);
      wire.shutdownOutput();
      wire.getInputStream().transferTo(OutputStream.nullOutputStream());
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aTrustManagerOfTheUserHoldsUpNoOtherConnection(boolean ofTheJvm) throws Exception {
    Noting manager = new Noting();
    SSLContext own = SSLContext.getInstance("TLS");
    own.init(new KeyManager[0], new TrustManager[] {manager}, null);
    SSLContext before = SSLContext.getDefault();
    if (ofTheJvm) {
      SSLContext.setDefault(own);
    }
    try (RawServer server = server(RawServer.Exchange::ok);
        Caller caller =
            Fixture.caller(
                server.uri("/"), s -> s.sslContext(Optional.of(own).filter(c -> !ofTheJvm)))) {
      Fixture.send(caller, Fixture.get(server.uri("/x")));
    } finally {
      SSLContext.setDefault(before);
    }
    assertThat(manager.threads).isNotEmpty().allMatch(name -> name.startsWith("loraport-acme-"));
  }

  /** Trusts everybody, and notes on which thread. */
  private static final class Noting extends X509ExtendedTrustManager {
    private final List<String> threads = new CopyOnWriteArrayList<>();

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {
      threads.add(Thread.currentThread().getName());
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }

  @Test
  void aCertificateThatIsNotTrustedIsExplained() throws Exception {
    try (RawServer server = server(RawServer.Exchange::ok);
        Caller caller = Fixture.caller(server.uri("/"), s -> s.delayer(new Fixture.Recorder()))) {
      TransportException failure =
          catchThrowableOfType(
              TransportException.class,
              () -> Fixture.send(caller, Fixture.call(Kind.CREATE, server.uri("/x"))));

      assertThat(failure.requestMayHaveBeenProcessed()).isFalse();
      assertThat(failure)
          .hasMessageContaining("no secure connection to 127.0.0.1:" + server.port())
          .hasMessageContaining("ClientConfig.sslContext");
      assertThat(server.requests()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Kind.class,
      names = {"READ", "CREATE"})
  void aServerWithoutTlsIsNamedAndNotTriedAgain(Kind kind) throws Exception {
    try (PlainServer server = new PlainServer();
        Caller caller =
            Fixture.caller(
                server.address(), s -> s.sslContext(context).delayer(new Fixture.Recorder()))) {
      TransportException failure =
          catchThrowableOfType(
              TransportException.class,
              () -> Fixture.send(caller, Fixture.call(kind, server.address())));

      assertThat(failure)
          .hasMessageContaining(
              "the server at 127.0.0.1:"
                  + server.socket.getLocalPort()
                  + " doesn't speak TLS; is the base address meant to begin with http://?");
      assertThat(failure.requestMayHaveBeenProcessed()).isFalse();
      assertThat(failure.attempts()).isEqualTo(1);
    }
  }

  /** Answers the first bytes of TLS as a web server does that expects plain http. */
  private static final class PlainServer implements AutoCloseable {
    private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());

    PlainServer() throws IOException {
      Thread thread = new Thread(this::serve);
      thread.setDaemon(true);
      thread.start();
    }

    URI address() {
      return URI.create("https://127.0.0.1:" + socket.getLocalPort() + "/x");
    }

    private void serve() {
      try {
        while (true) {
          try (Socket connection = socket.accept()) {
            connection.getInputStream().read();
            connection
                .getOutputStream()
                .write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            connection.shutdownOutput();
            connection.getInputStream().transferTo(OutputStream.nullOutputStream());
          }
        }
      } catch (IOException e) {
        // the test is over
      }
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  @Test
  void aCertificateOfTheUserIsShownToAServerThatWantsOne() throws Exception {
    try (RawServer server = serverThatWantsACertificate();
        Caller caller = Fixture.caller(server.uri("/"), s -> s.sslContext(context))) {
      assertThat(Fixture.send(caller, Fixture.get(server.uri("/x"))).status()).isEqualTo(200);
    }
  }

  @Test
  void aServerThatWantsACertificateRefusesWhoHasNone() throws Exception {
    try (RawServer server = serverThatWantsACertificate();
        Caller caller =
            Fixture.caller(
                server.uri("/"),
                s -> s.sslContext(withoutCertificate).delayer(new Fixture.Recorder()))) {
      TransportException failure =
          catchThrowableOfType(
              TransportException.class, () -> Fixture.send(caller, Fixture.get(server.uri("/x"))));

      assertThat(failure).hasMessageContaining("127.0.0.1:" + server.port());
      assertThat(server.requests()).isEmpty();
    }
  }

  @Test
  void aRedirectLeadsFromTlsToPlainHttpOnThisMachine() throws Exception {
    try (RawServer plain = new RawServer(x -> x.respond(200, "there"));
        RawServer server =
            server(x -> x.respond(302, "", "Location", plain.uri("/there").toString()));
        Caller caller = Fixture.caller(server.uri("/"), s -> s.sslContext(context))) {
      assertThat(Fixture.send(caller, Fixture.get(server.uri("/x"))).bytes())
          .asString(StandardCharsets.UTF_8)
          .isEqualTo("there");
    }
  }

  /** For plain http the certificates of the JVM are not read, as one without any shows. */
  @Test
  void plainHttpNeedsNoTls() throws Exception {
    try (RawServer server = new RawServer(RawServer.Exchange::ok)) {
      Process program =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-XX:TieredStopAtLevel=1",
                  "-Djavax.net.ssl.trustStoreType=none",
                  "-cp",
                  System.getProperty("java.class.path"),
                  OneCall.class.getName(),
                  server.uri("/x").toString())
              .redirectErrorStream(true)
              .start();
      String said = new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(program.waitFor()).as(said).isZero();
      assertThat(server.requests()).hasSize(1);
    }
  }

  /** A program whose JVM can't make TLS ready. */
  static final class OneCall {
    private OneCall() {}

    public static void main(String[] args) throws Exception {
      try {
        SSLContext.getDefault();
        System.exit(2);
      } catch (NoSuchAlgorithmException e) {
        // as it must be for this to show anything
      }
      URI address = URI.create(args[0]);
      try (Caller caller = Fixture.caller(address, s -> s)) {
        Fixture.send(caller, Fixture.get(address));
      }
    }
  }
}
