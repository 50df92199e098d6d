package dev.loraport.testkit.internal.fireworks.world;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Time stamps: nine digits of a second in the answer that creates, six in all later ones. */
public final class Stamps {
  private static final DateTimeFormatter NANO = format("SSSSSSSSS");
  private static final DateTimeFormatter MICRO = format("SSSSSS");

  private Stamps() {}

  private static DateTimeFormatter format(String fraction) {
    return DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss." + fraction + "'Z'", Locale.ROOT)
        .withZone(ZoneOffset.UTC);
  }

  public static String of(Instant instant, boolean creating) {
    return (creating ? NANO : MICRO).format(instant);
  }

  public static String of(Instant instant) {
    return of(instant, false);
  }
}
