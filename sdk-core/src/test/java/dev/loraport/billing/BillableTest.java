package dev.loraport.billing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.loraport.Capabilities;
import dev.loraport.Money;
import dev.loraport.Page;
import dev.loraport.Pages;
import dev.loraport.ProviderClient;
import dev.loraport.error.CallInterruptedException;
import dev.loraport.spi.BillableSource;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is the same for all providers; their own lists are tested in their modules. */
class BillableTest {
  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

  private static Billable item(BillableKind kind, String state, BillablePrice... price) {
    return new Billable(
        "acme",
        kind,
        "id-1",
        Optional.empty(),
        state,
        Optional.of(NOW.minus(Duration.ofHours(3))),
        Stream.of(price).findFirst(),
        BillableEnd.delete("it"));
  }

  private static BillablePrice price(String usd, BillablePrice.Per per) {
    return new BillablePrice(Money.usd(usd), per, "a list, 2026-11-22");
  }

  /** A provider that has nothing but what these sources list. */
  private static ProviderClient client(BillableSource... sources) {
    return stub(
        ProviderClient.class,
        List.of(sources),
        Capabilities.builder("acme", LocalDate.parse("2026-11-22")).build());
  }

  private static <T> T stub(Class<T> type, Object... values) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, args) -> {
              Class<?> result = method.getReturnType();
              if (result == String.class) {
                return "acme";
              }
              if (result == Pages.class) {
                return new NoPages();
              }
              for (Object value : values) {
                if (result.isInstance(value)) {
                  return value;
                }
              }
              return stub(result);
            }));
  }

  private static final class NoPages implements Pages<Object> {
    @Override
    public Page<Object> firstPage() {
      return Page.last(List.of());
    }

    @Override
    public Iterator<Object> iterator() {
      return List.<Object>of().iterator();
    }
  }

  private static BillableSource source(BillableKind kind, Stream<Billable> items) {
    return new BillableSource(kind, () -> items, item -> "done");
  }

  private static Billable failing(RuntimeException failure) {
    throw failure;
  }

  @Test
  void theSumsHoldWhatIsBilledByTheHourAndByTheMonthAndNoJobs() {
    BillableReport report =
        new BillableReport(
            List.of(
                item(BillableKind.DEPLOYMENT, "READY", price("2", BillablePrice.Per.HOUR)),
                item(BillableKind.ENDPOINT, "READY", price("0.50", BillablePrice.Per.HOUR)),
                item(BillableKind.FILE, "READY", price("3", BillablePrice.Per.MONTH)),
                item(BillableKind.JOB, "RUNNING", price("40", BillablePrice.Per.TOTAL)),
                item(BillableKind.DEPLOYMENT, "STARTING"),
                item(BillableKind.DEPLOYMENT, "STOPPED"),
                item(BillableKind.FILE, "READY")),
            List.of(),
            NOW);

    assertThat(report.hourly()).isEqualTo(Money.usd("2.50"));
    assertThat(report.monthly()).isEqualTo(Money.usd("1828"));
    assertThat(report.unpriced()).extracting(Billable::state).containsExactly("STARTING");
  }

  @ParameterizedTest
  @CsvSource({
    "DEPLOYMENT, READY, true",
    "DEPLOYMENT, UNKNOWN, true",
    "DEPLOYMENT, STOPPED, false",
    "ENDPOINT, FAILED, false",
    "JOB, QUEUED, true",
    "BATCH, RUNNING, true",
    "OPERATION, RUNNING, true",
    "FILE, READY, false",
    "ADAPTER, READY, false",
    "MODEL, READY, false"
  })
  void whatRunsIsToldByKindAndState(BillableKind kind, String state, boolean runs) {
    assertThat(item(kind, state).runs()).isEqualTo(runs);
  }

  @Test
  void anAgeIsNeverNegative() {
    Billable item = item(BillableKind.FILE, "READY");
    assertThat(item.age(NOW)).contains(Duration.ofHours(3));
    assertThat(item.age(NOW.minus(Duration.ofDays(1)))).contains(Duration.ZERO);
  }

  @Test
  void aListWithoutEndIsCutAndSaidToBe() {
    Billable file = item(BillableKind.FILE, "READY");
    BillableReport report =
        Billable.list(List.of(client(source(BillableKind.FILE, Stream.generate(() -> file)))), NOW);

    assertThat(report.items()).hasSize(10_000);
    assertThat(report.complete()).isFalse();
    assertThat(report.gaps().get(0).reason()).contains("more than 10000");
  }

  @Test
  void ofAListThatBreaksOffTheBeginningIsKeptAndTheNextListIsRead() {
    Billable batch = item(BillableKind.BATCH, "RUNNING");
    Stream<Billable> breaks =
        IntStream.range(0, 3)
            .mapToObj(i -> i < 2 ? batch : failing(new IllegalStateException("odd answer")));
    BillableSource next = source(BillableKind.MODEL, Stream.of(item(BillableKind.MODEL, "READY")));

    BillableReport report =
        Billable.list(List.of(client(source(BillableKind.BATCH, breaks), next)), NOW);

    assertThat(report.items())
        .extracting(Billable::kind)
        .containsExactly(BillableKind.BATCH, BillableKind.BATCH, BillableKind.MODEL);
    assertThat(report.gaps())
        .containsExactly(new BillableGap("acme", BillableKind.BATCH, false, "after 2: odd answer"));
  }

  @Test
  void anInterruptEndsTheListing() {
    CallInterruptedException interrupt =
        new CallInterruptedException("acme", "files.list", "interrupted", null);
    Stream<Billable> interrupted = Stream.of(1).map(i -> failing(interrupt));

    assertThatExceptionOfType(CallInterruptedException.class)
        .isThrownBy(() -> Billable.list(client(source(BillableKind.FILE, interrupted))));
  }
}
