package dev.loraport.samples;

import dev.loraport.Capability;
import dev.loraport.ProviderClient;
import dev.loraport.error.ApiException;
import dev.loraport.error.BadRequestException;
import dev.loraport.error.NotFoundException;
import dev.loraport.samples.TuneAndChat.Exit;
import dev.loraport.tuning.JobId;
import dev.loraport.tuning.TuningJob;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A job that has ended: it costs nothing and is in no list of what runs, but it can be deleted. */
record EndedJob(ProviderClient client, TuningJob job) {
  /** The job of that id at the first of the providers that has it; null if none has. */
  static @Nullable EndedJob find(String id, List<ProviderClient> clients) {
    ApiException refused = null;
    for (ProviderClient client : clients) {
      try {
        TuningJob job = client.jobs().get(JobId.of(id));
        return job.state().isTerminal() ? new EndedJob(client, job) : null;
      } catch (NotFoundException | BadRequestException | IllegalArgumentException e) {
        // no job, or no id of a job there
      } catch (ApiException e) {
        refused = e; // another provider may have it
      }
    }
    if (refused != null) {
      throw refused;
    }
    return null;
  }

  /** Deletes it, if that is wanted and the provider deletes any; the exit code. */
  int delete(boolean yes, PrintStream out, PrintStream err) {
    String what = client.provider() + " job " + job.id();
    Optional<String> reason = client.capabilities().reasonAgainst(Capability.JOB_DELETION);
    if (reason.isPresent()) {
      err.println("what-is-running: " + what + " can't be deleted: " + reason.get());
      return Exit.FAILED;
    }
    if (!yes) {
      err.println(
          "what-is-running: --stop would delete "
              + what
              + " ("
              + job.state()
              + "); lost would be its record and its checkpoints. Say --yes to do it.");
      return Exit.NOT_CONFIRMED;
    }
    client.jobs().delete(job.id());
    out.println(what + ": deleted; lost: its record and its checkpoints");
    return Exit.OK;
  }
}
