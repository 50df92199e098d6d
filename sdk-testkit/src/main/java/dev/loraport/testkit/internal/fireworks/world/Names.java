package dev.loraport.testkit.internal.fireworks.world;

import dev.loraport.testkit.internal.engine.Call;
import dev.loraport.testkit.internal.engine.Ids;
import java.util.regex.Pattern;

/** Names of resources: {@code accounts/{account}/{collection}/{id}}. */
public final class Names {
  private static final Pattern ID = Pattern.compile("[a-z-][a-z0-9-]{0,62}");
  private static final Pattern FULL =
      Pattern.compile("accounts/[a-z0-9-]+/[a-zA-Z]+/[^/]+(/versions/[^/]+)?");

  private Names() {}

  /** The name of the account that the path is about. */
  public static String account(Call call) {
    return "accounts/" + call.parameter("account");
  }

  /** The full name of a resource in the account that the path is about. */
  public static String of(Call call, String collection, String id) {
    return account(call) + "/" + collection + "/" + id;
  }

  /** The full name of the resource that the path is about. */
  public static String of(Call call, String collection) {
    return of(call, collection, call.parameter("id"));
  }

  /** The last segment of a full name. */
  public static String id(String name) {
    return name.substring(name.lastIndexOf('/') + 1);
  }

  /** An id chosen by a client, once it has been found valid. */
  public static String chosen(Call call, String field, String id) {
    if (!ID.matcher(id).matches()) {
      call.problem("`" + field + "` is no valid id: '" + id + "'");
      throw Code.INVALID_ARGUMENT.refuse(
          "invalid "
              + field
              + " \""
              + id
              + "\": ids have 1 to 63 lower-case letters, digits and '-' and do not start with a"
              + " digit");
    }
    return id;
  }

  /** An id made by the server. */
  public static String random(Ids ids, int length) {
    String id = ids.lowerCase(length);
    return Character.isDigit(id.charAt(0)) ? "k" + id.substring(1) : id;
  }

  /** Whether a text is a full name in one of the collections. */
  public static boolean isFull(String name, String collection) {
    return FULL.matcher(name).matches() && name.split("/", -1)[2].equals(collection);
  }
}
