package dev.loraport.samples;

import dev.loraport.ProviderClient;
import dev.loraport.error.ApiException;
import dev.loraport.error.AuthenticationException;
import dev.loraport.error.InsufficientFundsException;
import dev.loraport.error.LoraportException;
import dev.loraport.error.NotFoundException;
import dev.loraport.error.PermissionDeniedException;
import dev.loraport.error.UploadException;
import dev.loraport.file.FileId;
import dev.loraport.file.FileSource;
import dev.loraport.file.FileUpload;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** Whether a key may create: a training file of a few rows goes up, and is deleted again. */
final class WriteCheck {
  /** As many as the provider with the highest minimum asks for (Fireworks, 2026-08). */
  private static final int ROWS = 3;

  private static final String ROW =
      """
      {"messages":[{"role":"user","content":"Trial %s, row %d"},{"role":"assistant","content":"Seen."}]}
      """;

  private static final String GONE = "was deleted again";

  private final ProviderClient client;
  // no file of the account has this content, so what has it is this run's, and may be deleted
  private final String mark = UUID.randomUUID().toString();
  private final String name = "doctor-" + mark.substring(0, 8) + ".jsonl";

  WriteCheck(ProviderClient client) {
    this.client = client;
  }

  Finding run() {
    FileId id;
    try {
      FileUpload upload = FileUpload.builder().source(FileSource.of(name, rows())).build();
      id = client.files().upload(upload).id();
    } catch (UploadException e) {
      String begun = e.fileId();
      return notUploaded(
          e, begun == null ? "" : "; what was begun, " + begun + ", " + deleted(FileId.of(begun)));
    } catch (ApiException e) {
      return notUploaded(e, "");
    } catch (LoraportException e) {
      return notUploaded(
          e, "; it may be there all the same: look for " + name + " in the list of files");
    }
    String end = deleted(id);
    String what = "a training file of " + ROWS + " rows was uploaded, and " + id + " " + end;
    return end.equals(GONE)
        ? Finding.ok("writing", what + "; jobs were not tried, since they cost money")
        : Finding.fail("writing", what);
  }

  private byte[] rows() {
    StringBuilder rows = new StringBuilder();
    for (int i = 1; i <= ROWS; i++) {
      rows.append(ROW.formatted(mark, i));
    }
    return rows.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static Finding notUploaded(LoraportException e, String left) {
    return Finding.fail("writing", "no file could be uploaded: " + why(e) + left);
  }

  /** How the deletion ended. */
  private String deleted(FileId id) {
    try {
      client.files().delete(id);
      return GONE;
    } catch (NotFoundException e) {
      return GONE;
    } catch (LoraportException e) {
      return "is left there, since it could not be deleted: "
          + why(e)
          + "; to delete it: samples/what-is-running --provider "
          + client.provider()
          + " --stop "
          + id
          + " --yes, with a key that may";
    }
  }

  private static String why(LoraportException e) {
    Throwable said = e instanceof UploadException && e.getCause() != null ? e.getCause() : e;
    if (said instanceof PermissionDeniedException || said instanceof AuthenticationException) {
      return "the key has no right to that: " + e.getMessage();
    }
    return (said instanceof InsufficientFundsException ? AccountCheck.EMPTY : "") + e.getMessage();
  }
}
