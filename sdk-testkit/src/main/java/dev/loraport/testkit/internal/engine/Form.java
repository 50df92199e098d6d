package dev.loraport.testkit.internal.engine;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Text fields and file parts of an urlencoded or multipart body. */
public final class Form {
  /** A part with a file name. */
  public record FilePart(String fileName, Spool content) {}

  private static final int MAX_FIELD = 64 * 1024;
  static final Form NONE = new Form();

  private final Map<String, String> fields = new LinkedHashMap<>();
  private final Map<String, FilePart> files = new LinkedHashMap<>();

  private Form() {}

  /** The fields of a body that was read; none of a multipart body, see {@link #readParts}. */
  static Form read(Headers headers, Spool body) {
    if (!startsWith(headers.first("Content-Type", ""), "application/x-www-form-urlencoded")) {
      return NONE;
    }
    Form form = new Form();
    String text = new String(body.bytes(MAX_FIELD), StandardCharsets.UTF_8);
    Targets.pairs(text).forEach(pair -> form.fields.put(pair.getKey(), pair.getValue()));
    return form;
  }

  static boolean isMultipart(Headers headers) {
    return startsWith(headers.first("Content-Type", ""), "multipart/form-data");
  }

  /** Reads a multipart body as it comes in, so that its files need not be kept with it. */
  static Form readParts(Headers headers, InputStream in, Scratch scratch) throws IOException {
    String boundary = parameter(headers.first("Content-Type", ""), "boundary");
    if (boundary == null) {
      throw new MalformedRequestException("multipart/form-data without a boundary", null);
    }
    Form form = new Form();
    try {
      MultipartReader reader = new MultipartReader(in, boundary);
      for (Headers part = reader.nextPart(); part != null; part = reader.nextPart()) {
        String disposition = part.first("Content-Disposition", "");
        String name = parameter(disposition, "name");
        if (name == null) {
          throw new MalformedRequestException("a multipart part has no name", null);
        }
        String fileName = parameter(disposition, "filename");
        if (fileName == null) {
          form.fields.put(
              name, new String(reader.content().readNBytes(MAX_FIELD), StandardCharsets.UTF_8));
        } else {
          form.files.put(name, new FilePart(fileName, Spool.read(reader.content(), scratch)));
        }
      }
      return form;
    } catch (IOException e) {
      form.release();
      throw e;
    }
  }

  /** A text field, or null. */
  public @Nullable String field(String name) {
    return fields.get(name);
  }

  public Map<String, String> fields() {
    return fields;
  }

  /** A file part, or null. */
  public @Nullable FilePart file(String name) {
    return files.get(name);
  }

  public Map<String, FilePart> files() {
    return files;
  }

  void release() {
    files.values().forEach(part -> part.content().release());
  }

  private static boolean startsWith(String text, String prefix) {
    return text.regionMatches(true, 0, prefix, 0, prefix.length());
  }

  private static @Nullable String parameter(String header, String name) {
    for (String piece : header.split(";", -1)) {
      String text = piece.strip();
      if (text.startsWith(name + "=")) {
        String value = text.substring(name.length() + 1);
        boolean quoted = value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
        return quoted ? value.substring(1, value.length() - 1) : value;
      }
    }
    return null;
  }
}
