package dev.loraport.together;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The operations that the contract names: those of its index, and for the second API, which the
 * index only points to, those of the chapters that it points to.
 */
final class ContractOperations {
  private static final List<String> SECOND_API = List.of("### 5.8 ", "### 9.4 ");
  private static final String ON_DEPLOYMENTS = "### 9.5 ";
  private static final Pattern WORD =
      Pattern.compile(
          "((?:GET|POST|PUT|PATCH|DELETE)(?:/(?:GET|POST|PUT|PATCH|DELETE))*) |`([/…][^`]*)`");

  private final Set<String> operations = new LinkedHashSet<>();
  private List<String> methods = List.of();
  private boolean named;
  private String path = "";

  private ContractOperations() {}

  /** All of them, such as {@code GET /v1/files/{id}}. */
  static Set<String> of(Tables contract) {
    ContractOperations all = new ContractOperations();
    contract.rows("### 0.3 ").forEach(row -> all.read(row.get(0), "/v1"));
    for (String chapter : SECOND_API) {
      contract.rows(chapter).forEach(row -> all.read(row.get(0), "/v2"));
    }
    String prefix = contract.find(ON_DEPLOYMENTS, "Path prefix `([^`]+)`");
    contract.rows(ON_DEPLOYMENTS).forEach(row -> all.read(row.get(0), "/v2" + prefix));
    return all.operations;
  }

  /** Reads a cell, such as GET `/a/{id}/b`, `/c`, DELETE `…/b`. */
  private void read(String cell, String prefix) {
    methods = List.of();
    Matcher words = WORD.matcher(cell);
    while (words.find()) {
      if (words.group(1) != null) {
        methods = List.of(words.group(1).split("/"));
        named = true;
      } else if (!words.group(2).endsWith("…") && !methods.isEmpty()) {
        path = resolved(words.group(2), prefix);
        named = false;
        methods.forEach(method -> operations.add(method + " " + shortened(path)));
      }
    }
  }

  private String resolved(String text, String prefix) {
    if (text.startsWith("…")) {
      // from where the path before has that segment, or else below it
      String first = text.substring(1).replaceAll("^(/[^/]+).*", "$1");
      int at = path.lastIndexOf(first);
      return (at < 0 ? path : path.substring(0, at)) + text.substring(1);
    }
    if (!named && text.lastIndexOf('/') == 0) {
      return path.substring(0, path.lastIndexOf('/')) + text;
    }
    return text.matches("/v[02]/.*") ? text : prefix + text;
  }

  private static String shortened(String path) {
    return path.replaceAll("^/v2/projects/\\{[^}]+}", "{P}").replaceAll("\\{(?!P})[^}]+}", "{id}");
  }
}
