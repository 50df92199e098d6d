package dev.loraport.fireworks.internal.wire;

import dev.loraport.catalog.Facts;
import dev.loraport.error.ErrorAnswer;
import dev.loraport.fireworks.FireworksFacts;
import dev.loraport.http.RequestBody;
import dev.loraport.json.Json;
import dev.loraport.spi.BaseUrls;
import dev.loraport.spi.Call;
import dev.loraport.spi.ErrorReader;
import dev.loraport.spi.Lazy;
import dev.loraport.spi.OpenAiErrors;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads the error bodies of both planes, and adds what to do about the known ones.
 *
 * <p>The control plane has a number for a code. Here the type is its canonical name, such as {@code
 * FAILED_PRECONDITION}, and the code is the reason of the details where there is one, else the name
 * too. On the inference plane they are what the provider says.
 */
public final class Errors implements ErrorReader {
  private static final Map<String, String> NAMES =
      Map.ofEntries(
          Map.entry("1", "CANCELLED"),
          Map.entry("2", "UNKNOWN"),
          Map.entry("3", "INVALID_ARGUMENT"),
          Map.entry("4", "DEADLINE_EXCEEDED"),
          Map.entry("5", "NOT_FOUND"),
          Map.entry("6", "ALREADY_EXISTS"),
          Map.entry("7", "PERMISSION_DENIED"),
          Map.entry("8", "RESOURCE_EXHAUSTED"),
          Map.entry("9", "FAILED_PRECONDITION"),
          Map.entry("10", "ABORTED"),
          Map.entry("11", "OUT_OF_RANGE"),
          Map.entry("12", "UNIMPLEMENTED"),
          Map.entry("13", "INTERNAL"),
          Map.entry("14", "UNAVAILABLE"),
          Map.entry("15", "DATA_LOSS"),
          Map.entry("16", "UNAUTHENTICATED"));

  private final ErrorReader shapes = new OpenAiErrors();
  private final Lazy<Facts> facts = Lazy.of(FireworksFacts::load);
  private final Bases bases;

  /**
   * Makes a reader.
   *
   * @param bases where calls go
   */
  public Errors(Bases bases) {
    this.bases = bases;
  }

  @Override
  public void read(Call call, ErrorAnswer known, ErrorAnswer.Builder into) {
    read(known, into);
    ErrorAnswer answer = into.build();
    if (answer.status() == 404 && answer.operation().startsWith("chat.")) {
      call.body()
          .flatMap(RequestBody::inMemory)
          .flatMap(body -> Json.parse(body).get("model").string())
          .flatMap(facts.get()::meant)
          .map(name -> "did you mean " + name + "?")
          .ifPresent(text -> into.hint(answer.hint().map(hint -> hint + "; " + text).orElse(text)));
    }
  }

  @Override
  public void read(ErrorAnswer known, ErrorAnswer.Builder into) {
    shapes.read(known, into);
    ErrorAnswer answer = into.build();
    canonicalName(answer)
        .ifPresent(
            name -> {
              Json body = body(answer);
              into.type(name).code(reason(body).orElse(name));
              // else the whole body stands for a text that is empty
              if (body.get("message").string().filter(String::isEmpty).isPresent()) {
                into.message("");
              }
            });
    ErrorAnswer named = into.build();
    // a path that is not there says nothing of a model
    Function<Bases, URI> base = Hints.isInference(named) ? Bases::inference : Bases::root;
    BaseUrls.pathHint(named, base.apply(bases), base.apply(Bases.DEFAULT))
        .or(() -> Hints.of(named))
        .ifPresent(into::hint);
  }

  private static Optional<String> canonicalName(ErrorAnswer answer) {
    return answer.code().map(NAMES::get);
  }

  private static Optional<String> reason(Json body) {
    Json error = body.get("error").kind() == Json.Kind.OBJECT ? body.get("error") : body;
    return error.get("details").elements().stream()
        .flatMap(detail -> detail.get("reason").string().stream())
        .filter(reason -> !reason.isBlank())
        .findFirst();
  }

  private static Json body(ErrorAnswer answer) {
    try {
      return Json.parse(answer.rawBody());
    } catch (IllegalArgumentException e) {
      return Json.missing();
    }
  }

  /** Whether code or type of an answer is that name. */
  public static boolean is(ErrorAnswer answer, String name) {
    return answer.code().filter(name::equals).isPresent()
        || answer.type().filter(name::equals).isPresent();
  }

  /** Whether a deployment that was scaled to zero is waking up. */
  public static boolean isWaking(ErrorAnswer answer) {
    return is(answer, "DEPLOYMENT_SCALING_UP");
  }

  /** Whether a call is not there: in the description of the API, but not at this server. */
  public static boolean isUnavailable(ErrorAnswer answer) {
    return answer.status() == 501 || is(answer, "UNIMPLEMENTED");
  }

  /** Whether the text of an answer has one of these words, in any case. */
  static boolean mentions(ErrorAnswer answer, List<String> words) {
    String text = answer.message().toLowerCase(Locale.ROOT);
    return words.stream().anyMatch(text::contains);
  }
}
