package dev.loraport.samples;

import dev.loraport.Capability;
import dev.loraport.ProviderClient;
import dev.loraport.billing.Billable;
import dev.loraport.billing.BillableEnd;
import dev.loraport.billing.BillableGap;
import dev.loraport.billing.BillableKind;
import dev.loraport.billing.BillableReport;
import dev.loraport.error.CallInterruptedException;
import dev.loraport.error.LoraportException;
import dev.loraport.file.RemoteFile;
import dev.loraport.serving.ServedModel;
import dev.loraport.tuning.JobId;
import dev.loraport.tuning.TuningJob;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a run has made at the provider and not taken back. */
final class LeftBehind {
  private static final String MODEL = "model";
  private static final String NO_WAY = ", can't be deleted: ";
  private static final String UNLISTED = ", which came with the job: no call deletes it alone";

  private static final String EARLIER =
      ", which was there before this run: it stays, with its model and adapters";

  private final Backend backend;
  private final ProviderClient client;
  private final Screen screen;
  private final Map<String, String> made = new LinkedHashMap<>();
  private @Nullable JobId job;
  private @Nullable JobId earlier;
  private boolean failed;

  LeftBehind(Backend backend, Screen screen) {
    this.backend = backend;
    this.client = backend.client();
    this.screen = screen;
  }

  /** A file that was there before is not this run's. */
  void file(RemoteFile file) {
    if (!file.reused()) {
      made.put(file.id().value(), "file");
    }
  }

  void job(JobId id) {
    job = id;
    made.put(id.value(), "job");
  }

  /** A job that was there before is not this run's, and neither is what came of it. */
  void earlierJob(JobId id) {
    earlier = id;
  }

  void result(TuningJob done) {
    if (earlier != null) {
      return;
    }
    done.result().artifacts().forEach(artifact -> made.put(artifact.id(), "weights"));
    done.result().modelName().ifPresent(name -> made.put(name, MODEL));
  }

  void served(ServedModel served) {
    served.deployment().ifPresent(one -> made.put(one.id().value(), "deployment"));
  }

  /** Whether this run has made nothing that is known of. */
  boolean isEmpty() {
    return made.isEmpty();
  }

  /** After a failure: what was made by then, without asking the provider again. */
  void sayUnasked() {
    if (made.isEmpty() || !backend.isReal()) {
      return;
    }
    screen.line("May be left at " + client.provider() + ":");
    made.forEach((id, what) -> line(what, id));
    screen.line("  samples/what-is-running --provider " + client.provider() + " shows what is");
  }

  /** Says what stays, and how to delete it. */
  void say() {
    screen.line(
        backend.isReal()
            ? "Left at " + client.provider() + ":"
            : "Left in the embedded fake, and gone with it; at a provider they would stay, and end"
                + " so:");
    List<Billable> items = items();
    for (Billable item : items) {
      line(
          word(item),
          item.end().way() == BillableEnd.Way.NONE
              ? item.id() + NO_WAY + item.end().loses()
              : item.id()
                  + "; to end it: samples/what-is-running --provider "
                  + item.provider()
                  + " --stop "
                  + item.id()
                  + " --yes");
    }
    unlisted(items).forEach(name -> line(MODEL, name + UNLISTED));
    if (job != null) {
      line(
          "job",
          job
              + keptJob()
                  .orElse(
                      "; to delete it: samples/what-is-running --provider "
                          + client.provider()
                          + " --stop "
                          + job
                          + " --yes"));
    }
    if (earlier != null) {
      line("job", earlier + EARLIER);
    }
    if (backend.isReal()) {
      screen.line("  --clean deletes them at the end of a run");
    }
  }

  /**
   * Deletes what can be deleted: the tuned model, the job, then the file.
   *
   * @return whether nothing is left that could have been deleted
   */
  boolean clean() {
    List<Billable> items = items();
    items.stream().filter(item -> !isFile(item)).forEach(this::end);
    unlisted(items).forEach(name -> line("left", "model " + name + UNLISTED));
    if (job != null) {
      JobId id = job;
      keptJob()
          .ifPresentOrElse(
              reason -> line("left", "job " + id + reason),
              () -> delete("job " + id, () -> client.jobs().delete(id)));
    }
    if (earlier != null) {
      line("left", "job " + earlier + EARLIER);
    }
    items.stream().filter(LeftBehind::isFile).forEach(this::end);
    return !failed;
  }

  private void end(Billable item) {
    String what = word(item) + " " + item.id();
    if (item.end().way() == BillableEnd.Way.NONE) {
      line("left", what + NO_WAY + item.end().loses());
    } else {
      delete(what, () -> Billable.stop(client, item));
    }
  }

  private void delete(String what, Runnable deletion) {
    try {
      deletion.run();
      line("deleted", what);
    } catch (CallInterruptedException e) {
      throw e;
    } catch (LoraportException e) {
      failed = true;
      line("left", what + ", could not be deleted: " + e.getMessage());
    }
  }

  /** What the provider lists of it. */
  private List<Billable> items() {
    BillableReport report = Billable.list(client);
    for (BillableGap gap : report.gaps()) {
      if (!gap.lacking()) {
        failed = true;
        line("unknown", gap.kind() + ": " + gap.reason());
      }
    }
    return report.items().stream()
        .filter(item -> made.keySet().stream().anyMatch(name -> isNamed(item, name)))
        .toList();
  }

  /** Models that a job has made and that are in no list. */
  private List<String> unlisted(List<Billable> items) {
    return made.keySet().stream()
        .filter(name -> MODEL.equals(made.get(name)))
        .filter(name -> items.stream().noneMatch(item -> isNamed(item, name)))
        .toList();
  }

  // the name may be the path, and the id its end
  private static boolean isNamed(Billable item, String name) {
    return item.id().equals(name)
        || item.name().filter(name::equals).isPresent()
        || name.endsWith("/" + item.id());
  }

  /** Why the job stays, where the provider deletes none. */
  private Optional<String> keptJob() {
    return client.capabilities().reasonAgainst(Capability.JOB_DELETION).map(NO_WAY::concat);
  }

  private static boolean isFile(Billable item) {
    return item.kind() == BillableKind.FILE;
  }

  private static String word(Billable item) {
    return item.kind().name().toLowerCase(Locale.ROOT);
  }

  private void line(String what, String text) {
    screen.line(String.format(Locale.ROOT, "  %-9s %s", what, text));
  }
}
