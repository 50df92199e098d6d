package dev.loraport.testkit.junit;

/** How long a fake lives. */
public enum FakeScope {
  /** Each test has its own; a start costs less than a millisecond. */
  METHOD,
  /**
   * The tests of a class, and of the classes nested in it, share one. What they made at the fake
   * stays; journal and faults are cleared after each test. Tests that would run at the same time
   * wait for each other.
   */
  CLASS
}
