package dev.loraport.fireworks.internal.file;

import dev.loraport.RequestOptions;
import dev.loraport.error.ApiException;
import dev.loraport.error.UploadException;
import dev.loraport.error.UploadException.Step;
import dev.loraport.file.FileSource;
import dev.loraport.file.RemoteFile;
import dev.loraport.fireworks.internal.wire.Api;
import dev.loraport.fireworks.internal.wire.ResourceName;
import dev.loraport.fireworks.internal.wire.SignedFiles;
import dev.loraport.http.WireResponse;
import dev.loraport.spi.Call;
import dev.loraport.spi.Operation;
import java.net.URI;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

/**
 * Whether a data set that has the id of a file has its content too. The id holds a hash of it, but
 * anyone may have put something else there, and the provider takes every content: so the number of
 * rows is compared, and the size of what is stored, which a look at its first byte shows.
 */
final class Stored {
  private static final Operation LOOK = Operation.read("files.upload");

  private final Api api;
  private final SignedFiles signed;

  Stored(Api api, SignedFiles signed) {
    this.api = api;
    this.signed = signed;
  }

  /**
   * Refuses a record that counts other rows.
   *
   * @throws UploadException if it does
   */
  static void refuseOther(UploadPlan plan, RemoteFile record) {
    OptionalLong there = record.lines();
    OptionalLong here = plan.rows();
    if (there.isPresent() && here.isPresent() && there.getAsLong() != here.getAsLong()) {
      throw other(plan, there.getAsLong() + " rows there, " + here.getAsLong() + " here");
    }
  }

  /** The record, if its content is that of the file; else the future fails. */
  CompletableFuture<RemoteFile> same(
      FileSource source,
      UploadPlan plan,
      ResourceName name,
      RemoteFile record,
      RequestOptions options) {
    refuseOther(plan, record);
    return api.follow(signed.downloads(LOOK.name(), name, Api.beside(options)))
        .thenCompose(
            addresses ->
                addresses.size() == 1
                    ? size(addresses.values().iterator().next(), options)
                    : api.done(OptionalLong.empty()))
        // what can't be looked at is taken for what its id says
        .exceptionallyCompose(
            failure ->
                failure instanceof ApiException
                    ? api.done(OptionalLong.empty())
                    : CompletableFuture.failedFuture(failure))
        .thenApply(
            there -> {
              if (there.isPresent() && there.getAsLong() != source.length()) {
                throw other(plan, there.getAsLong() + " bytes there, " + source.length() + " here");
              }
              return record;
            });
  }

  private CompletableFuture<OptionalLong> size(URI address, RequestOptions options) {
    Call look = Call.get(LOOK, address).signed().header("Range", "bytes=0-0").build();
    return api.follow(api.caller().open(look, Api.bare(options)))
        .thenApply(
            opened -> {
              WireResponse response = opened.response();
              response.body().close();
              return response.status() == 206
                  ? total(response.headers().firstValue("Content-Range").orElse(""))
                  : response.headers().firstValueAsLong("Content-Length");
            });
  }

  private static OptionalLong total(String range) {
    String total = range.substring(range.lastIndexOf('/') + 1);
    return total.matches("\\d{1,18}")
        ? OptionalLong.of(Long.parseLong(total))
        : OptionalLong.empty();
  }

  private static UploadException other(UploadPlan plan, String difference) {
    return Uploader.failed(
        Step.START,
        plan.id(),
        "a data set with this id is there with other content ("
            + difference
            + "); delete it, or name the file otherwise",
        null);
  }
}
