package dev.loraport.nebius.internal.wire;

import dev.loraport.catalog.Facts;
import dev.loraport.error.ApiException;
import dev.loraport.error.ErrorAnswer;
import dev.loraport.error.NotFoundException;
import dev.loraport.error.PermissionDeniedException;
import dev.loraport.http.RequestBody;
import dev.loraport.json.Json;
import dev.loraport.nebius.NebiusFacts;
import dev.loraport.spi.BaseUrls;
import dev.loraport.spi.Call;
import dev.loraport.spi.ErrorReader;
import dev.loraport.spi.Lazy;
import dev.loraport.spi.OpenAiErrors;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Reads the error bodies of Nebius, {@code detail} as a text or as a list and the shape of OpenAI,
 * and adds what to do about the known ones. What is known was seen live or documented up to October
 * 2026.
 */
public final class Errors implements ErrorReader {
  private final ErrorReader shapes = new OpenAiErrors();
  private final Lazy<Facts> facts = Lazy.of(NebiusFacts::load);
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
    if (answer.param().isEmpty()) {
      location(answer.rawBody()).ifPresent(into::param);
    }
    if (answer.hint().isEmpty()) {
      // a path that is not there says nothing of a model
      boolean chat = answer.operation().startsWith("chat");
      BaseUrls.pathHint(
              answer,
              chat ? bases.inference() : bases.root(),
              chat ? Bases.below(Bases.MAIN) : Bases.MAIN)
          .or(() -> hint(answer))
          .ifPresent(into::hint);
    }
  }

  private static Optional<String> hint(ErrorAnswer answer) {
    if (refusesSmallBatch(answer)) {
      return Optional.of(
          "some models want batchSize times the context length to be at least 131072 tokens: raise"
              + " batchSize");
    }
    return switch (answer.status()) {
      case 401 ->
          Optional.of(
              "check the key (apiKey, or NEBIUS_API_KEY); a key may be refused by the host of another region too");
      case 403 ->
          Optional.of(
              saysMissing(answer)
                  ? "Nebius answers 403 for what does not exist: check the id and the project"
                  : "the key lacks access, or the feature is not enabled for the account");
      case 404 ->
          Optional.of(
                  "the model is not served here: names are case-sensitive, a checkpoint is no"
                      + " model, and a dedicated endpoint answers at the host of its region")
              .filter(x -> answer.operation().startsWith("chat"));
      case 429 ->
          Optional.of("the limit of the model is reached; limits are by minute and rise with use");
      default -> Optional.empty();
    };
  }

  /**
   * The failure of a call for one thing, where the 403 that says that there is no such thing counts
   * as a 404; its answer keeps the status.
   */
  public static Throwable missing(Throwable failure) {
    return failure instanceof PermissionDeniedException denied && saysMissing(denied.answer())
        ? new NotFoundException(denied.answer())
        : failure;
  }

  /** Whether a failure is what a service says that is not there any more. */
  public static boolean saysGone(Throwable failure) {
    return failure instanceof ApiException refused
        && (refused.status() == 403 || refused.status() == 404 || refused.status() == 405);
  }

  private static boolean saysMissing(ErrorAnswer answer) {
    return mentions(answer, "does not exist");
  }

  // a batch size over the most that is allowed is another finding
  private static boolean refusesSmallBatch(ErrorAnswer answer) {
    return answer.status() == 422
        && answer.operation().equals("jobs.create")
        && (mentions(answer, "batch_size") || answer.param().orElse("").contains("batch_size"))
        && !answer.rawBody().contains("less_than_equal");
  }

  private static boolean mentions(ErrorAnswer answer, String text) {
    return answer.message().toLowerCase(Locale.ROOT).contains(text);
  }

  /** The field that the first finding of a validation names, without the part of the request. */
  private static Optional<String> location(String body) {
    if (!body.startsWith("{")) {
      return Optional.empty();
    }
    try {
      String path =
          Json.parse(body).get("detail").at(0).get("loc").elements().stream()
              .skip(1)
              .map(part -> part.string().orElseGet(part::toString))
              .collect(Collectors.joining("."));
      return path.isEmpty() ? Optional.empty() : Optional.of(path);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
