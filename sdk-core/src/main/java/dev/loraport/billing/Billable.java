package dev.loraport.billing;

import dev.loraport.Capability;
import dev.loraport.ProviderClient;
import dev.loraport.error.NotFoundException;
import dev.loraport.error.UnsupportedCapabilityException;
import dev.loraport.internal.json.Parts;
import dev.loraport.serving.Deployment;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Something at a provider that costs money, or may: a deployment, a job that has not ended, a
 * stored file.
 *
 * @param provider the provider
 * @param kind what it is
 * @param id its id at the provider
 * @param name its name for people
 * @param state its state in the vocabulary of all providers, such as {@code READY}
 * @param createdAt when it was created
 * @param price what it costs as it is now; absent where nobody says, and for what is only stored:
 *     no source has a price for that (November 2026)
 * @param end how it can be ended, and what is lost by it
 */
public record Billable(
    String provider,
    BillableKind kind,
    String id,
    Optional<String> name,
    String state,
    Optional<Instant> createdAt,
    Optional<BillablePrice> price,
    BillableEnd end) {
  private static final Set<String> ENDED = Set.of("STOPPED", "FAILED", "DELETED");

  public Billable {
    Objects.requireNonNull(provider, "provider");
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(id, "id");
    name = Parts.optional(name);
    state = Parts.text(state);
    createdAt = Parts.optional(createdAt);
    price = Parts.optional(price);
    Objects.requireNonNull(end, "end");
  }

  /**
   * A deployment, or what is read as one.
   *
   * @param provider the provider
   * @param kind what it is
   * @param deployment what the provider says
   * @param end how it can be ended
   */
  public static Billable of(
      String provider, BillableKind kind, Deployment deployment, BillableEnd end) {
    return new Billable(
        provider,
        kind,
        deployment.id().value(),
        deployment.name(),
        deployment.state().name(),
        deployment.createdAt(),
        deployment
            .hourlyCost()
            .filter(cost -> !deployment.state().isTerminal())
            .map(
                cost ->
                    new BillablePrice(
                        cost,
                        BillablePrice.Per.HOUR,
                        deployment.hourlyCostSource().orElse("the client of " + provider))),
        end);
  }

  /** How old it is at that time, 0 or more; absent where its creation is not known. */
  public Optional<Duration> age(Instant at) {
    return createdAt.map(
        created -> created.isAfter(at) ? Duration.ZERO : Duration.between(created, at));
  }

  /** Whether it runs or is about to, as far as its state tells. */
  public boolean runs() {
    return kind.runs() && !ENDED.contains(state);
  }

  /** As {@link #list(Collection)}. */
  public static BillableReport list(ProviderClient... clients) {
    return list(List.of(clients));
  }

  /**
   * Looks at all that is there at these providers; nothing is changed. A list that fails is kept as
   * a {@link BillableGap} and hides no other; of one that breaks off the beginning is kept, and of
   * one with more than 10,000 entries these.
   *
   * @param clients the clients; one provider may be there with several accounts
   * @throws dev.loraport.error.CallInterruptedException on an interrupt
   */
  public static BillableReport list(Collection<? extends ProviderClient> clients) {
    return list(clients, Instant.now());
  }

  /** As {@link #list(Collection)}, as of another time: it is the report's alone. */
  public static BillableReport list(Collection<? extends ProviderClient> clients, Instant at) {
    return new Listing().of(clients, at);
  }

  /**
   * Ends it as its {@link #end()} says, and nothing else. What is gone already is no failure.
   *
   * @param client a client of the account that it was listed by
   * @param item what to end
   * @throws IllegalArgumentException if the client is of another provider
   * @throws UnsupportedCapabilityException if its {@link BillableEnd.Way} is {@code NONE}; nothing
   *     is sent
   * @throws dev.loraport.error.LoraportException if the provider refuses: it may still cost money
   */
  public static BillableStop stop(ProviderClient client, Billable item) {
    if (!client.provider().equals(item.provider)) {
      throw new IllegalArgumentException(
          item.kind
              + " "
              + item.id
              + " is at "
              + item.provider
              + ", the client is of "
              + client.provider());
    }
    if (item.end.way() == BillableEnd.Way.NONE) {
      throw new UnsupportedCapabilityException(
          item.provider,
          Capability.of("stop_" + item.kind.name().toLowerCase(Locale.ROOT)),
          item.end.loses());
    }
    try {
      String done = Listing.source(client, item.kind).stop().apply(item);
      return new BillableStop(item, done, item.end.loses());
    } catch (NotFoundException e) {
      return new BillableStop(item, "it was gone already", "");
    }
  }
}
