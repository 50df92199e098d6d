package dev.loraport.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loraport.ClientConfig;
import dev.loraport.RequestOptions;
import dev.loraport.error.CallTimeoutException;
import dev.loraport.error.TransportException;
import dev.loraport.http.Delayer;
import dev.loraport.http.WireRequest;
import dev.loraport.internal.http.CallGate.Ticket;
import dev.loraport.spi.Call;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** When a call gets its start, on a clock that the test moves. */
@Timeout(30)
class CallGateTest {
  private static final long MINUTE = Duration.ofMinutes(1).toNanos();

  private final AtomicLong now = new AtomicLong(-5 * MINUTE);
  private final List<CompletableFuture<Void>> pauses = new ArrayList<>();
  private final List<Duration> lengths = new ArrayList<>();

  private final Delayer byHand =
      pause -> {
        CompletableFuture<Void> delay = new CompletableFuture<>();
        lengths.add(pause);
        pauses.add(delay);
        return delay;
      };

  private CallGate gate(int atOnce, int perMinute) {
    return new CallGate(atOnce, perMinute, byHand, now::get, Runnable::run);
  }

  private static CallState call(Duration total) {
    Call call = Fixture.get(URI.create("https://api.acme.example/x"));
    return new CallState(
        "acme",
        call,
        new WireRequest("GET", call.uri(), Map.of(), null),
        RequestOptions.builder().timeout(total).build(),
        ClientConfig.builder().build(),
        1,
        null);
  }

  private static List<Ticket> enter(CallGate gate, int count) {
    List<Ticket> tickets = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Ticket ticket = gate.enter(call(Duration.ofDays(365)));
      ticket.turn().thenRun(ticket::begin);
      tickets.add(ticket);
    }
    return tickets;
  }

  private static long started(List<Ticket> tickets) {
    return tickets.stream().filter(ticket -> ticket.turn().isDone()).count();
  }

  /** Lets the pause that runs pass. */
  private void passPause() {
    int last = pauses.size() - 1;
    now.addAndGet(lengths.get(last).toNanos());
    pauses.get(last).complete(null);
  }

  @Test
  void startsAreTakenInOrderAsTheMinuteHasThem() {
    CallGate gate = gate(0, 2);
    List<Ticket> tickets = enter(gate, 1);
    now.addAndGet(MINUTE / 4);
    tickets.addAll(enter(gate, 4));
    assertThat(started(tickets)).isEqualTo(2);

    passPause();
    assertThat(started(tickets)).isEqualTo(3);
    passPause();
    assertThat(started(tickets.subList(0, 4))).isEqualTo(4);
    passPause();
    assertThat(started(tickets)).isEqualTo(5);
    assertThat(lengths)
        .containsExactly(Duration.ofSeconds(45), Duration.ofSeconds(15), Duration.ofSeconds(45));
  }

  @Test
  void callsThatAreGivenUpTakeNoStart() {
    CallGate gate = gate(0, 60);
    enter(gate, 60);
    enter(gate, 1_000).forEach(Ticket::leave);
    List<Ticket> later = enter(gate, 60);
    assertThat(started(later)).isZero();

    passPause();

    assertThat(started(later)).isEqualTo(60);
    assertThat(pauses).as("one look for all that wait").hasSize(1);
  }

  @Test
  void aCallThatIsGivenUpBetweenItsTurnAndItsAttemptGivesItsStartBack() {
    CallGate gate = gate(0, 2);
    Ticket sent = enter(gate, 1).get(0);
    Ticket givenUp = gate.enter(call(Duration.ofDays(365)));
    List<Ticket> waiting = enter(gate, 2);
    assertThat(givenUp.turn()).isCompleted();
    assertThat(started(waiting)).isZero();

    givenUp.leave();
    sent.leave();

    assertThat(givenUp.begin()).isFalse();
    assertThat(started(waiting)).isEqualTo(1);
  }

  /** Twice as many as may start, for a quarter of an hour: what starts is what the limit allows. */
  @Test
  void underOverloadAsManyStartAsMay() {
    Map<Long, Integer> startsOfMinutes = new TreeMap<>();
    CallGate gate = gate(0, 60);
    int refused = 0;
    for (int minute = 0; minute < 15; minute++) {
      for (int i = 0; i < 120; i++) {
        CompletableFuture<?> turn = gate.enter(call(Duration.ofMinutes(5))).turn();
        if (turn.isCompletedExceptionally()) {
          refused++;
        } else {
          turn.thenRun(() -> startsOfMinutes.merge(now.get() / MINUTE, 1, Integer::sum));
        }
      }
      passPause();
    }
    assertThat(startsOfMinutes.values()).hasSize(16).containsOnly(60);
    assertThat(refused).isGreaterThan(15 * 60 - 5 * 60 - 60);
  }

  @Test
  void aTurnAfterTheEndOfTheCallFailsAtOnce() {
    CallGate gate = gate(0, 2);
    enter(gate, 9);

    assertThatThrownBy(gate.enter(call(Duration.ofMinutes(4))).turn()::get)
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isInstanceOf(CallTimeoutException.class)
        .hasMessageContaining("its turn under maxCallsPerMinute would come in 240 s")
        .hasMessageContaining("after the limit of 4 min (Timeouts.total, RequestOptions.timeout)");
    assertThat(gate.enter(call(Duration.ofMinutes(5))).turn()).isNotDone();
  }

  @Test
  void aRepetitionCountsAndComesBeforeNewCalls() {
    CallGate gate = gate(3, 3);
    List<Ticket> running = enter(gate, 3);
    List<Ticket> waiting = enter(gate, 3);
    TransportException failure = new TransportException("acme", "x", "broke", false, 1, null);
    CompletableFuture<?> second = running.get(1).again(failure);
    CompletableFuture<?> first = running.get(0).again(failure);
    running.get(2).leave();
    assertThat(second).isNotDone();

    passPause();

    assertThat(second).isCompleted();
    assertThat(first).isCompleted();
    assertThat(started(waiting)).isEqualTo(1);
    now.addAndGet(MINUTE);
    running.get(0).leave();
    assertThat(started(waiting)).isEqualTo(2);
  }

  @Test
  void aRepetitionThatHasNoTimeForItsTurnFailsAsItsAttemptDid() {
    CallGate gate = gate(0, 1);
    Ticket ticket = gate.enter(call(Duration.ofSeconds(30)));
    TransportException failure = new TransportException("acme", "x", "broke", false, 1, null);

    assertThatThrownBy(ticket.again(failure)::get).hasCause(failure);
  }

  @Test
  void placesAreNeitherLostNorDoubled() {
    CallGate gate = gate(5, 0);
    List<Ticket> tickets = enter(gate, 20);
    for (int i = 0; i < 20; i += 3) {
      tickets.get(i).leave();
      tickets.get(i).leave();
    }
    tickets.forEach(Ticket::leave);

    assertThat(started(enter(gate, 7))).isEqualTo(5);
  }

  @Test
  void pausesThatPassAtOnceCountAsTheyWerePlanned() {
    List<Duration> planned = new ArrayList<>();
    Delayer none =
        pause -> {
          planned.add(pause);
          return CompletableFuture.completedFuture(null);
        };
    CallGate gate = new CallGate(1, 1, none, now::get, Runnable::run);
    List<Ticket> tickets = enter(gate, 20_000);
    // each lets the next in, whose pause ends within this call
    tickets.forEach(Ticket::leave);

    assertThat(planned).hasSize(19_999).containsOnly(Duration.ofMinutes(1));
  }

  @Test
  void aDelayerThatThrowsFailsTheCallThatWaits() {
    CallGate gate =
        new CallGate(
            0,
            1,
            pause -> {
              throw new IllegalStateException("no timer");
            },
            now::get,
            Runnable::run);
    enter(gate, 1);

    assertThat(gate.enter(call(Duration.ofDays(1))).turn())
        .isCompletedExceptionally()
        .failsWithin(Duration.ofSeconds(10))
        .withThrowableThat()
        .withMessageContaining("no timer");
  }
}
