package dev.loraport.fireworks.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loraport.ClientConfig;
import dev.loraport.RequestOptions;
import dev.loraport.file.FileSource;
import dev.loraport.file.UploadListener;
import dev.loraport.json.Json;
import dev.loraport.spi.Call;
import dev.loraport.spi.Caller;
import dev.loraport.spi.Operation;
import dev.loraport.spi.ProviderProfile;
import dev.loraport.testkit.FakeFireworks;
import dev.loraport.testkit.RecordedCall;
import dev.loraport.testkit.junit.FakeConnection;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignedFilesTest {
  private static final byte[] ROW = "{\"custom_id\":\"a\"}\n".getBytes(StandardCharsets.UTF_8);

  private final FakeFireworks fake = FakeFireworks.start();
  private final Account account = Account.of(fake.accountId());
  private final Caller caller = caller();
  private final Api api =
      new Api(caller, Bases.of(config().build()), new AccountOfKey(Optional.of(account)));

  private ClientConfig.Builder config() {
    return FakeConnection.to(fake);
  }

  private Caller caller() {
    ProviderProfile profile =
        ProviderProfile.builder()
            .provider(Settings.PROVIDER)
            .credentialOrigins(Bases.of(config().build()).origins())
            .apiKey(fake::apiKey)
            .errorReader(new Errors(Bases.DEFAULT))
            .build();
    return Caller.open(profile, config().build());
  }

  @AfterEach
  void close() {
    caller.close();
    fake.close();
  }

  @ParameterizedTest
  @CsvSource({"44, 1", "45, 2"})
  void allFilesAreNamedAgainOnceTheAddressesGrowOld(int minutes, int namings) {
    Json record =
        Json.object(Map.of("datasetId", Json.of("many"), "dataset", Json.object(Map.of())));
    api.send(
            Call.post(Operation.write("x"), api.uri(account, Collection.DATASETS)).json(record),
            RequestOptions.none())
        .join();
    FileSource slow =
        FileSource.of(
            "a.jsonl",
            ROW.length,
            () -> {
              fake.clock().advance(Duration.ofMinutes(minutes));
              return new ByteArrayInputStream(ROW);
            });

    new SignedFiles(api)
        .upload(
            "files.upload",
            account.name(Collection.DATASETS, "many"),
            List.of(slow, FileSource.of("b.jsonl", ROW)),
            UploadListener.NONE,
            RequestOptions.none())
        .join();

    assertThat(fake.journal().calls("POST /v1/accounts/{a}/datasets/{id}:getUploadEndpoint"))
        .hasSize(namings)
        .extracting(RecordedCall::body)
        .allSatisfy(body -> assertThat(body).contains("\"a.jsonl\":\"", "\"b.jsonl\":\""));
    assertThat(fake.journal().calls())
        .filteredOn(call -> call.method().equals("PUT"))
        .hasSize(2)
        .allSatisfy(call -> assertThat(call.status()).isEqualTo(200));
  }
}
