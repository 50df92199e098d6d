package dev.loraport.together.internal.wire;

import dev.loraport.catalog.Facts;
import dev.loraport.error.ErrorAnswer;
import dev.loraport.http.RequestBody;
import dev.loraport.json.Json;
import dev.loraport.spi.BaseUrls;
import dev.loraport.spi.Call;
import dev.loraport.spi.ErrorReader;
import dev.loraport.spi.Lazy;
import dev.loraport.spi.OpenAiErrors;
import dev.loraport.together.TogetherFacts;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Reads the error bodies of Together and adds what to do about the known ones. The codes and texts
 * are those that were seen live or documented up to August 2026.
 */
public final class Errors implements ErrorReader {
  private static final List<Rule> RULES =
      List.of(
          new Rule(
              answer -> answer.status() == 401 && answer.operation().equals("files.upload"),
              "the key is wrong, or the trial credit is used up: check TOGETHER_API_KEY and billing"),
          new Rule(
              answer -> answer.status() == 401 && publishes(answer),
              "check TOGETHER_API_KEY, and the Hugging Face token if the source needs one"),
          new Rule(answer -> answer.status() == 401, "check the key (apiKey, or TOGETHER_API_KEY)"),
          new Rule(
              answer -> answer.status() == 402,
              "the balance or the monthly limit does not cover it: add credit or raise the limit"),
          new Rule(
              answer -> has(answer, "endpoints_v1_create_access_disabled"),
              "endpoints of the first API can't be created since 2026-07-16;"
                  + " serving() deploys with the second"),
          new Rule(
              answer -> has(answer, "model_not_available"),
              "the model is not served without a deployment: deploy a tuned model with"
                  + " serving().serve(result, ServingOptions.dedicated()), or take a base model"
                  + " of models().list()"),
          new Rule(
              answer ->
                  (answer.status() == 403 || answer.status() == 400) && contextOverflow(answer),
              "prompt and maxTokens together exceed the context of the model: shorten one of them"),
          new Rule(
              answer -> has(answer, "routing_error"),
              "the endpoint has no ready deployment with a traffic weight over 0"),
          new Rule(
              answer -> mentions(answer, "no lora_model specified"),
              "the base model takes no serverless adapters; use its -Reference variant, not -Turbo"),
          new Rule(
              answer -> publishes(answer) && mentions(answer, "missing"),
              "the source must hold adapter_config.json and adapter_model.safetensors, in an archive"
                  + " at its root and not in a folder"),
          new Rule(
              answer ->
                  publishes(answer)
                      && (mentions(answer, "incompatible") || mentions(answer, "base model")),
              "publish the adapter for the base model that it was trained on, by the name of the"
                  + " list for adapters"),
          new Rule(
              answer -> publishes(answer) && mentions(answer, "expired"),
              "sign a fresh address, for at least 100 minutes"),
          new Rule(
              answer -> publishes(answer) && answer.status() == 403,
              "check the signed address, or the Hugging Face token and its rights"),
          new Rule(
              answer -> answer.operation().startsWith("serving.load") && mentions(answer, "lora"),
              "the deployment must have been created with adapters enabled; serving() enables them"
                  + " for an adapter of a job"),
          new Rule(
              answer -> has(answer, "dynamic_request_limited"),
              "the limit of requests moves with use: raise the traffic slowly, or use batches()"),
          new Rule(
              answer -> has(answer, "dynamic_token_limited"),
              "the limit of tokens moves with use: raise the traffic slowly, or use batches()"),
          new Rule(
              answer -> mentions(answer, "already exists"),
              "choose another name: there are no versions under one name"));

  private final ErrorReader shapes = new OpenAiErrors();
  private final Lazy<Facts> facts = Lazy.of(TogetherFacts::load);
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
    if (answer.requestId().isEmpty()) {
      bodyId(answer.rawBody()).ifPresent(into::requestId);
    }
    if (answer.hint().isEmpty()) {
      RULES.stream()
          .filter(rule -> rule.when.test(answer))
          .findFirst()
          .map(Rule::hint)
          .or(() -> BaseUrls.pathHint(answer, bases.v1(), Bases.DEFAULT.v1()))
          .ifPresent(into::hint);
    }
  }

  /** Whether code, type or text of an answer hold that code. */
  public static boolean has(ErrorAnswer answer, String code) {
    return answer.code().filter(code::equals).isPresent()
        || answer.type().filter(code::equals).isPresent()
        || answer.rawBody().contains(code);
  }

  private static boolean mentions(ErrorAnswer answer, String text) {
    return answer.status() < 500 && answer.message().toLowerCase(Locale.ROOT).contains(text);
  }

  private static boolean publishes(ErrorAnswer answer) {
    return answer.operation().equals("adapters.publish");
  }

  private static boolean contextOverflow(ErrorAnswer answer) {
    return mentions(answer, "context length")
        || mentions(answer, "context window")
        || (mentions(answer, "max_tokens") && mentions(answer, "exceed"));
  }

  private static Optional<String> bodyId(String body) {
    if (!body.startsWith("{")) {
      return Optional.empty();
    }
    try {
      return Json.parse(body).get("id").string().filter(id -> !id.isBlank() && id.length() <= 200);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private record Rule(Predicate<ErrorAnswer> when, String hint) {}
}
