package dev.loraport.fireworks;

import dev.loraport.Page;
import dev.loraport.Pages;
import dev.loraport.RequestOptions;
import java.util.concurrent.CompletableFuture;

/** The accounts of a key: which there are, whether they are suspended, their limits and costs. */
public interface FireworksAccounts {
  /** All accounts that the key sees. */
  default Pages<FireworksAccount> list() {
    return list(RequestOptions.none());
  }

  /** As {@link #list()}, with options for this call. */
  Pages<FireworksAccount> list(RequestOptions options);

  /** The account of this client. */
  default FireworksAccount current() {
    return current(RequestOptions.none());
  }

  /** As {@link #current()}, with options for this call. */
  FireworksAccount current(RequestOptions options);

  /** The limits of the account: GPUs by kind, money by month. */
  default Pages<FireworksQuota> quotas() {
    return quotas(RequestOptions.none());
  }

  /** As {@link #quotas()}, with options for this call. */
  Pages<FireworksQuota> quotas(RequestOptions options);

  /**
   * Changes a limit of the account, such as the money of a month.
   *
   * @param id the id of the limit, such as {@code monthly-spend-usd}
   * @param value the new limit, at most {@link FireworksQuota#maxValue()}
   * @return the limit as it is now
   */
  default FireworksQuota limit(String id, long value) {
    return limit(id, value, RequestOptions.none());
  }

  /** As {@link #limit(String, long)}, with options for this call. */
  FireworksQuota limit(String id, long value, RequestOptions options);

  /**
   * What was spent. Throws {@link dev.loraport.error.PermissionDeniedException} if the costs of the
   * whole account are asked for and the key is not an admin's; ask for {@link
   * FireworksCostQuery#ofOwnUser()} then.
   */
  default FireworksCosts costs(FireworksCostQuery query) {
    return costs(query, RequestOptions.none());
  }

  /** As {@link #costs(FireworksCostQuery)}, with options for this call. */
  FireworksCosts costs(FireworksCostQuery query, RequestOptions options);

  /** The same, without waiting. */
  Async async();

  /**
   * The same operations as futures. Cancelling a future closes its connection; dependent stages run
   * on the client's executor.
   */
  interface Async {
    /** As {@link FireworksAccounts#list}; the first page, which leads to the next. */
    default CompletableFuture<Page<FireworksAccount>> list() {
      return list(RequestOptions.none());
    }

    /** As {@link FireworksAccounts#list}, with options for this call. */
    CompletableFuture<Page<FireworksAccount>> list(RequestOptions options);

    /** As {@link FireworksAccounts#current}. */
    default CompletableFuture<FireworksAccount> current() {
      return current(RequestOptions.none());
    }

    /** As {@link FireworksAccounts#current}, with options for this call. */
    CompletableFuture<FireworksAccount> current(RequestOptions options);

    /** As {@link FireworksAccounts#quotas}; the first page, which leads to the next. */
    default CompletableFuture<Page<FireworksQuota>> quotas() {
      return quotas(RequestOptions.none());
    }

    /** As {@link FireworksAccounts#quotas}, with options for this call. */
    CompletableFuture<Page<FireworksQuota>> quotas(RequestOptions options);

    /** As {@link FireworksAccounts#limit}. */
    default CompletableFuture<FireworksQuota> limit(String id, long value) {
      return limit(id, value, RequestOptions.none());
    }

    /** As {@link FireworksAccounts#limit}, with options for this call. */
    CompletableFuture<FireworksQuota> limit(String id, long value, RequestOptions options);

    /** As {@link FireworksAccounts#costs}. */
    default CompletableFuture<FireworksCosts> costs(FireworksCostQuery query) {
      return costs(query, RequestOptions.none());
    }

    /** As {@link FireworksAccounts#costs}, with options for this call. */
    CompletableFuture<FireworksCosts> costs(FireworksCostQuery query, RequestOptions options);
  }
}
