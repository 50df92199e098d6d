package dev.loraport.together;

import dev.loraport.file.FilePurpose;
import dev.loraport.file.FileSource;
import dev.loraport.file.FileUpload;
import dev.loraport.file.RemoteFile;
import dev.loraport.json.Json;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

/**
 * A client alone in its JVM that uploads one file and writes what became of it as a line of JSON;
 * with a fourth argument it cancels when that many bytes are sent.
 */
final class HugeUpload {
  private HugeUpload() {}

  public static void main(String[] args) throws InterruptedException {
    long cancelAfter = args.length > 3 ? Long.parseLong(args[3]) : Long.MAX_VALUE;
    CountDownLatch enough = new CountDownLatch(1);
    FileUpload file =
        FileUpload.builder()
            .source(FileSource.of(Path.of(args[2])))
            .purpose(FilePurpose.EVAL)
            .listener(
                progress -> {
                  if (progress.sent() >= cancelAfter) {
                    enough.countDown();
                  }
                })
            .build();
    Instant begin = Instant.now();
    try (TogetherClient client =
        TogetherClient.builder().baseUrl(args[0]).apiKey(args[1]).build()) {
      CompletableFuture<RemoteFile> upload = client.files().async().upload(file);
      upload.whenComplete((done, failure) -> enough.countDown());
      enough.await();
      Json.ObjectBuilder result = Json.object();
      if (cancelAfter < Long.MAX_VALUE) {
        result.put("cancelledAt", Instant.now().toString());
        upload.cancel(true);
      }
      try {
        RemoteFile done = upload.join();
        result.put("bytes", done.bytes().orElse(-1)).put("id", done.id().value());
      } catch (CancellationException e) {
        result.put("cancelled", true);
      }
      long heap =
          ManagementFactory.getMemoryPoolMXBeans().stream()
              .filter(pool -> pool.getType() == MemoryType.HEAP)
              .mapToLong(pool -> pool.getPeakUsage().getUsed())
              .sum();
      System.out.println(
          result
              .put("peakHeap", heap)
              .put("seconds", Duration.between(begin, Instant.now()).toSeconds())
              .build());
    }
  }
}
