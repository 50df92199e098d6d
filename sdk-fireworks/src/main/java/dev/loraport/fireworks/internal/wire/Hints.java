package dev.loraport.fireworks.internal.wire;

import dev.loraport.error.ErrorAnswer;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What to do about known errors. Codes and texts are those that were seen live or documented up to
 * October 2026.
 */
final class Hints {
  private static final List<String> SUSPENSION =
      List.of("suspend", "billing", "payment", "credit", "spend");
  private static final List<String> ADAPTER = List.of("lora", "adapter", "addon", "peft");
  private static final String PAY =
      "the account is suspended: pay, add credit or raise the monthly limit in the console";

  private static final List<Rule> RULES =
      List.of(
          new Rule(
              answer -> Errors.mentions(answer, List.of("fire pass")),
              "a Fire Pass key (fpk_...) works for a few models only; take a key that begins with fw_"),
          new Rule(
              answer -> answer.status() == 401,
              "check the key (apiKey, or FIREWORKS_API_KEY); a key for inference alone can't tune"),
          new Rule(
              answer -> answer.status() == 402,
              "the account can't pay for it: check its payment method and credit in the console"),
          new Rule(
              answer -> answer.status() == 403,
              "the key may not do this: check FIREWORKS_ACCOUNT_ID, the role of the user and what the"
                  + " tier of the account allows"),
          new Rule(answer -> answer.status() == 412 && Errors.mentions(answer, SUSPENSION), PAY),
          new Rule(
              answer -> answer.status() == 412 && Errors.mentions(answer, ADAPTER),
              "the adapter can't be loaded: its rank, target modules or shapes don't fit the base"
                  + " model; see LocalAdapter, or train it again"),
          new Rule(
              answer -> answer.status() == 412 && isInference(answer),
              "either the account is suspended (see the console), or the adapter can't be loaded"),
          new Rule(
              answer -> answer.status() == 412,
              "either the account is suspended (see the console), or what was asked for is not open"
                  + " to it"),
          new Rule(
              answer ->
                  answer.operation().equals("serving.delete")
                      && Errors.is(answer, "FAILED_PRECONDITION"),
              "it had requests within an hour, or is the default of a model; if nobody needs it any"
                  + " more, FireworksClient.forceDelete(id) deletes it without these checks"),
          new Rule(Errors::isUnavailable, "the provider does not offer this call now"),
          new Rule(
              answer -> answer.status() == 404 && isInference(answer),
              "the model does not exist, can't be seen or is not deployed: a public model is written"
                  + " in full (accounts/fireworks/models/...), a tuned one needs serving().serve(...)"),
          new Rule(
              Errors::isWaking,
              "the deployment was scaled to zero and is waking up, which takes minutes: give the call"
                  + " a longer timeout"),
          new Rule(
              answer -> answer.status() == 429 && answer.operation().endsWith(".create"),
              "most often a quota of GPUs: free some, or ask for a higher quota in the console"),
          new Rule(
              answer -> Errors.is(answer, "DATASET_INVALID"),
              "correct the data and upload it again"),
          new Rule(
              answer -> Errors.is(answer, "ALREADY_EXISTS"), "the id is taken: choose another"));

  private Hints() {}

  static Optional<String> of(ErrorAnswer answer) {
    return RULES.stream().filter(rule -> rule.when.test(answer)).findFirst().map(Rule::hint);
  }

  static boolean isInference(ErrorAnswer answer) {
    return answer.operation().startsWith("chat.") || answer.operation().equals("serving.probe");
  }

  private record Rule(Predicate<ErrorAnswer> when, String hint) {}
}
