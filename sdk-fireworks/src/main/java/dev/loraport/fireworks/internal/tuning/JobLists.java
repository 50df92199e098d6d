package dev.loraport.fireworks.internal.tuning;

import dev.loraport.Page;
import dev.loraport.RequestOptions;
import dev.loraport.fireworks.internal.wire.Account;
import dev.loraport.fireworks.internal.wire.Api;
import dev.loraport.tuning.TuningJob;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** The jobs of all kinds, one collection after the other. Pages without a job are passed over. */
final class JobLists {
  private static final JobKind[] KINDS = JobKind.values();

  private final Api api;

  JobLists(Api api) {
    this.api = api;
  }

  CompletableFuture<Page<TuningJob>> first(RequestOptions options) {
    return api.within(options, account -> kind(account, 0, options));
  }

  private CompletableFuture<Page<TuningJob>> kind(
      Account account, int index, RequestOptions options) {
    JobKind kind = KINDS[index];
    JobReader reader = new JobReader(account, kind);
    return api.follow(
            api.list(
                "jobs.list",
                api.uri(account, kind.collection()),
                kind.collection(),
                Map.of(),
                options,
                reader::read))
        .thenCompose(page -> followed(page, account, index, options));
  }

  private CompletableFuture<Page<TuningJob>> followed(
      Page<TuningJob> page, Account account, int index, RequestOptions options) {
    if (!page.hasNext() && index + 1 == KINDS.length) {
      return api.done(page);
    }
    return page.items().isEmpty()
        ? next(page, account, index, options)
        : api.done(Page.of(page.items(), () -> next(page, account, index, options)));
  }

  private CompletableFuture<Page<TuningJob>> next(
      Page<TuningJob> page, Account account, int index, RequestOptions options) {
    return page.next()
        .map(
            following ->
                api.follow(following).thenCompose(more -> followed(more, account, index, options)))
        .orElseGet(() -> api.follow(kind(account, index + 1, options)));
  }
}
