package dev.loraport.testkit.contract;

/** A neutral operation whose calls the contract disturbs or counts at the fake. */
public enum ContractRoute {
  /** Takes the bytes of a file. */
  FILE_UPLOAD,
  /** The content of a file. */
  FILE_DOWNLOAD,
  /** Creates a job. */
  JOB_CREATE,
  /** Reads one job. */
  JOB_GET,
  /** Lists the models. */
  MODEL_LIST,
  /** A chat, complete or streamed. */
  CHAT,
  /** A text completion, complete or streamed. */
  TEXT,
  /** Creates a deployment: from here on it costs. */
  DEPLOYMENT_CREATE
}
