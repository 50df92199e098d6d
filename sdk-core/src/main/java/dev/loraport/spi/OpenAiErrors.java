package dev.loraport.spi;

import dev.loraport.error.ErrorAnswer;
import dev.loraport.internal.http.XmlError;
import dev.loraport.json.Json;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Reads the error bodies of OpenAI-compatible servers and of the gateways in front of them: an
 * {@code error} object, an {@code error} text, a {@code message}, a {@code detail} text or list,
 * plain text, the title or first text of an HTML page, and code and message of XML.
 */
public final class OpenAiErrors implements ErrorReader {
  private static final int TEXT_LIMIT = 500;

  // a tag ends before the next one begins: looking for its end further on, for each beginning of
  // one, would take half a minute for a hostile page
  private static final String TO_END = "[^<>]*+>";
  private static final Pattern TAG = Pattern.compile("<" + TO_END);
  private static final Pattern TITLE =
      Pattern.compile("<title" + TO_END + "([^<]*+)", Pattern.CASE_INSENSITIVE);
  private static final Pattern HIDDEN =
      Pattern.compile("<(script|style|head)\\b", Pattern.CASE_INSENSITIVE);

  /** Makes a reader; it has no state. */
  public OpenAiErrors() {}

  @Override
  public void read(ErrorAnswer known, ErrorAnswer.Builder into) {
    String raw = known.rawBody().strip();
    Json body = parse(raw);
    if (body.kind() != Json.Kind.OBJECT) {
      into.message(shorten(body.string().orElseGet(() -> text(raw))));
      return;
    }
    Json error = body.get("error").kind() == Json.Kind.OBJECT ? body.get("error") : body;
    scalar(error.get("code")).ifPresent(into::code);
    scalar(error.get("type")).ifPresent(into::type);
    scalar(error.get("param")).ifPresent(into::param);
    message(body, error).ifPresent(into::message);
  }

  private static Optional<String> message(Json body, Json error) {
    return filled(error.get("message"))
        .or(() -> filled(body.get("message")))
        .or(() -> filled(body.get("error")))
        .or(() -> detail(error.get("detail")))
        .or(() -> detail(body.get("detail")))
        .or(() -> Optional.of(shorten(body.toString())));
  }

  private static Optional<String> detail(Json detail) {
    if (detail.kind() == Json.Kind.OBJECT) {
      return filled(detail.get("message")).or(() -> filled(detail.get("msg")));
    }
    String joined =
        detail.elements().stream()
            .map(OpenAiErrors::entry)
            .filter(text -> !text.isEmpty())
            .collect(Collectors.joining("; "));
    return filled(detail).or(() -> joined.isEmpty() ? Optional.empty() : Optional.of(joined));
  }

  /** One finding of a validation: where, and what. */
  private static String entry(Json entry) {
    String where =
        entry.get("loc").elements().stream()
            .map(part -> part.string().orElseGet(part::toString))
            .collect(Collectors.joining("."));
    String what = filled(entry.get("msg")).or(() -> filled(entry)).orElse("");
    return where.isEmpty() || what.isEmpty() ? where + what : where + ": " + what;
  }

  private static Optional<String> filled(Json text) {
    return text.kind() == Json.Kind.STRING
        ? text.string().filter(s -> !s.isBlank())
        : Optional.empty();
  }

  /** Codes come as names and as numbers. */
  private static Optional<String> scalar(Json value) {
    return filled(value).or(() -> value.integer().map(String::valueOf));
  }

  private static Json parse(String raw) {
    try {
      return raw.isEmpty() ? Json.missing() : Json.parse(raw);
    } catch (IllegalArgumentException e) {
      return Json.missing();
    }
  }

  private static String text(String raw) {
    if (XmlError.isIn(raw)) {
      return XmlError.of(raw).line();
    }
    if (!raw.startsWith("<")) {
      return raw;
    }
    Matcher title = TITLE.matcher(raw);
    if (title.find() && !title.group(1).isBlank()) {
      return title.group(1).strip();
    }
    return TAG.matcher(shown(raw)).replaceAll(" ").strip();
  }

  /** A page without the parts that nobody sees, up to one that has no end. */
  private static String shown(String page) {
    StringBuilder shown = new StringBuilder();
    Matcher hidden = HIDDEN.matcher(page);
    int from = 0;
    while (hidden.find(from)) {
      Matcher end =
          Pattern.compile("</" + hidden.group(1) + ">", Pattern.CASE_INSENSITIVE).matcher(page);
      if (!end.find(hidden.end())) {
        break;
      }
      shown.append(page, from, hidden.start()).append(' ');
      from = end.end();
    }
    return shown.append(page, from, page.length()).toString();
  }

  private static String shorten(String text) {
    String line = text.replaceAll("\\s+", " ").strip();
    return line.length() > TEXT_LIMIT ? line.substring(0, TEXT_LIMIT) + "..." : line;
  }
}
