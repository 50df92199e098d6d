package dev.loraport.testkit.internal.fireworks.job;

import dev.loraport.testkit.internal.fireworks.data.Training;
import tools.jackson.databind.JsonNode;

/** The three kinds of jobs, each a collection of its own. */
enum Kind {
  SFT("supervisedFineTuningJobs", "supervisedFineTuningJobId", 8, Training.CHAT),
  DPO("dpoJobs", "dpoJobId", 16, Training.PREFERENCE),
  RFT("reinforcementFineTuningJobs", "reinforcementFineTuningJobId", 8, Training.PROMPTS);

  private final String collection;
  private final String idParameter;
  private final int idLength;
  private final Training training;

  Kind(String collection, String idParameter, int idLength, Training training) {
    this.collection = collection;
    this.idParameter = idParameter;
    this.idLength = idLength;
    this.training = training;
  }

  String collection() {
    return collection;
  }

  /** The query parameter by which a client chooses the id. */
  String idParameter() {
    return idParameter;
  }

  /** How long the ids are that the server makes. */
  int idLength() {
    return idLength;
  }

  Training training() {
    return training;
  }

  /** Where the hyper-parameters are: beside the rest, or one level down. */
  JsonNode config(JsonNode request) {
    return this == SFT ? request : request.path("trainingConfig");
  }
}
