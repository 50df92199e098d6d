package dev.loraport.testkit.internal.fireworks.serving;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a test wants of GPUs and of the inference plane. Thread-safe. */
public final class ServingRules {
  private final Set<String> brokenAdapters = new HashSet<>();
  private final Set<String> sleepers = new HashSet<>();
  private boolean capacity = true;
  private @Nullable String failure;
  private int streamEvents = Integer.MAX_VALUE;
  private boolean streamOptionsRefused = true;
  private int batchRows = Integer.MAX_VALUE;

  /** Whether GPUs can be had: without them what is created stays where it is. */
  public synchronized void capacity(boolean available) {
    capacity = available;
  }

  public synchronized boolean capacity() {
    return capacity;
  }

  /** The reason with which deployments fail that come up from now on; null when they do not. */
  public synchronized void failure(@Nullable String message) {
    failure = message;
  }

  public synchronized @Nullable String failure() {
    return failure;
  }

  /** Sends a deployment to sleep when it is next looked at. */
  public synchronized void sleep(String deployment) {
    sleepers.add(deployment);
  }

  synchronized boolean takeSleep(String deployment) {
    return sleepers.remove(deployment);
  }

  /** Makes an adapter one that can't be loaded, which shows at the first inference only. */
  public synchronized void breakAdapter(String model) {
    brokenAdapters.add(model);
  }

  synchronized boolean isBroken(String model) {
    return brokenAdapters.contains(model);
  }

  /** Ends the next stream after so many events. */
  public synchronized void endNextStreamAfter(int events) {
    streamEvents = events;
  }

  public synchronized int takeStreamEvents() {
    int events = streamEvents;
    streamEvents = Integer.MAX_VALUE;
    return events;
  }

  public synchronized void streamOptionsRefused(boolean refused) {
    streamOptionsRefused = refused;
  }

  public synchronized boolean streamOptionsRefused() {
    return streamOptionsRefused;
  }

  /** Lets the window of the next batch job close after so many rows. */
  public synchronized void expireNextBatchAfter(int rows) {
    batchRows = rows;
  }

  public synchronized int takeBatchRows() {
    int rows = batchRows;
    batchRows = Integer.MAX_VALUE;
    return rows;
  }
}
