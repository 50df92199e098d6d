package dev.loraport.fireworks.internal.wire;

import dev.loraport.Page;
import dev.loraport.RequestOptions;
import dev.loraport.error.DecodeException;
import dev.loraport.json.Json;
import dev.loraport.spi.Answer;
import dev.loraport.spi.ApiCalls;
import dev.loraport.spi.Call;
import dev.loraport.spi.Caller;
import dev.loraport.spi.LazyPages;
import dev.loraport.spi.LinkedFuture;
import dev.loraport.spi.Operation;
import dev.loraport.spi.PathSegments;
import dev.loraport.spi.SafeCreate;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What all services call with: the way, the addresses, the account, and lists. */
public final class Api extends ApiCalls {
  private static final System.Logger LOG = System.getLogger("dev.loraport.fireworks");
  // the most that a page holds; the default is 50
  private static final String PAGE_SIZE = "200";

  private final Bases bases;
  private final AccountOfKey account;

  /**
   * Makes it.
   *
   * @param caller the way of a call
   * @param bases the addresses
   * @param account the account
   */
  public Api(Caller caller, Bases bases, AccountOfKey account) {
    super(caller);
    this.bases = bases;
    this.account = account;
  }

  /** The addresses. */
  public Bases bases() {
    return bases;
  }

  /**
   * An address of the control plane; the path begins with {@code /} and comes after the version.
   */
  public URI v1(String path) {
    return URI.create(bases.root() + "/v1" + path);
  }

  /** The address of a resource. */
  public URI uri(ResourceName name) {
    return v1("/" + PathSegments.encode(name));
  }

  /** The address of what can be done with a resource, such as {@code cancel}. */
  public URI uri(ResourceName name, String verb) {
    return v1("/" + PathSegments.encode(name) + ":" + verb);
  }

  /** The address of all that an account has of a kind. */
  public URI uri(Account owner, Collection collection) {
    return v1("/accounts/" + PathSegments.encode(owner) + "/" + collection.word());
  }

  /** Goes on with the account, which is looked up first where it is not known. */
  public <T extends @Nullable Object> LinkedFuture<T> within(
      RequestOptions options, Function<Account, ? extends CompletableFuture<T>> next) {
    return begin(() -> follow(account.get(this, options)).thenCompose(next));
  }

  /**
   * The options for a call beside the one that was asked for: its limits and headers. What the user
   * adds to query and body belongs to the call that was asked for alone.
   */
  public static RequestOptions beside(RequestOptions options) {
    return limits(options).putAllHeaders(options.headers()).build();
  }

  /** The options for another host than the provider's: the limits alone. */
  public static RequestOptions bare(RequestOptions options) {
    return limits(options).build();
  }

  private static RequestOptions.Builder limits(RequestOptions options) {
    RequestOptions.Builder bare = RequestOptions.builder();
    options.timeout().ifPresent(bare::timeout);
    options.responseTimeout().ifPresent(bare::responseTimeout);
    options.idleTimeout().ifPresent(bare::idleTimeout);
    options.maxRetries().ifPresent(bare::maxRetries);
    return bare;
  }

  /** Deletes something. */
  public CompletableFuture<@Nullable Void> delete(
      String operation, URI uri, RequestOptions options) {
    return send(Call.delete(Operation.write(operation), uri), options).thenApply(answer -> null);
  }

  /**
   * Changes the given members and no others: they are named in the update mask, without which some
   * resources reset what is left out.
   *
   * @param changes an object of the members to change
   */
  public <T> CompletableFuture<T> patch(
      String operation, URI uri, Json changes, RequestOptions options, Reader<T> reader) {
    String mask =
        changes.members().keySet().stream().map(Api::snakeCase).collect(Collectors.joining(","));
    return send(
        Call.patch(Operation.write(operation), uri).query("updateMask", mask).json(changes),
        options,
        reader);
  }

  private static String snakeCase(String name) {
    return name.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
  }

  /**
   * Creates something once, by an id of ours. After an answer that was lost, or a conflict, it is
   * looked for under that id: whether it is what was meant is the finder's matter.
   *
   * @param operation the operation
   * @param name the name that it gets, for errors
   * @param create creates it
   * @param find looks for it
   */
  public <T> CompletableFuture<T> once(
      Operation operation,
      ResourceName name,
      Supplier<CompletableFuture<T>> create,
      Supplier<CompletableFuture<Optional<T>>> find) {
    return once(operation, name.value(), SafeCreate::isAmbiguous, create, find);
  }

  /** Gets the first page of what an account has of a kind. */
  public <T> CompletableFuture<Page<T>> list(
      String operation,
      URI uri,
      Collection collection,
      Map<String, String> query,
      RequestOptions options,
      Reader<T> reader) {
    return pages(operation, uri, collection.word(), query, options, reader);
  }

  /**
   * Gets the first page of a list.
   *
   * @param member the member that holds the list
   * @param query the parameters of each page, but size and token
   */
  public <T> CompletableFuture<Page<T>> pages(
      String operation,
      URI uri,
      String member,
      Map<String, String> query,
      RequestOptions options,
      Reader<T> reader) {
    return pages(
        operation,
        token -> {
          Call.Builder call = Call.get(Operation.read(operation), uri).query("pageSize", PAGE_SIZE);
          query.forEach(call::query);
          if (token != null) {
            call.query("pageToken", token);
          }
          return call;
        },
        options,
        (answer, json) ->
            new LazyPages.Slice<>(
                items(answer, json, member, reader),
                json.get("nextPageToken").string().orElse(null)));
  }

  private static <T> List<T> items(Answer answer, Json json, String member, Reader<T> reader) {
    List<T> items = new ArrayList<>();
    for (Json element : elements(answer, json.get(member), member)) {
      try {
        items.add(reader.read(answer, element));
      } catch (DecodeException | IllegalArgumentException e) {
        // one odd entry must not hide the others
        LOG.log(
            Level.WARNING,
            "{0}: an entry of \"{1}\" can''t be read and is left out: {2}",
            Settings.PROVIDER,
            member,
            e.getMessage());
      }
    }
    return items;
  }
}
