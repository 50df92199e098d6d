package dev.loraport.fireworks.internal.wire;

import dev.loraport.RequestOptions;
import dev.loraport.error.ConfigurationException;
import dev.loraport.json.Json;
import dev.loraport.spi.Answer;
import dev.loraport.spi.Call;
import dev.loraport.spi.Fields;
import dev.loraport.spi.Operation;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The account of calls: the one that was set, or that of the key, which is asked for once. */
public final class AccountOfKey {
  private volatile @Nullable Account known;

  /**
   * Makes it.
   *
   * @param set the account, if one was set
   */
  public AccountOfKey(Optional<Account> set) {
    this.known = set.orElse(null);
  }

  /**
   * The account. The future fails with {@link ConfigurationException} if the key sees none, or
   * several.
   */
  CompletableFuture<Account> get(Api api, RequestOptions options) {
    Account account = known;
    if (account != null) {
      return api.done(account);
    }
    return api.send(
            Call.get(Operation.read("accounts.list"), api.v1("/accounts")).query("pageSize", "2"),
            Api.beside(options),
            AccountOfKey::only)
        .thenApply(
            found -> {
              known = found;
              return found;
            });
  }

  private static Account only(Answer answer, Json json) {
    List<String> names =
        json.get("accounts").elements().stream()
            .flatMap(account -> Fields.of(account).text("name").stream())
            .map(name -> name.replaceFirst("^accounts/", ""))
            .toList();
    if (names.isEmpty()) {
      throw new ConfigurationException(
          Settings.PROVIDER,
          "the key sees no account: check FIREWORKS_API_KEY, or set FIREWORKS_ACCOUNT_ID");
    }
    boolean more = Fields.of(json).text("nextPageToken").isPresent();
    if (names.size() > 1 || more) {
      throw new ConfigurationException(
          Settings.PROVIDER,
          "the key sees several accounts ("
              + String.join(", ", names)
              + (more ? ", ..." : "")
              + "): choose one by FIREWORKS_ACCOUNT_ID, or account(...) of the builder");
    }
    try {
      return Account.of(names.get(0));
    } catch (IllegalArgumentException e) {
      throw answer.unreadable("the name of the account: " + e.getMessage(), e);
    }
  }
}
