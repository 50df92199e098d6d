package dev.loraport.samples;

import dev.loraport.Pages;
import dev.loraport.ProviderClient;
import dev.loraport.error.AuthenticationException;
import dev.loraport.error.InsufficientFundsException;
import dev.loraport.error.LoraportException;
import dev.loraport.error.NotFoundException;
import dev.loraport.error.PermissionDeniedException;
import dev.loraport.error.UnsupportedCapabilityException;
import dev.loraport.fireworks.FireworksAccount;
import dev.loraport.fireworks.FireworksClient;
import dev.loraport.fireworks.FireworksQuota;
import dev.loraport.nebius.RateLimits;
import dev.loraport.together.TogetherRateLimits;
import java.math.BigDecimal;
import java.net.http.HttpHeaders;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** What a key may do, by calls that cost nothing, and only read unless writing is to be tried. */
final class AccountCheck {
  private static final int MOST_QUOTAS = 12;
  static final String EMPTY = "the account is empty or suspended: ";

  private final ProviderClient client;
  private final String whose;
  private final Supplier<HttpHeaders> lastHeaders;
  private final boolean writes;
  private final List<Finding> findings = new ArrayList<>();

  /**
   * Makes a check.
   *
   * @param client the client
   * @param whose where its key is from
   * @param lastHeaders the last headers that told of limits
   * @param writes whether writing is tried
   */
  AccountCheck(
      ProviderClient client, String whose, Supplier<HttpHeaders> lastHeaders, boolean writes) {
    this.client = client;
    this.whose = whose;
    this.lastHeaders = lastHeaders;
    this.writes = writes;
  }

  static boolean tellsLimits(HttpHeaders headers) {
    return TogetherRateLimits.of(headers).isPresent() || RateLimits.of(headers).isPresent();
  }

  /** Looks at all; ends after the key if that is refused. */
  List<Finding> run() {
    if (key()) {
      right("files", () -> client.files().list());
      right("jobs", () -> client.jobs().list());
      right("adapters", () -> client.adapters().list());
      right("deployments", () -> client.serving().deployments());
      right("batches", () -> client.batches().list());
      findings.add(
          writes
              ? new WriteCheck(client).run()
              : Finding.none(
                  "writing",
                  "whether the key may also create was not tried; --try-writing uploads a small file"
                      + " and deletes it again"));
      money();
    }
    return findings;
  }

  private boolean key() {
    try {
      client.models().list().firstPage();
      findings.add(Finding.ok("key", whose + " is accepted"));
      return true;
    } catch (AuthenticationException e) {
      findings.add(Finding.fail("key", whose + " is refused; make a new one: " + e.getMessage()));
    } catch (PermissionDeniedException e) {
      // a key may be good for other things than the list of models
      findings.add(Finding.warn("key", "is known, but may not list models: " + e.getMessage()));
      return true;
    } catch (InsufficientFundsException e) {
      findings.add(Finding.fail("balance", EMPTY + e.getMessage()));
    } catch (NotFoundException e) {
      findings.add(
          Finding.fail(
              "address",
              "there is no list of models below it, which says nothing of the key; a base address"
                  + " ends in its version, such as /v1: "
                  + e.getMessage()));
    } catch (LoraportException e) {
      findings.add(Finding.fail("key", e.getMessage()));
    }
    return false;
  }

  private void right(String what, Supplier<Pages<?>> list) {
    try {
      int count = list.get().firstPage().items().size();
      findings.add(Finding.ok(what, "can be read, " + count + " on the first page"));
    } catch (UnsupportedCapabilityException | NotFoundException e) {
      findings.add(Finding.none(what, e.getMessage()));
    } catch (PermissionDeniedException | AuthenticationException e) {
      findings.add(Finding.fail(what, "the key has no right to them: " + e.getMessage()));
    } catch (InsufficientFundsException e) {
      findings.add(Finding.fail(what, EMPTY + e.getMessage()));
    } catch (LoraportException e) {
      findings.add(Finding.fail(what, e.getMessage()));
    }
  }

  private void money() {
    if (client instanceof FireworksClient fireworks) {
      account(fireworks);
      quotas(fireworks);
      return;
    }
    findings.add(
        Finding.none(
            "balance",
            "not known: no call of "
                + client.provider()
                + " tells it; 402 answers what it does not cover"));
    String limits = limits(lastHeaders.get());
    findings.add(
        limits.isEmpty()
            ? Finding.none("limits", "none of these answers told any; those of models may")
            : new Finding(
                limits.contains(", 0 left") ? Finding.Verdict.WARN : Finding.Verdict.OK,
                "limits",
                limits + "they move with use"));
  }

  private String limits(HttpHeaders headers) {
    return client.provider().equals("together")
        ? TogetherRateLimits.of(headers)
            .map(
                said ->
                    allowed(said.limitRequests(), said.remainingRequests(), "requests")
                        + allowed(said.limitTokens(), said.remainingTokens(), "tokens"))
            .orElse("")
        : RateLimits.of(headers)
            .map(
                said ->
                    allowed(said.limitRequests(), said.remainingRequests(), "requests")
                        + allowed(said.limitTokens(), said.remainingTokens(), "tokens"))
            .orElse("");
  }

  private static String allowed(
      Optional<BigDecimal> limit, Optional<BigDecimal> remaining, String what) {
    return limit
        .map(
            most ->
                most.toPlainString()
                    + ' '
                    + what
                    + remaining.map(left -> ", " + left.toPlainString() + " left").orElse("")
                    + "; ")
        .orElse("");
  }

  private void account(FireworksClient fireworks) {
    try {
      FireworksAccount account = fireworks.accounts().current();
      findings.add(
          account.isSuspended()
              ? Finding.fail("balance", account + ": every call will be refused with 412")
              : Finding.ok("balance", account + " is not suspended; no call tells the amount"));
    } catch (LoraportException e) {
      findings.add(Finding.warn("balance", e.getMessage()));
    }
  }

  private void quotas(FireworksClient fireworks) {
    try {
      List<FireworksQuota> quotas = fireworks.accounts().quotas().firstPage().items();
      if (quotas.isEmpty()) {
        findings.add(Finding.none("limits", "none are told"));
      }
      quotas.stream().limit(MOST_QUOTAS).forEach(quota -> findings.add(limit(quota)));
    } catch (LoraportException e) {
      findings.add(Finding.warn("limits", e.getMessage()));
    }
  }

  private static Finding limit(FireworksQuota quota) {
    String used = quota.usage().map(amount -> amount.toPlainString() + " of ").orElse("");
    String most = quota.value().isPresent() ? Long.toString(quota.value().getAsLong()) : "unknown";
    String text = quota.id() + ": " + used + most;
    return isUsedUp(quota)
        ? Finding.warn("limits", text + ", nothing of it is left")
        : Finding.ok("limits", text);
  }

  private static boolean isUsedUp(FireworksQuota quota) {
    return quota.value().isPresent()
        && quota
                .usage()
                .orElse(BigDecimal.ZERO)
                .compareTo(BigDecimal.valueOf(quota.value().getAsLong()))
            >= 0;
  }
}
