package dev.loraport.fireworks.internal.account;

import dev.loraport.Page;
import dev.loraport.RequestOptions;
import dev.loraport.fireworks.FireworksAccount;
import dev.loraport.fireworks.FireworksAccounts;
import dev.loraport.fireworks.FireworksCostQuery;
import dev.loraport.fireworks.FireworksCosts;
import dev.loraport.fireworks.FireworksQuota;
import dev.loraport.fireworks.internal.wire.Account;
import dev.loraport.fireworks.internal.wire.Amounts;
import dev.loraport.fireworks.internal.wire.Api;
import dev.loraport.fireworks.internal.wire.Collection;
import dev.loraport.fireworks.internal.wire.ResourceName;
import dev.loraport.json.Json;
import dev.loraport.spi.Answer;
import dev.loraport.spi.Call;
import dev.loraport.spi.Fields;
import dev.loraport.spi.Operation;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Calls for accounts. */
public final class AccountCalls implements FireworksAccounts.Async {
  private final Api api;

  /**
   * Makes them.
   *
   * @param api the way
   */
  public AccountCalls(Api api) {
    this.api = api;
  }

  @Override
  public CompletableFuture<Page<FireworksAccount>> list(RequestOptions options) {
    return api.pages(
        "accounts.list", api.v1("/accounts"), "accounts", Map.of(), options, AccountCalls::account);
  }

  @Override
  public CompletableFuture<FireworksAccount> current(RequestOptions options) {
    return api.within(
        options,
        account -> api.get("accounts.current", uri(account, ""), options, AccountCalls::account));
  }

  @Override
  public CompletableFuture<Page<FireworksQuota>> quotas(RequestOptions options) {
    return api.within(
        options,
        account ->
            api.list(
                "accounts.quotas",
                api.uri(account, Collection.QUOTAS),
                Collection.QUOTAS,
                Map.of(),
                options,
                AccountCalls::quota));
  }

  @Override
  public CompletableFuture<FireworksQuota> limit(String id, long value, RequestOptions options) {
    return api.within(
        options,
        account ->
            api.patch(
                "accounts.limit",
                api.uri(account.name(Collection.QUOTAS, id)),
                Json.object(Map.of("value", Json.of(Long.toString(value)))),
                options,
                AccountCalls::quota));
  }

  @Override
  public CompletableFuture<FireworksCosts> costs(FireworksCostQuery query, RequestOptions options) {
    Map<String, Json> body = new LinkedHashMap<>();
    body.put("scope", Json.of(query.ownOnly() ? "SELF" : "ACCOUNT"));
    body.put("startTime", Json.of(query.from().toString()));
    body.put("endTime", Json.of(query.to().toString()));
    if (!query.groupBy().isEmpty()) {
      body.put("groupBy", Json.array(query.groupBy().stream().map(Json::of).toList()));
    }
    return api.within(
        options,
        account ->
            api.send(
                Call.post(Operation.read("accounts.costs"), uri(account, "/usageCosts:query"))
                    .json(Json.object(body)),
                options,
                (answer, json) -> costs(json)));
  }

  private URI uri(Account account, String below) {
    return api.v1("/accounts/" + account + below);
  }

  private static FireworksAccount account(Answer answer, Json json) {
    Fields fields = Fields.of(json);
    return new FireworksAccount(
        fields.requireText(answer, "name").replaceFirst("^accounts/", ""),
        fields.text("displayName"),
        fields.text("state"),
        fields.text("suspendState"),
        fields.instant("createTime"),
        fields.rest());
  }

  private static FireworksQuota quota(Answer answer, Json json) {
    Fields fields = Fields.of(json);
    return new FireworksQuota(
        ResourceName.id(fields.requireText(answer, "name")),
        fields.integer("value"),
        fields.integer("maxValue"),
        fields.number("usage"),
        fields.instant("updateTime"),
        fields.rest());
  }

  private static FireworksCosts costs(Json json) {
    return new FireworksCosts(
        Amounts.usd(json.get("subtotal")),
        json.get("rows").elements().stream()
            .map(
                row ->
                    new FireworksCosts.Row(row.get("dimensions"), Amounts.usd(row.get("subtotal"))))
            .toList(),
        Fields.of(json).text("nextPageToken").isEmpty());
  }
}
