package dev.loraport.testkit.contract;

/** A chapter of the contract. */
interface ContractPart {
  /** The test that is running. */
  ContractRun run();
}
