package dev.loraport.samples;

import java.util.List;

/** What a client says against serving, in the words of {@link TuneAndChat}'s options. */
final class InOptions {
  private static final List<List<String>> WORDS =
      List.of(
          List.of("raise maxHourlyCost", "raise --max-hourly"),
          List.of("maxHourlyCost", "--max-hourly"),
          List.of("other hardware or fewer replicas", "another --hardware"),
          List.of("take a name from serving().hardware()", "another --hardware"),
          List.of("name hardware that holds", "name by --hardware what holds"),
          List.of("; see serving().hardware()", ""));

  private static final String DEDICATED = "ServingOptions.dedicated()";

  /** This sample runs one replica. */
  private static final String REPLICAS = "fewer replicas";

  private InOptions() {}

  /** What could be done instead. */
  static List<String> ways(List<String> alternatives, Options options) {
    return alternatives.stream()
        .filter(way -> !way.equals(REPLICAS))
        .map(way -> say(way, options))
        .toList();
  }

  static String say(String text, Options options) {
    String said =
        text.replace(
            DEDICATED, "leave out " + (options.serverlessOnly() ? "--serverless-only" : "--plan"));
    for (List<String> word : WORDS) {
      said = said.replace(word.get(0), word.get(1));
    }
    return said;
  }
}
