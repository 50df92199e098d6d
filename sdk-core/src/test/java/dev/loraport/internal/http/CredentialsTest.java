package dev.loraport.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.loraport.ClientConfig;
import dev.loraport.RequestOptions;
import dev.loraport.error.ApiException;
import dev.loraport.error.ConfigurationException;
import dev.loraport.error.LoraportException;
import dev.loraport.error.TransportException;
import dev.loraport.http.RequestBody;
import dev.loraport.json.Json;
import dev.loraport.spi.Call;
import dev.loraport.spi.Caller;
import dev.loraport.spi.OpenAiErrors;
import dev.loraport.spi.Operation;
import dev.loraport.spi.Operation.Kind;
import dev.loraport.spi.ProviderProfile;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialsTest {
  private static final RequestOptions TRICKY =
      RequestOptions.builder()
          .putHeaders("AUTHORIZATION", "Bearer other")
          .putHeaders("X-Api-Key", "mine-too")
          .putHeaders("Cookie", "a=b")
          .build();

  @Test
  void headersOfAUserCanNotReplaceTheKey() throws IOException {
    try (RawServer server = new RawServer(RawServer.Exchange::ok);
        Caller caller =
            Fixture.caller(server.uri("/"), s -> s.putHeaders("authorization", "Bearer third"))) {
      Fixture.send(caller, Fixture.get(server.uri("/x")), TRICKY);

      assertThat(server.requests().get(0).header("authorization"))
          .isEqualTo("Bearer " + Fixture.KEY);
      assertThat(server.requests().get(0).header("x-api-key")).isEqualTo("mine-too");
    }
  }

  @Test
  void likeCallsOneAfterAnotherHaveTheKeyAndTheHeadersOfTheirOwnTime() throws IOException {
    AtomicInteger keys = new AtomicInteger();
    RequestOptions tenant = RequestOptions.builder().putHeaders("X-Tenant", "t").build();
    try (RawServer server = new RawServer(RawServer.Exchange::ok);
        Caller caller =
            Caller.open(
                ProviderProfile.builder()
                    .provider("acme")
                    .addCredentialOrigins(server.uri("/"))
                    .apiKey(() -> "key-" + keys.incrementAndGet() / 2)
                    .errorReader(new OpenAiErrors())
                    .build(),
                ClientConfig.builder().build())) {
      Call form = Call.post(Fixture.operation(Kind.INFERENCE), URI.create("")).build();
      for (int i = 0; i < 4; i++) {
        Call call = form.with(server.uri("/" + i), RequestBody.of("text/plain", new byte[] {'b'}));
        Fixture.send(caller, call, i == 2 ? tenant : RequestOptions.none());
      }
      Call typed = form.with(server.uri("/4"), RequestBody.json("{}"));
      Fixture.send(caller, typed);

      assertThat(server.requests())
          .extracting(
              RawServer.Request::target,
              sent -> sent.header("authorization"),
              sent -> sent.header("x-tenant"),
              sent -> sent.header("content-type"),
              RawServer.Request::body)
          .containsExactly(
              tuple("/0", "Bearer key-0", null, "text/plain", "b"),
              tuple("/1", "Bearer key-1", null, "text/plain", "b"),
              tuple("/2", "Bearer key-1", "t", "text/plain", "b"),
              tuple("/3", "Bearer key-2", null, "text/plain", "b"),
              tuple("/4", "Bearer key-2", null, "application/json", "{}"));
    }
  }

  @Test
  void aSignedAddressSeesNeitherKeyNorTheUsersHeaders() throws IOException {
    try (RawServer server = new RawServer(RawServer.Exchange::ok);
        Caller caller =
            Fixture.caller(
                URI.create("https://api.acme.example"), s -> s.putHeaders("X-Org", "o"))) {
      Call put =
          Call.put(Fixture.operation(Kind.UPLOAD), server.uri("/bucket?sig=abc"))
              .header("X-Amz-Meta", "m")
              .signed()
              .build();
      Fixture.send(caller, put, TRICKY);

      assertThat(server.requests().get(0).headers())
          .doesNotContainKeys("authorization", "x-api-key", "cookie", "x-org")
          .containsEntry("x-amz-meta", "m");
      assertThat(server.requests().get(0).target()).isEqualTo("/bucket?sig=abc");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "https://api.acme.example, https://evil.example/x, may see the key",
    "https://api.acme.example, https://api.acme.example:8443/x, may see the key",
    "https://api.acme.example, http://api.acme.example/x, plain http",
  })
  void theKeyGoesNowhereElse(URI origin, URI target, String why) {
    try (Caller caller = Fixture.caller(origin)) {
      assertThatThrownBy(() -> Fixture.send(caller, Fixture.get(target)))
          .isInstanceOf(LoraportException.class)
          .hasMessageContaining(why);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://api.acme.example", "http://localhost.evil.example", "ftp://a.b"})
  void anAddressThatWouldShowTheKeyIsRefusedBeforeThereIsAClient(URI origin) {
    assertThatThrownBy(() -> Fixture.caller(origin))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("acme: plain http to " + origin.getHost() + ":80 would show keys");
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void aRedirectToAnotherOriginCarriesNoSecrets(int status) throws IOException {
    try (RawServer other = new RawServer(RawServer.Exchange::ok);
        RawServer server =
            new RawServer(
                x -> x.respond(status, "moved", "Location", other.uri("/y?sig=1").toString()));
        Caller caller = Fixture.caller(server.uri("/"))) {
      Call ranged =
          Call.get(new Operation("files.content", Kind.DOWNLOAD), server.uri("/x"))
              .header("Range", "bytes=5-")
              .build();
      Fixture.send(caller, ranged, TRICKY);

      assertThat(other.requests().get(0).headers())
          .containsEntry("range", "bytes=5-")
          .containsKey("user-agent")
          .doesNotContainKeys("authorization", "x-api-key", "cookie");
    }
  }

  @ParameterizedTest
  @CsvSource({"/up, true", "/moved, false"})
  void aRefusalRepeatsNothingOfASignedAddress(String path, boolean signed) throws IOException {
    String query = "X-Amz-Signature=5ec0e7&X-Amz-Security-Token=tok%2F5ec0e7%3D&part=12";
    RawServer.Script script =
        x -> {
          if (x.request().target().equals("/moved")) {
            x.respond(302, "", "Location", "/up?" + query);
          } else {
            x.respond(
                403,
                "<Error><Code>NoMatch</Code><Message>tok/5ec0e7= on 12, "
                    + query
                    + "</Message>"
                    + "<StringToSign>derived</StringToSign></Error>",
                "Content-Type",
                "application/xml");
          }
        };
    try (RawServer server = new RawServer(script);
        Caller caller = Fixture.caller(server.uri("/"))) {
      Call.Builder call =
          Call.get(Fixture.operation(Kind.READ), server.uri(signed ? path + "?" + query : path));

      assertThatThrownBy(() -> Fixture.send(caller, (signed ? call.signed() : call).build()))
          .isInstanceOfSatisfying(
              ApiException.class,
              e -> {
                String masked = "*** on 12, X-Amz-Signature=***&X-Amz-Security-Token=***&part=12";
                assertThat(e.apiMessage()).isEqualTo("NoMatch: " + masked);
                assertThat(e.rawBody())
                    .isEqualTo(
                        "<Error><Code>NoMatch</Code><Message>" + masked + "</Message></Error>");
              });
    }
  }

  @ParameterizedTest
  @CsvSource({
    "?after=file-abc123&api_key=5ec0e7, no file-abc123 for ***",
    "?after=file-abc123&sig=5ec0e7, no *** for ***"
  })
  void ofAnAddressThatIsNotSignedOnlySecretsAreMasked(String query, String message)
      throws IOException {
    try (RawServer server = new RawServer(x -> x.respond(400, "no file-abc123 for 5ec0e7"));
        Caller caller = Fixture.caller(server.uri("/"))) {
      assertThatThrownBy(() -> Fixture.send(caller, Fixture.get(server.uri("/x" + query))))
          .isInstanceOfSatisfying(
              ApiException.class, e -> assertThat(e.rawBody()).isEqualTo(message));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'hf_token':'tok-5ec0e7'}",
        "{'wandb':{'apiKey':'tok-5ec0e7','project':'colours'}}",
        "{'integrations':[{'wandb':{'api_key':'tok-5ec0e7'}}]}",
        "{'model_source':'https://a.example/a.zip?pass=tok-5ec0e7&v=1'}",
        "{'sources':['HTTPS://a.example/a.zip?tok-5ec0e7#top']}",
      })
  void aRefusalRepeatsNoSecretOfTheBodyThatWasSent(String sent) throws IOException {
    Json body = Json.parse(sent.replace('\'', '"'));
    String refusal = "{\"message\":\"tok-5ec0e7 is not good for colours\"}";
    try (RawServer server = new RawServer(x -> x.respond(422, refusal));
        Caller caller = Fixture.caller(server.uri("/"))) {
      Call.Builder call = Call.post(Fixture.operation(Kind.CREATE), server.uri("/x"));
      RequestOptions added = RequestOptions.builder().extraBody(body.members()).build();
      assertThatThrownBy(() -> Fixture.send(caller, call.json(body).build()))
          .satisfies(CredentialsTest::isMasked);
      Json other = Json.object().put("model", "m").build();
      assertThatThrownBy(() -> Fixture.send(caller, call.json(other).build(), added))
          .satisfies(CredentialsTest::isMasked);
    }
  }

  private static void isMasked(Throwable failure) {
    assertThat(failure)
        .hasMessageContaining("*** is not good for colours")
        .isInstanceOfSatisfying(
            ApiException.class,
            e ->
                assertThat(e.rawBody()).isEqualTo("{\"message\":\"*** is not good for colours\"}"));
  }

  @Test
  void aRefusalThatTellsOfOtherSignedAddressesStaysReadable() throws IOException {
    String refusal =
        "{\"message\":\"see \\\"https:\\/\\/a.example\\/a?sig=5ec\\u0026x=5ec\\\", or"
            + " https://b.example/help?page=2\"}";
    try (RawServer server = new RawServer(x -> x.respond(422, refusal));
        Caller caller = Fixture.caller(server.uri("/"))) {
      assertThatThrownBy(() -> Fixture.send(caller, Fixture.get(server.uri("/x"))))
          .hasMessageContaining(
              "see \"https://a.example/a?***\", or https://b.example/help?page=2");
    }
  }

  @Test
  void theBodyOfARefusedRedirectDoesNotRepeatItsTarget() throws IOException {
    RawServer.Script script =
        x -> x.respond(307, "go to /y?sig=5ec0e7", "Location", "/y?sig=5ec0e7");
    try (RawServer server = new RawServer(script);
        Caller caller = Fixture.caller(server.uri("/"))) {
      assertThatThrownBy(() -> Fixture.send(caller, Fixture.call(Kind.CREATE, server.uri("/x"))))
          .isInstanceOfSatisfying(
              ApiException.class, e -> assertThat(e.rawBody()).isEqualTo("go to /y?sig=***"));
    }
  }

  @Test
  void aRedirectWithinTheOriginKeepsTheKey() throws IOException {
    RawServer.Script script =
        x -> {
          if (x.request().target().equals("/x")) {
            x.respond(302, "", "Location", "/y");
          } else {
            x.ok();
          }
        };
    try (RawServer server = new RawServer(script);
        Caller caller = Fixture.caller(server.uri("/"))) {
      Fixture.send(caller, Fixture.get(server.uri("/x")));

      assertThat(server.requests().get(1).target()).isEqualTo("/y");
      assertThat(server.requests().get(1).header("authorization"))
          .isEqualTo("Bearer " + Fixture.KEY);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "http://other.example/x, plain http at other.example:80 was refused",
    "file:///etc/passwd, something else than http was refused",
    "'http://[', an address that is none was refused",
    "/x, more than 5 redirects one after another was refused"
  })
  void aRedirectThatIsNotSafeIsRefused(String location, String why) throws IOException {
    try (RawServer server = new RawServer(x -> x.respond(302, "", "Location", location));
        Caller caller = Fixture.caller(server.uri("/"))) {
      assertThatThrownBy(() -> Fixture.send(caller, Fixture.get(server.uri("/x"))))
          .isInstanceOf(TransportException.class)
          .hasMessageContaining(why);
    }
  }

  @Test
  void aRedirectOfAPostIsNotFollowed() throws IOException {
    try (RawServer server = new RawServer(x -> x.respond(307, "", "Location", "/y"));
        Caller caller = Fixture.caller(server.uri("/"))) {
      assertThatThrownBy(() -> Fixture.send(caller, Fixture.call(Kind.CREATE, server.uri("/x"))))
          .hasMessageContaining("307")
          .hasMessageContaining("the redirect was not followed");
      assertThat(server.requests()).hasSize(1);
    }
  }

  @Test
  void aRedirectThatTheCallAcceptsIsHandedOut() throws IOException {
    try (RawServer server = new RawServer(x -> x.respond(302, "", "Location", "/y"));
        Caller caller = Fixture.caller(server.uri("/"))) {
      Call call = Call.get(Fixture.operation(Kind.READ), server.uri("/x")).accept(302).build();

      assertThat(Fixture.send(caller, call).header("Location")).contains("/y");
    }
  }

  @Test
  void theKeyIsAskedForAnewWithEachAttempt() throws IOException {
    AtomicInteger count = new AtomicInteger();
    RawServer.Script script =
        x -> {
          if (x.number() == 1) {
            x.respond(503, "");
          } else {
            x.ok();
          }
        };
    try (RawServer server = new RawServer(script);
        Caller caller = caller(server.uri("/"), () -> "key-" + count.incrementAndGet() + "\n")) {
      Fixture.send(caller, Fixture.get(server.uri("/x")));

      assertThat(server.requests())
          .extracting(r -> r.header("authorization"))
          .containsExactly("Bearer key-1", "Bearer key-2");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", "two words", "line\nbreak", "schlüssel"})
  void aKeyThatCanBeNoneIsRefusedWithoutShowingIt(String key) {
    URI uri = URI.create("http://127.0.0.1:9/");
    try (Caller caller = caller(uri, () -> key)) {
      assertThatThrownBy(() -> Fixture.send(caller, Fixture.get(uri)))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("the API key")
          .satisfies(
              e -> {
                if (!key.isBlank()) {
                  assertThat(e.getMessage()).doesNotContain(key);
                }
              });
    }
  }

  @Test
  void aKeySupplierThatFailsIsNamed() {
    URI uri = URI.create("http://127.0.0.1:9/");
    Supplier<String> broken =
        () -> {
          throw new IllegalStateException("vault is sealed");
        };
    try (Caller caller = caller(uri, broken)) {
      assertThatThrownBy(() -> Fixture.send(caller, Fixture.get(uri)))
          .isInstanceOf(ConfigurationException.class)
          .hasRootCauseMessage("vault is sealed");
    }
  }

  @ParameterizedTest
  @CsvSource({"'X-A: b', v", "X-A, 'a\nb'", "Content-Length, 5"})
  void aHeaderThatIsNotAllowedIsRefused(String name, String value) throws IOException {
    try (RawServer server = new RawServer(RawServer.Exchange::ok);
        Caller caller = Fixture.caller(server.uri("/"))) {
      RequestOptions options = RequestOptions.builder().putAllHeaders(Map.of(name, value)).build();

      assertThatThrownBy(() -> Fixture.send(caller, Fixture.get(server.uri("/x")), options))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("header");
    }
  }

  private static Caller caller(URI origin, Supplier<String> key) {
    return Caller.open(
        ProviderProfile.builder()
            .provider("acme")
            .addCredentialOrigins(origin)
            .apiKey(key)
            .errorReader(new OpenAiErrors())
            .build(),
        ClientConfig.builder().delayer(new Fixture.Recorder()).build());
  }
}
