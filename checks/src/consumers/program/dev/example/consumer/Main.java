package dev.example.consumer;

import dev.loraport.model.SampleValue;

/** Uses the SDK as a stranger would. */
public final class Main {
  private Main() {}

  /** Prints what it found. */
  public static void main(String[] args) {
    System.out.println("value: " + SampleValue.builder().id("a").build().id());
    String module = Main.class.getModule().getName();
    System.out.println("module: " + (module == null ? "none" : module));
  }
}
