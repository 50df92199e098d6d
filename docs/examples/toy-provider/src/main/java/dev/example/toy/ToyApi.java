package dev.example.toy;

import dev.loraport.Capability;
import dev.loraport.Page;
import dev.loraport.RequestOptions;
import dev.loraport.ResourceId;
import dev.loraport.json.Json;
import dev.loraport.spi.Answer;
import dev.loraport.spi.Call;
import dev.loraport.spi.Caller;
import dev.loraport.spi.Lacking;
import dev.loraport.spi.LazyPages;
import dev.loraport.spi.LinkedFuture;
import dev.loraport.spi.Operation;
import dev.loraport.spi.PathSegments;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;

/** What all services of Toy call with. */
record ToyApi(Caller caller, URI base) {
  URI uri(String path) {
    return URI.create(base + path);
  }

  URI uri(String collection, ResourceId id) {
    return uri(collection + "/" + PathSegments.encode(id));
  }

  /** Sends a call and reads its answer. */
  <T> CompletableFuture<T> send(
      Call.Builder call, RequestOptions options, BiFunction<Answer, Json, T> reader) {
    return LinkedFuture.of(caller.executor(), caller.send(call.build(), options))
        .thenApply(answer -> reader.apply(answer, answer.json()));
  }

  /** The first page of a list; {@code next} leads to the one after it. */
  <T> CompletableFuture<Page<T>> list(
      String operation, URI uri, RequestOptions options, BiFunction<Answer, Json, T> reader) {
    Operation read = Operation.read(operation);
    return LazyPages.firstPage(
        caller,
        read,
        cursor -> {
          Call.Builder call = Call.get(read, uri);
          if (cursor != null) {
            call.query("after", cursor);
          }
          return send(
              call,
              options,
              (answer, json) -> {
                List<T> items =
                    json.get("data").elements().stream()
                        .map(item -> reader.apply(answer, item))
                        .toList();
                return new LazyPages.Slice<>(items, json.get("next").string().orElse(null));
              });
        });
  }

  /** A call that Toy lacks. */
  <T> CompletableFuture<T> lacks(Capability capability) {
    return Lacking.call(caller, capability, ToyClient.LACKS);
  }
}
