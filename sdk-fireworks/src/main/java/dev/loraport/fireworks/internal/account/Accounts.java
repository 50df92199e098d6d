package dev.loraport.fireworks.internal.account;

import dev.loraport.Pages;
import dev.loraport.RequestOptions;
import dev.loraport.fireworks.FireworksAccount;
import dev.loraport.fireworks.FireworksAccounts;
import dev.loraport.fireworks.FireworksCostQuery;
import dev.loraport.fireworks.FireworksCosts;
import dev.loraport.fireworks.FireworksQuota;
import dev.loraport.spi.Caller;
import dev.loraport.spi.LazyPages;
import dev.loraport.spi.Operation;

/**
 * The blocking calls for accounts.
 *
 * @param caller waits
 * @param async the calls
 */
public record Accounts(Caller caller, Async async) implements FireworksAccounts {
  @Override
  public Pages<FireworksAccount> list(RequestOptions options) {
    return new LazyPages<>(caller, Operation.read("accounts.list"), () -> async.list(options));
  }

  @Override
  public FireworksAccount current(RequestOptions options) {
    return caller.await("accounts.current", () -> async.current(options));
  }

  @Override
  public Pages<FireworksQuota> quotas(RequestOptions options) {
    return new LazyPages<>(caller, Operation.read("accounts.quotas"), () -> async.quotas(options));
  }

  @Override
  public FireworksQuota limit(String id, long value, RequestOptions options) {
    return caller.await("accounts.limit", () -> async.limit(id, value, options));
  }

  @Override
  public FireworksCosts costs(FireworksCostQuery query, RequestOptions options) {
    return caller.await("accounts.costs", () -> async.costs(query, options));
  }
}
