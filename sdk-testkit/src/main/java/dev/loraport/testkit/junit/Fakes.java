package dev.loraport.testkit.junit;

import dev.loraport.ProviderClient;
import dev.loraport.Providers;
import dev.loraport.testkit.FakeProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/** The fakes of one test, or of one class, and their clients; each is made when it is asked for. */
final class Fakes implements AutoCloseable {
  private final FakeSettings settings;
  private final FoundFakes found;
  private final Semaphore turn = new Semaphore(1);
  private final Map<String, FakeProvider> running = new ConcurrentHashMap<>();
  private final Map<String, ProviderClient> clients = new ConcurrentHashMap<>();

  Fakes(FakeSettings settings, FoundFakes found) {
    this.settings = settings;
    this.found = found;
  }

  FakeSettings settings() {
    return settings;
  }

  FoundFakes found() {
    return found;
  }

  /** Held by the test that uses shared fakes. */
  Semaphore turn() {
    return turn;
  }

  FakeProvider fake(String name) {
    return running.computeIfAbsent(name, wanted -> found.factory(wanted).start(settings.options()));
  }

  ProviderClient client(String name) {
    FakeProvider fake = fake(name);
    return clients.computeIfAbsent(
        name, wanted -> Providers.open(wanted, FakeConnection.to(fake).build()));
  }

  /** What strict tests fail for, one line each; none for a lenient test. */
  List<String> problems() {
    List<String> lines = new ArrayList<>();
    if (settings.strict()) {
      for (FakeProvider fake : running.values()) {
        fake.journal().violations().forEach(line -> lines.add(fake.name() + ": " + line));
        fake.faults()
            .unused()
            .forEach(line -> lines.add(fake.name() + ": no call met the fault " + line));
      }
    }
    return lines;
  }

  /** What was asked of each fake, by its name, for the report of a failed test. */
  Map<String, String> journals() {
    Map<String, String> texts = new TreeMap<>();
    running.forEach((name, fake) -> texts.put(name, JournalText.of(fake.journal())));
    return texts;
  }

  /** Makes shared fakes ready for the next test. */
  void clear() {
    for (FakeProvider fake : running.values()) {
      fake.journal().clear();
      fake.faults().clear();
    }
  }

  @Override
  public void close() {
    clients.values().forEach(ProviderClient::close);
    running.values().forEach(FakeProvider::close);
  }
}
