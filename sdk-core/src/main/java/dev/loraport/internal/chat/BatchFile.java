package dev.loraport.internal.chat;

import dev.loraport.batch.BatchRequests;
import dev.loraport.chat.ChatRequest;
import dev.loraport.json.Json;
import dev.loraport.spi.BatchLines;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes a file of batch requests beside its place, and moves it there at the end. */
public final class BatchFile implements BatchRequests {
  private static final int MOST_LINE = 64 << 20;

  private final BatchLines lines;
  private final RequestWriter writer;
  private final Path target;
  private final Path part;
  private final OutputStream out;
  private final Set<String> ids = new HashSet<>();
  private @Nullable String model;
  private long bytes;
  private boolean ended;

  /**
   * Begins it.
   *
   * @param lines what a line looks like
   * @param target where the file goes
   */
  public BatchFile(BatchLines lines, Path target) throws IOException {
    this.lines = lines;
    this.writer = new RequestWriter(lines.provider(), lines.dialect());
    this.target = target.toAbsolutePath();
    Path folder = this.target.getParent();
    if (folder == null || Files.isDirectory(target)) {
      throw new IllegalArgumentException(target + " can't be a file of requests");
    }
    this.part = Files.createTempFile(folder, "requests-", ".part");
    this.out = new BufferedOutputStream(Files.newOutputStream(part));
  }

  @Override
  public void add(String customId, ChatRequest request) throws IOException {
    if (ended) {
      throw new IllegalStateException("the file of requests " + target + " is ended already");
    }
    String at = "request " + (ids.size() + 1) + " (custom_id \"" + customId + "\")";
    String name = request.model().name();
    refuse(customId, name, at);
    byte[] line = line(customId, request);
    if (line.length > MOST_LINE) {
      throw new IllegalArgumentException(
          at + " has " + line.length + " bytes; a line may have " + MOST_LINE);
    }
    if (bytes + line.length > lines.mostBytes()) {
      throw new IllegalArgumentException(
          at
              + " does not fit: "
              + lines.provider()
              + " takes files of "
              + lines.mostBytes()
              + " bytes; finish this one and begin another");
    }
    out.write(line);
    bytes += line.length;
    ids.add(customId);
    model = name;
  }

  private void refuse(String customId, String name, String at) {
    if (customId.isBlank() || customId.length() > lines.mostIdChars()) {
      throw new IllegalArgumentException(
          at + ": a custom_id has 1 to " + lines.mostIdChars() + " characters");
    }
    if (ids.contains(customId)) {
      throw new IllegalArgumentException(
          at + ": the custom_id is there already; give each request an id of its own");
    }
    if (ids.size() >= lines.mostRequests()) {
      throw new IllegalArgumentException(
          at
              + " is one too many: "
              + lines.provider()
              + " takes "
              + lines.mostRequests()
              + " requests in a file; finish this one and begin another");
    }
    if (lines.oneModel() && model != null && !model.equals(name)) {
      throw new IllegalArgumentException(
          at
              + " is for "
              + name
              + ", those before for "
              + model
              + ": "
              + lines.provider()
              + " takes one model for a whole file");
    }
  }

  private byte[] line(String customId, ChatRequest request) {
    Json.ObjectBuilder line = Json.object().put("custom_id", customId);
    if (lines.addressed()) {
      line.put("method", "POST").put("url", "/v1" + lines.dialect().path());
    }
    Map<String, Json> without = lines.models() ? Map.of() : Map.of("model", Json.missing());
    byte[] body = writer.write(request, false, without);
    byte[] head = line.build().toString().getBytes(StandardCharsets.UTF_8);
    byte[] middle = ",\"body\":".getBytes(StandardCharsets.UTF_8);
    // {"custom_id":"a" + ,"body": + {...} + } and a line feed
    byte[] whole = new byte[head.length - 1 + middle.length + body.length + 2];
    System.arraycopy(head, 0, whole, 0, head.length - 1);
    System.arraycopy(middle, 0, whole, head.length - 1, middle.length);
    System.arraycopy(body, 0, whole, head.length - 1 + middle.length, body.length);
    whole[whole.length - 2] = '}';
    whole[whole.length - 1] = '\n';
    return whole;
  }

  @Override
  public long count() {
    return ids.size();
  }

  @Override
  public long bytes() {
    return bytes;
  }

  @Override
  public Path finish() throws IOException {
    if (ended || ids.isEmpty()) {
      throw new IllegalStateException(
          ended ? "the file " + target + " is ended already" : "there is no request in " + target);
    }
    ended = true;
    out.close();
    Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
    return target;
  }

  /** Leaves nothing behind that was not finished. */
  @Override
  public void close() throws IOException {
    ended = true;
    try (out) {
      Files.deleteIfExists(part);
    }
  }
}
