package dev.loraport.together.internal.wire;

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
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;

/** What all services call with: the way, the addresses, and lists in the shapes of both APIs. */
public final class Api extends ApiCalls {
  private static final OptionalInt PAGE = OptionalInt.of(500);

  private final Bases bases;

  /**
   * Makes it.
   *
   * @param caller the way of a call
   * @param bases the addresses
   */
  public Api(Caller caller, Bases bases) {
    super(caller);
    this.bases = bases;
  }

  /** The addresses. */
  public Bases bases() {
    return bases;
  }

  /** An address of the first API. */
  public URI v1(String path) {
    return URI.create(bases.v1() + path);
  }

  /** An address of the second API. */
  public URI v2(String path) {
    return URI.create(bases.v2() + path);
  }

  /** An id as a part of a path. */
  public static String path(ResourceId id) {
    return PathSegments.encode(id);
  }

  /** An id that came as text, as a part of a path. */
  public static String path(String id) {
    return PathSegments.encode(new Segment(id));
  }

  /** Gets a list that has one page: a bare array, or an array below the given member. */
  public <T> CompletableFuture<Page<T>> list(
      String operation, URI uri, String member, RequestOptions options, Reader<T> reader) {
    return get(
        operation, uri, options, (answer, json) -> Page.last(items(answer, json, member, reader)));
  }

  /** Gets the first page of a list of the second API. */
  public <T> CompletableFuture<Page<T>> pages(
      String operation, URI uri, RequestOptions options, Reader<T> reader) {
    return pages(operation, uri, PAGE, options, reader);
  }

  /** Gets the first page of a list, where a list that takes no page size is given none. */
  public <T> CompletableFuture<Page<T>> pages(
      String operation, URI uri, OptionalInt size, RequestOptions options, Reader<T> reader) {
    return pages(
        operation,
        cursor -> {
          Call.Builder call = Call.get(Operation.read(operation), uri);
          size.ifPresent(limit -> call.query("limit", Integer.toString(limit)));
          if (cursor != null) {
            call.query("after", cursor);
          }
          return call;
        },
        options,
        (answer, json) -> {
          List<T> items = items(answer, json, "data", reader);
          Optional<String> next =
              json.get("next_cursor").string().or(json.get("nextCursor")::string);
          // an empty page ends a list, whatever its cursor says
          return new LazyPages.Slice<>(items, items.isEmpty() ? null : next.orElse(null));
        });
  }

  /** Gets all of a list of the second API. */
  public <T> CompletableFuture<List<T>> all(
      String operation, URI uri, RequestOptions options, Reader<T> reader) {
    return all(pages(operation, uri, options, reader));
  }

  private static <T> List<T> items(Answer answer, Json json, String member, Reader<T> reader) {
    Json list = json.kind() == Json.Kind.OBJECT ? json.get(member) : json;
    return elements(answer, list, member).stream()
        .map(element -> reader.read(answer, element))
        .toList();
  }

  private static final class Segment extends ResourceId {
    Segment(String value) {
      super(value, false);
    }
  }
}
