package dev.loraport.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.loraport.ProviderClient;
import dev.loraport.adapter.AdapterId;
import dev.loraport.adapter.AdapterState;
import dev.loraport.adapter.Adapters;
import dev.loraport.adapter.CopiedAdapter;
import dev.loraport.adapter.CopyOptions;
import dev.loraport.error.UnsupportedCapabilityException;
import dev.loraport.error.UploadException;
import dev.loraport.testkit.Fault;
import dev.loraport.tuning.TuningResult;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Copies that nobody waits for: what comes of them, and what is left when they are cancelled. */
class CopyAdaptersAsyncTest {
  private static final Duration SECONDS = Duration.ofSeconds(10);
  private static final String DOWNLOAD = "GET /v1/finetune/download";

  @TempDir private Path work;
  private final Place from = Place.together("2026-08-20", config -> {});
  private final Place to = Place.fireworks();
  private TuningResult result;

  @BeforeEach
  void trains() {
    result = from.trained(Place.TOGETHER_BASE, 16);
  }

  @AfterEach
  void nothingIsLeft() {
    from.close();
    to.close();
    assertThat(work).isEmptyDirectory();
  }

  private CopyOptions options(String base) {
    CopyOptions usual = CopyOptions.of("support", base);
    return new CopyOptions(
        usual.name(),
        usual.baseModel(),
        Optional.empty(),
        usual.timeout(),
        usual.maxBytes(),
        Optional.of(work.toString()));
  }

  private CompletableFuture<CopiedAdapter> copy() {
    return Adapters.copyAsync(from.client(), result, to.client(), options(Place.FIREWORKS_BASE));
  }

  @Test
  void anAdapterIsReadyAndItsFilesAreGoneWhenTheFutureEnds() throws Exception {
    CopiedAdapter copy = copy().thenApply(this::nothingIsLeftOf).get();

    assertThat(copy.adapter().state()).isEqualTo(AdapterState.READY);
    assertThat(copy.local().pairs()).isEqualTo(2);
    AdapterId id = copy.adapter().id();
    try (Place third = Place.nebius("2025-12-15")) {
      CompletableFuture<CopiedAdapter> onward =
          Adapters.copyAsync(to.client(), id, third.client(), options(Place.NEBIUS_BASE));
      assertThat(onward.get().adapter().state()).isEqualTo(AdapterState.READY);
    }
  }

  private CopiedAdapter nothingIsLeftOf(CopiedAdapter copy) {
    assertThat(work).isEmptyDirectory();
    return copy;
  }

  @ParameterizedTest
  @CsvSource({"true, GET /v1/finetune/download", "false, POST /v1/accounts/{account}/models"})
  void cancellingItClosesTheConnectionOfTheCallThatIsUnderWay(boolean first, String route)
      throws Exception {
    Place place = first ? from : to;
    place.fake().faults().on(route).always(first ? Fault.stallBody() : Fault.stallBeforeHeaders());
    CompletableFuture<CopiedAdapter> copy = copy();
    assertThat(place.fake().journal().awaitFault(route, SECONDS)).isTrue();
    assertThat(work).isNotEmptyDirectory();

    // one that is derived from it stands for it
    assertThat(copy.thenApply(CopiedAdapter::adapter).cancel(true)).isTrue();

    assertThat(place.fake().journal().awaitClientClosed(route, SECONDS)).isTrue();
    assertThat(place.fake().journal().count(route)).isEqualTo(1);
    assertThat(copy).isCancelled();
  }

  @Test
  void aRefusalIsTheFailureOfTheFuture() {
    result = from.trained("Qwen/Qwen3-8B", 16);
    int calls = to.fake().journal().calls().size();

    assertThatExceptionOfType(ExecutionException.class)
        .isThrownBy(() -> copy().get())
        .withCauseInstanceOf(UploadException.class)
        .havingCause()
        .withMessageContaining("the adapter from together stays there: fireworks")
        .withMessageContaining("trained on Qwen/Qwen3-8B, which is not " + Place.FIREWORKS_BASE);
    assertThat(to.fake().journal().calls()).hasSize(calls);
  }

  @Test
  void soIsAFormatThatIsNotRead() {
    from.fake()
        .faults()
        .on(DOWNLOAD)
        .next(Fault.status(200).body("application/octet-stream", "weights of some other kind"));

    assertThatExceptionOfType(ExecutionException.class)
        .isThrownBy(() -> copy().get())
        .withCauseInstanceOf(UploadException.class)
        .havingCause()
        .withMessageContaining("what together gave out can't be used");
  }

  @Test
  void aDownloadThatFailsIsTheFailureOfTheFuture() {
    from.fake().faults().on(DOWNLOAD).always(Fault.status(403));

    assertThatExceptionOfType(ExecutionException.class)
        .isThrownBy(() -> copy().get())
        .withMessageContaining("403");
  }

  @Test
  void aClientThatCanNotBeAskedLeavesNoFilesBehind() {
    ProviderClient closed =
        (ProviderClient)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {ProviderClient.class},
                (proxy, method, arguments) -> {
                  if (method.getName().equals("adapters")) {
                    throw new IllegalStateException("the client is closed");
                  }
                  return method.invoke(to.client(), arguments);
                });

    // that its folder is gone is seen after each test
    assertThatIllegalStateException()
        .isThrownBy(
            () -> Adapters.copyAsync(from.client(), result, closed, options(Place.FIREWORKS_BASE)));
    assertThat(from.fake().journal().count(DOWNLOAD)).isZero();
  }

  @Test
  void whatIsKnownBeforeAnyCallIsThrownAtOnce() {
    try (Place later = Place.nebius("2026-10-15")) {
      assertThatExceptionOfType(UnsupportedCapabilityException.class)
          .isThrownBy(
              () ->
                  Adapters.copyAsync(
                      from.client(), result, later.client(), options(Place.NEBIUS_BASE)))
          .withMessageContaining("nebius has no adapter_upload");
    }
  }
}
