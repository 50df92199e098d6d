package dev.loraport.fireworks.internal.tuning;

import dev.loraport.Capability;
import dev.loraport.error.UnsupportedCapabilityException;
import dev.loraport.fireworks.internal.wire.Account;
import dev.loraport.fireworks.internal.wire.Collection;
import dev.loraport.fireworks.internal.wire.ResourceName;
import dev.loraport.fireworks.internal.wire.Settings;
import dev.loraport.tuning.JobId;
import dev.loraport.tuning.TuningMethod;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The kinds of jobs: each has a collection of its own, and the three share no name space. */
enum JobKind {
  SUPERVISED(Collection.SFT_JOBS, "supervisedFineTuningJobId"),
  PREFERENCE(Collection.DPO_JOBS, "dpoJobId"),
  REINFORCEMENT(Collection.RFT_JOBS, "reinforcementFineTuningJobId");

  private final Collection collection;
  private final String idParameter;

  JobKind(Collection collection, String idParameter) {
    this.collection = collection;
    this.idParameter = idParameter;
  }

  /** Where its jobs are. */
  Collection collection() {
    return collection;
  }

  /** The query parameter with the id of a new job. */
  String idParameter() {
    return idParameter;
  }

  /** Whether hyper-parameters are one level down, in {@code trainingConfig}. */
  boolean isNested() {
    return this != SUPERVISED;
  }

  /**
   * The kind that learns so.
   *
   * @throws UnsupportedCapabilityException if none does
   */
  static JobKind of(TuningMethod method) {
    if (method.equals(TuningMethod.SFT)) {
      return SUPERVISED;
    }
    if (method.equals(TuningMethod.DPO) || method.equals(TuningMethod.ORPO)) {
      return PREFERENCE;
    }
    if (method.equals(TuningMethod.RFT)) {
      return REINFORCEMENT;
    }
    throw new UnsupportedCapabilityException(
        Settings.PROVIDER,
        Capability.of(method.value() + "_tuning"),
        "as of August 2026 its jobs learn by sft, dpo, orpo or rft; choose one of them");
  }

  /** The kind whose jobs are in that collection. */
  static Optional<JobKind> of(String word) {
    return Arrays.stream(values()).filter(kind -> kind.collection.word().equals(word)).findFirst();
  }

  /** The neutral id of a job of this kind. */
  JobId jobId(String id) {
    return JobId.of(collection.word() + "/" + id);
  }

  /**
   * Where a job is, by {@code <kind>/<id>} or a full name. An id without a kind is that of a
   * supervised job.
   *
   * @throws IllegalArgumentException if it is no id of a job here
   */
  static Place place(JobId id) {
    List<String> segments = id.segments();
    int count = segments.size();
    if (count == 1) {
      return new Place(SUPERVISED, id.value());
    }
    boolean full = count == 4 && segments.get(0).equals("accounts");
    Optional<JobKind> kind = count == 2 || full ? of(segments.get(count - 2)) : Optional.empty();
    if (kind.isEmpty()) {
      throw new IllegalArgumentException(
          "a job id at Fireworks is <kind>/<id>, such as supervisedFineTuningJobs/q7w2m9xk, not \""
              + id
              + '"');
    }
    return new Place(kind.get(), full ? id.value() : segments.get(1));
  }

  /**
   * Where a job is.
   *
   * @param kind its kind
   * @param idOrName its id within the kind, or its full name
   */
  record Place(JobKind kind, String idOrName) {
    ResourceName in(Account account) {
      return account.name(kind.collection, idOrName);
    }
  }
}
