package dev.loraport.serving;

/**
 * Told what is going on while a model is being served. What it throws is logged and breaks nothing.
 */
@FunctionalInterface
public interface ServingListener {
  /** Ignores all. */
  ServingListener NONE = step -> {};

  /** Called with one line for people, such as {@code deployment dep_1: STARTING}. */
  void onStep(String step);
}
