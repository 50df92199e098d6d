package dev.loraport.s3;

import dev.loraport.file.FileSource;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/**
 * One upload. A part is held in memory, so that it can be sent again when the connection breaks;
 * the source is read once.
 */
final class S3Upload {
  private static final String TYPE = "application/octet-stream";
  private static final int MOST_PARTS = 10_000;
  private static final System.Logger LOG = System.getLogger("dev.loraport.s3");

  private final S3Client client;
  private final String bucket;
  private final String key;
  private final int partBytes;

  S3Upload(S3Client client, String bucket, String key, int partBytes) {
    this.client = client;
    this.bucket = bucket;
    this.key = key;
    this.partBytes = partBytes;
  }

  void send(FileSource file) throws IOException {
    long needed = (file.length() + MOST_PARTS - 1) / MOST_PARTS;
    if (needed > Integer.MAX_VALUE - 16) {
      throw new IOException(file.name() + " has more bytes than an object can have");
    }
    int size = (int) Math.min(file.length(), Math.max(partBytes, needed));
    try (InputStream in = file.open()) {
      if (size == file.length()) {
        byte[] whole = exactly(in, size, file);
        client.putObject(request -> request.bucket(bucket).key(key), body(whole));
      } else {
        inParts(in, size, file);
      }
    }
  }

  private void inParts(InputStream in, int size, FileSource file) throws IOException {
    String id = client.createMultipartUpload(request -> request.bucket(bucket).key(key)).uploadId();
    boolean done = false;
    try {
      List<CompletedPart> parts = new ArrayList<>();
      for (long left = file.length(); left > 0; left -= Math.min(left, size)) {
        byte[] part = exactly(in, (int) Math.min(left, size), file);
        int number = parts.size() + 1;
        String tag =
            client
                .uploadPart(
                    request -> request.bucket(bucket).key(key).uploadId(id).partNumber(number),
                    body(part))
                .eTag();
        parts.add(CompletedPart.builder().partNumber(number).eTag(tag).build());
      }
      client.completeMultipartUpload(
          request ->
              request
                  .bucket(bucket)
                  .key(key)
                  .uploadId(id)
                  .multipartUpload(upload -> upload.parts(parts)));
      done = true;
    } finally {
      if (!done) {
        abort(id);
      }
    }
  }

  private void abort(String id) {
    try {
      client.abortMultipartUpload(request -> request.bucket(bucket).key(key).uploadId(id));
    } catch (SdkException e) {
      LOG.log(
          System.Logger.Level.WARNING, "an unfinished upload is left at " + bucket + "/" + key, e);
    }
  }

  private static byte[] exactly(InputStream in, int size, FileSource file) throws IOException {
    byte[] bytes = in.readNBytes(size);
    if (bytes.length < size) {
      throw new IOException(file.name() + " has fewer bytes than " + file.length());
    }
    return bytes;
  }

  private static RequestBody body(byte[] bytes) {
    return RequestBody.fromContentProvider(
        () -> new ByteArrayInputStream(bytes), bytes.length, TYPE);
  }

  /** What the store said, without what was sent to it. */
  static String words(SdkException failure) {
    return failure instanceof AwsServiceException answered && answered.awsErrorDetails() != null
        ? answered.statusCode()
            + " "
            + answered.awsErrorDetails().errorCode()
            + " "
            + answered.awsErrorDetails().errorMessage()
        : String.valueOf(failure.getMessage());
  }
}
