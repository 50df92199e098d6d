package dev.loraport.fireworks.internal.tuning;

import dev.loraport.json.Json;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Takes out what extra() must not hold, since it is printed: signed addresses and keys. */
final class Shown {
  private static final Pattern SIGNED =
      Pattern.compile(
          "[?&](x-goog-signature|x-amz-signature|signature|sig)=", Pattern.CASE_INSENSITIVE);

  private Shown() {}

  /** The members that may be shown, at any depth. */
  static Map<String, Json> of(Map<String, Json> members) {
    Map<String, Json> shown = new LinkedHashMap<>();
    members.forEach(
        (name, value) -> {
          if (!isSecret(name) && !isSigned(value)) {
            shown.put(name, of(value));
          }
        });
    return shown;
  }

  private static Json of(Json value) {
    return switch (value.kind()) {
      case OBJECT -> Json.object(of(value.members()));
      case ARRAY ->
          Json.array(
              value.elements().stream()
                  .filter(element -> !isSigned(element))
                  .map(Shown::of)
                  .toList());
      default -> value;
    };
  }

  private static boolean isSecret(String name) {
    return name.equals("apiKey") || name.toLowerCase(Locale.ROOT).contains("signedurl");
  }

  private static boolean isSigned(Json value) {
    return value.string().filter(text -> SIGNED.matcher(text).find()).isPresent();
  }
}
