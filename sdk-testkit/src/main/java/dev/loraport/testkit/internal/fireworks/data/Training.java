package dev.loraport.testkit.internal.fireworks.data;

/** What the rows of a data set have to be for a kind of job. */
public enum Training {
  CHAT,
  PREFERENCE,
  PROMPTS
}
