package dev.loraport.billing;

import dev.loraport.ProviderClient;
import dev.loraport.error.CallInterruptedException;
import dev.loraport.error.UnsupportedCapabilityException;
import dev.loraport.spi.BillableSource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** Goes through the lists of all clients, one after the other. */
final class Listing {
  private static final int MOST = 10_000;

  private final List<Billable> items = new ArrayList<>();
  private final List<BillableGap> gaps = new ArrayList<>();

  BillableReport of(Collection<? extends ProviderClient> clients, Instant at) {
    for (ProviderClient client : clients) {
      sources(client).values().forEach(source -> read(client.provider(), source));
    }
    return new BillableReport(items, gaps, at);
  }

  static BillableSource source(ProviderClient client, BillableKind kind) {
    BillableSource source = sources(client).get(kind);
    if (source == null) {
      throw new IllegalArgumentException(client.provider() + " has nothing of the kind " + kind);
    }
    return source;
  }

  private static Map<BillableKind, BillableSource> sources(ProviderClient client) {
    Map<BillableKind, BillableSource> sources = new EnumMap<>(BillableKind.class);
    new Neutral(client).sources().forEach(source -> sources.put(source.kind(), source));
    client.billables().forEach(source -> sources.put(source.kind(), source));
    return sources;
  }

  // whatever one list fails with, the others may hold what costs money
  private void read(String provider, BillableSource source) {
    int before = items.size();
    try {
      Iterator<Billable> found = source.list().get().iterator();
      while (found.hasNext()) {
        if (items.size() - before == MOST) {
          gap(provider, source, "there are more than " + MOST + ", and the rest was not read");
          return;
        }
        items.add(found.next());
      }
    } catch (CallInterruptedException e) {
      throw e;
    } catch (UnsupportedCapabilityException e) {
      gaps.add(new BillableGap(provider, source.kind(), true, message(e)));
    } catch (RuntimeException e) {
      int read = items.size() - before;
      gap(provider, source, (read == 0 ? "" : "after " + read + ": ") + message(e));
    }
  }

  private void gap(String provider, BillableSource source, String reason) {
    gaps.add(new BillableGap(provider, source.kind(), false, reason));
  }

  private static String message(RuntimeException failure) {
    String message = failure.getMessage();
    return message == null ? failure.getClass().getSimpleName() : message;
  }
}
