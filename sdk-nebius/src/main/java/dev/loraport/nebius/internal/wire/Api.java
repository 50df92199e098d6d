package dev.loraport.nebius.internal.wire;

import dev.loraport.Page;
import dev.loraport.RequestOptions;
import dev.loraport.ResourceId;
import dev.loraport.json.Json;
import dev.loraport.spi.Answer;
import dev.loraport.spi.ApiCalls;
import dev.loraport.spi.Call;
import dev.loraport.spi.Caller;
import dev.loraport.spi.LazyPages;
import dev.loraport.spi.Operation;
import dev.loraport.spi.PathSegments;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** What all services call with: the way, the addresses, the project, and lists. */
public final class Api extends ApiCalls {
  private static final String PROJECT = "ai_project_id";
  private static final int PAGE = 100;

  private final Bases bases;
  private final Optional<String> project;

  /**
   * Makes it.
   *
   * @param caller the way of a call
   * @param bases the addresses
   * @param project the project, if one was set
   */
  public Api(Caller caller, Bases bases, Optional<String> project) {
    super(caller);
    this.bases = bases;
    this.project = project;
  }

  /** The addresses. */
  public Bases bases() {
    return bases;
  }

  /** An address below {@code /v1}. */
  public URI v1(String path) {
    return URI.create(bases.root() + "/v1" + path);
  }

  /** An address below {@code /v0}. */
  public URI v0(String path) {
    return URI.create(bases.root() + "/v0" + path);
  }

  /** An id as a part of a path. */
  public static String path(ResourceId id) {
    return PathSegments.encode(id);
  }

  /** Adds the project to a call that takes one. */
  public Call.Builder scoped(Call.Builder call) {
    project.ifPresent(id -> call.query(PROJECT, id));
    return call;
  }

  /** Adds the project to the body of a call that takes one there. */
  public Json.ObjectBuilder scoped(Json.ObjectBuilder body) {
    project.ifPresent(id -> body.put(PROJECT, id));
    return body;
  }

  /** The project as options of calls that take one. */
  public RequestOptions scope() {
    return project
        .map(id -> RequestOptions.builder().putQuery(PROJECT, id).build())
        .orElse(RequestOptions.none());
  }

  /** The options of a call for a further one without a body. */
  public static RequestOptions withoutBody(RequestOptions options) {
    return RequestOptions.builder().from(options).extraBody(Map.of()).build();
  }

  @Override
  public CompletableFuture<Answer> send(Call.Builder call, RequestOptions options) {
    return found(super.send(call, options));
  }

  /** A call whose 403 may say that there is no such thing, which is a 404 for its caller. */
  public <T> CompletableFuture<T> found(CompletableFuture<T> call) {
    return follow(call)
        .exceptionallyCompose(failure -> CompletableFuture.failedFuture(Errors.missing(failure)));
  }

  /** Gets a list that has one page: a bare array, or an array below one of the given members. */
  public <T> CompletableFuture<Page<T>> list(
      Call.Builder call, RequestOptions options, Reader<T> reader, String... members) {
    return send(call, options, (answer, json) -> Page.last(items(answer, json, reader, members)));
  }

  /** Gets the first page of a list that is gone through by {@code after} and {@code has_more}. */
  public <T> CompletableFuture<Page<T>> pages(
      String operation, URI uri, boolean scoped, RequestOptions options, Reader<T> reader) {
    return pages(
        operation,
        after -> {
          Call.Builder call = Call.get(Operation.read(operation), uri);
          call.query("limit", Integer.toString(PAGE));
          if (after != null) {
            call.query("after", after);
          }
          return scoped ? scoped(call) : call;
        },
        options,
        (answer, json) -> slice(answer, json, reader));
  }

  private static <T> LazyPages.Slice<T> slice(Answer answer, Json json, Reader<T> reader) {
    List<T> items = items(answer, json, reader, "data");
    boolean more = json.get("has_more").bool().orElse(false) && !items.isEmpty();
    List<Json> elements = json.get("data").elements();
    Optional<String> last =
        more ? elements.get(elements.size() - 1).get("id").string() : Optional.empty();
    return new LazyPages.Slice<>(
        items, more ? json.get("last_id").string().or(() -> last).orElse(null) : null);
  }

  private static <T> List<T> items(Answer answer, Json json, Reader<T> reader, String... members) {
    Json list = json;
    if (json.kind() == Json.Kind.OBJECT) {
      list = Json.missing();
      for (String member : members) {
        list = list.isAbsent() ? json.get(member) : list;
      }
    }
    return elements(answer, list, members[0]).stream()
        .map(element -> reader.read(answer, element))
        .toList();
  }
}
