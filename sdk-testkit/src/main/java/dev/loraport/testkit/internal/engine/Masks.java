package dev.loraport.testkit.internal.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Takes secrets out of what the journal keeps. */
final class Masks {
  private static final String MASK = "***";
  private static final Set<String> SECRET_HEADERS =
      Set.of("authorization", "proxy-authorization", "cookie", "x-api-key");
  private static final Set<String> SECRET_QUERY =
      Set.of("signature", "sig", "token", "x-amz-signature", "x-amz-credential");
  private static final Pattern SECRET_FIELD =
      Pattern.compile(
          "(\"(?:hf_token|hf_api_token|wandb_api_key|wandb_key|token|api_key|api_token|password"
              + "|certificate_file)\"\\s*:\\s*\")[^\"]*");
  private static final Pattern SIGNATURE =
      Pattern.compile("((?:X-Amz-Signature|signature|sig)=)[^&\"\\s]+", Pattern.CASE_INSENSITIVE);

  private Masks() {}

  static List<Map.Entry<String, String>> headers(Headers headers) {
    return mask(headers.lines(), SECRET_HEADERS);
  }

  static List<Map.Entry<String, String>> query(List<Map.Entry<String, String>> pairs) {
    return mask(pairs, SECRET_QUERY);
  }

  static String body(String text) {
    String fields = SECRET_FIELD.matcher(text).replaceAll("$1" + MASK);
    return SIGNATURE.matcher(fields).replaceAll("$1" + MASK);
  }

  private static List<Map.Entry<String, String>> mask(
      List<Map.Entry<String, String>> pairs, Set<String> secret) {
    List<Map.Entry<String, String>> masked = new ArrayList<>();
    for (Map.Entry<String, String> pair : pairs) {
      boolean hide = secret.contains(pair.getKey().toLowerCase(Locale.ROOT));
      masked.add(hide ? Map.entry(pair.getKey(), MASK) : pair);
    }
    return List.copyOf(masked);
  }
}
