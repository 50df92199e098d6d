package dev.loraport.together.internal.file;

import dev.loraport.RequestOptions;
import dev.loraport.error.UploadException.Step;
import dev.loraport.file.FileId;
import dev.loraport.file.FileUpload;
import dev.loraport.json.Json;
import dev.loraport.spi.Answer;
import dev.loraport.spi.Call;
import dev.loraport.spi.Fields;
import dev.loraport.spi.UploadBodies;
import dev.loraport.together.internal.wire.Api;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** Sends the parts of one upload, four at a time. */
final class PartRun {
  private static final int LANES = 4;

  // the connection sets these itself, or the storage must not see them
  private static final Set<String> NOT_SENT =
      Set.of("host", "content-length", "connection", "expect", "upgrade", "authorization");

  /**
   * Where a part goes.
   *
   * @param address the signed address
   * @param headers the headers that the signature may cover
   */
  private record Target(URI address, Map<String, Json> headers) {}

  private final Api api;
  private final UploadSteps steps;
  private final FileUpload upload;
  private final Parting parting;
  private final FileId file;
  private final RequestOptions options;
  private final PartProgress progress;
  private final AtomicInteger last = new AtomicInteger();
  private final Map<Integer, String> tags = new ConcurrentHashMap<>();

  PartRun(
      Api api,
      UploadSteps steps,
      FileUpload upload,
      Parting parting,
      FileId file,
      RequestOptions options) {
    this.api = api;
    this.steps = steps;
    this.upload = upload;
    this.parting = parting;
    this.file = file;
    this.options = UploadSteps.bare(options);
    this.progress = new PartProgress(upload.listener(), parting);
  }

  /**
   * Sends all parts.
   *
   * @param parts what the provider said where they go
   * @return the parts with their tags, as the provider wants to be told
   */
  CompletableFuture<Json> send(Json parts) {
    SortedMap<Integer, Target> targets = targets(parts);
    List<CompletableFuture<Integer>> lanes = new ArrayList<>();
    for (int i = 0; i < Math.min(LANES, parting.count()); i++) {
      lanes.add(lane(targets));
    }
    CompletableFuture<Void> all =
        CompletableFuture.allOf(lanes.toArray(new CompletableFuture<?>[0]));
    for (CompletableFuture<Integer> lane : lanes) {
      lane.whenComplete(
          (x, failure) -> {
            if (failure != null) {
              all.completeExceptionally(failure);
            }
          });
    }
    // the first failure, or a cancellation from outside, ends what the other lanes send
    all.whenComplete((x, failure) -> lanes.forEach(lane -> lane.cancel(true)));
    return api.follow(all).thenApply(x -> told());
  }

  private CompletableFuture<Integer> lane(Map<Integer, Target> targets) {
    int number = last.incrementAndGet();
    Target target = targets.get(number);
    return target == null
        ? api.done(number)
        : api.follow(part(number, target)).thenCompose(x -> lane(targets));
  }

  private CompletableFuture<Integer> part(int number, Target target) {
    Call.Builder put =
        Call.put(UploadSteps.UPLOAD, target.address())
            .signed()
            .body(
                UploadBodies.range(
                    upload.source(),
                    parting.from(number),
                    parting.length(number),
                    UploadSteps.BINARY,
                    progress.part(number)));
    target
        .headers()
        .forEach((name, value) -> value.string().ifPresent(text -> put.header(name, text)));
    return steps
        .step(Step.SEND, file, steps.sent(put, options))
        .thenApply(
            answer -> {
              tags.put(number, tag(number, answer));
              return number;
            });
  }

  private String tag(int number, Answer answer) {
    String tag = answer.header("ETag").orElse("");
    boolean quoted = tag.length() > 1 && tag.startsWith("\"") && tag.endsWith("\"");
    String bare = quoted ? tag.substring(1, tag.length() - 1) : tag;
    if (bare.isEmpty()) {
      throw UploadSteps.failed(
          Step.SEND,
          file,
          "the storage took part " + number + " without an ETag, which completes the upload",
          null);
    }
    return bare;
  }

  private Json told() {
    return Json.array(
        IntStream.rangeClosed(1, parting.count())
            .mapToObj(
                number ->
                    Json.object()
                        .put("part_number", number)
                        .put("etag", tags.getOrDefault(number, ""))
                        .build())
            .toList());
  }

  private SortedMap<Integer, Target> targets(Json parts) {
    SortedMap<Integer, Target> targets = new TreeMap<>();
    for (Json part : parts.elements()) {
      Fields fields = Fields.of(part);
      String address = fields.text("URL", "UploadURL", "url", "upload_url").orElse("");
      Map<String, Json> headers = new TreeMap<>(part.get("Headers").members());
      headers.putAll(part.get("headers").members());
      headers.keySet().removeIf(name -> NOT_SENT.contains(name.toLowerCase(Locale.ROOT)));
      fields
          .integer("PartNumber", "part_number")
          .ifPresent(
              number ->
                  targets.put(
                      Math.toIntExact(number),
                      new Target(UploadSteps.address(address, file), headers)));
    }
    boolean whole =
        targets.size() == parting.count()
            && targets.firstKey() == 1
            && targets.lastKey() == parting.count();
    if (!whole) {
      throw UploadSteps.failed(
          Step.START,
          file,
          "the provider gave addresses for "
              + targets.size()
              + " parts, and not for the parts 1 to "
              + parting.count(),
          null);
    }
    return targets;
  }
}
