package dev.loraport.spi;

import dev.loraport.RequestOptions;
import dev.loraport.error.ClientClosedException;
import dev.loraport.error.DownloadException;
import dev.loraport.error.LoraportException;
import dev.loraport.error.TransportException;
import dev.loraport.http.WireResponse;
import java.io.EOFException;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One download with its resumptions. All its steps run one after the other, off the network. */
final class DownloadRun {
  private static final int MAX_BREAKS = 5;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
  private static final int PARTIAL = 206;
  private static final int RANGE_NOT_SATISFIABLE = 416;

  private final Caller caller;
  private final Call get;
  private final RequestOptions options;
  private final PartFile.Disk disk;
  private final SerialExecutor serial;
  private final Task<Path> result;
  private Content content = Content.UNKNOWN;
  private int breaks;
  private @Nullable PartFile written;
  private @Nullable Function<HttpHeaders, String> naming;

  DownloadRun(Caller caller, Call get, RequestOptions options, PartFile.Disk disk) {
    this.caller = caller;
    this.get = get;
    this.options = options;
    this.disk = disk;
    this.serial = new SerialExecutor(caller.executor());
    this.result = new Task<>(caller.executor(), () -> serial.execute(this::discard));
  }

  CompletableFuture<Path> start(Path target, @Nullable String remoteName) {
    return start(() -> PartFile.create(errors(), target, remoteName, disk));
  }

  /** As {@code start}, in a folder, under a name that the headers of the answer lead to. */
  CompletableFuture<Path> startIn(Path folder, Function<HttpHeaders, String> remoteName) {
    naming = remoteName;
    return start(() -> PartFile.createIn(errors(), folder, "", disk));
  }

  private DiskErrors errors() {
    return new DiskErrors(caller.provider(), get.operation().name());
  }

  private CompletableFuture<Path> start(Supplier<PartFile> create) {
    serial.execute(
        () -> {
          if (result.isDone()) {
            return;
          }
          try {
            PartFile part = create.get();
            written = part;
            guarded(part, () -> request(part));
          } catch (RuntimeException e) {
            result.fail(e);
          }
        });
    return result.future();
  }

  private void request(PartFile part) {
    if (result.isDone()) {
      return;
    }
    CompletableFuture<Caller.Opened> opening =
        caller.open(part.length() == 0 ? get : resuming(part.length()), options);
    result.then(
        opening,
        (opened, failure) ->
            serial.execute(() -> guarded(part, () -> opened(part, opened, failure))));
  }

  private Call resuming(long from) {
    Call.Builder call =
        Call.get(get.operation(), get.uri())
            .accept(get.accepted().stream().mapToInt(Integer::intValue).toArray())
            .accept(RANGE_NOT_SATISFIABLE);
    get.headers().forEach(call::header);
    call.header("Range", "bytes=" + from + "-");
    content.strongEtag().ifPresent(tag -> call.header("If-Range", tag));
    return get.signed() ? call.signed().build() : call.build();
  }

  private void opened(PartFile part, Caller.@Nullable Opened opened, @Nullable Throwable failure) {
    if (failure != null || opened == null) {
      Throwable cause = failure == null ? new IOException("no answer") : failure;
      if (breaks > 0 && PassingErrors.isPassing(cause)) {
        broken(part, cause);
      } else {
        fail(part, cause);
      }
      return;
    }
    WireResponse response = opened.response();
    if (result.isDone()) {
      response.body().close();
      return;
    }
    boolean resuming = part.length() > 0;
    Content answer = Content.of(response);
    if (resuming && response.status() == RANGE_NOT_SATISFIABLE) {
      response.body().close();
      if (answer.total() == part.length()) {
        finish(part);
      } else {
        beginAnew(part, "the rest was refused");
      }
    } else if (resuming && response.status() == PARTIAL) {
      if (answer.continues(content, part.length())) {
        content = content.with(answer);
        read(part, response);
      } else {
        response.body().close();
        beginAnew(part, "the rest belongs to other content");
      }
    } else {
      part.clear();
      content = answer;
      named(part, response);
      read(part, response);
    }
  }

  private void named(PartFile part, WireResponse response) {
    if (naming == null) {
      return;
    }
    try {
      part.rename(naming.apply(response.headers()));
    } catch (RuntimeException e) {
      response.body().close();
      throw e;
    }
  }

  private void beginAnew(PartFile part, String why) {
    part.clear();
    content = Content.UNKNOWN;
    broken(part, new IOException(why));
  }

  private void read(PartFile part, WireResponse response) {
    long limit = content.isLengthKnown() ? content.total() : Long.MAX_VALUE;
    BodySink sink = new BodySink(response.body(), part, limit, serial);
    result.then(
        sink, (none, failure) -> serial.execute(() -> guarded(part, () -> ended(part, failure))));
    sink.start();
  }

  private void ended(PartFile part, @Nullable Throwable cause) {
    if (result.isDone()) {
      return;
    }
    if (cause instanceof OverlongBodyException) {
      fail(part, failure("the body is longer than the " + content.total() + " bytes announced"));
    } else if (cause instanceof LoraportException && !(cause instanceof TransportException)) {
      fail(part, cause);
    } else if (cause != null) {
      broken(part, cause);
    } else if (content.isLengthKnown() && part.length() < content.total()) {
      broken(part, new EOFException("the body ended early"));
    } else {
      finish(part);
    }
  }

  private void broken(PartFile part, Throwable cause) {
    if (caller.isClosed()) {
      fail(part, closed());
      return;
    }
    breaks++;
    if (breaks > MAX_BREAKS) {
      String of = content.isLengthKnown() ? " of " + content.total() : "";
      fail(
          part,
          new DownloadException(
              caller.provider(),
              get.operation().name(),
              caller.provider()
                  + " "
                  + get.operation()
                  + ": the connection broke "
                  + breaks
                  + " times, the last time after "
                  + part.length()
                  + of
                  + " bytes; download it again when the network is better",
              cause));
      return;
    }
    Duration pause = FIRST_PAUSE.multipliedBy(1L << (breaks - 1));
    result.then(
        caller.delayer().delay(pause),
        (none, failure) -> serial.execute(() -> guarded(part, () -> paused(part, failure))));
  }

  private void paused(PartFile part, @Nullable Throwable failure) {
    if (caller.isClosed()) {
      fail(part, closed());
    } else if (failure != null) {
      fail(part, failure);
    } else {
      request(part);
    }
  }

  private void finish(PartFile part) {
    part.finish();
    result.complete(part.target());
  }

  private void guarded(PartFile part, Runnable work) {
    try {
      work.run();
    } catch (RuntimeException e) {
      fail(part, e);
    }
  }

  private void discard() {
    PartFile part = written;
    if (part != null) {
      part.discard();
    }
  }

  // What was written is gone before anyone hears of the failure.
  private void fail(PartFile part, Throwable failure) {
    part.discard();
    result.fail(failure);
  }

  private DownloadException failure(String what) {
    return new DownloadException(
        caller.provider(),
        get.operation().name(),
        caller.provider() + " " + get.operation() + ": " + what + "; download it again",
        null);
  }

  private ClientClosedException closed() {
    return new ClientClosedException(
        caller.provider(),
        get.operation().name(),
        caller.provider() + " " + get.operation() + ": the client was closed during the download");
  }
}
