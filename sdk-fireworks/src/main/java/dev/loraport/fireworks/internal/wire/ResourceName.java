package dev.loraport.fireworks.internal.wire;

import dev.loraport.ResourceId;
import java.util.List;
import java.util.Optional;

/**
 * The full name of a resource: {@code accounts/my-team/datasets/train}, with more pairs of
 * collection and id for what is below another. Each segment is checked, and none may hold a colon:
 * what follows one in an address is a verb.
 */
public final class ResourceName extends ResourceId {
  private ResourceName(String value) {
    super(value, true);
    refuseVerbs(value);
    List<String> segments = segments();
    if (segments.size() < 4 || segments.size() % 2 != 0 || !segments.get(0).equals("accounts")) {
      throw new IllegalArgumentException(
          "\"" + value + "\" is no resource name such as accounts/my-team/datasets/train");
    }
  }

  static void refuseVerbs(String value) {
    if (value.indexOf(':') >= 0) {
      throw new IllegalArgumentException("\"" + value + "\" has a ':', which no id has");
    }
  }

  /**
   * The name of that text.
   *
   * @throws IllegalArgumentException if it is no full name
   */
  public static ResourceName parse(String text) {
    return new ResourceName(text);
  }

  /** The name of that text, if it is one. */
  public static Optional<ResourceName> find(String text) {
    try {
      return Optional.of(parse(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /**
   * The name of an id in an account; a full name stays as it is.
   *
   * @throws IllegalArgumentException if it is neither, or a name of another collection
   */
  public static ResourceName of(Account account, Collection collection, String idOrName) {
    boolean full = idOrName.startsWith("accounts/");
    if (!full && idOrName.indexOf('/') >= 0) {
      throw new IllegalArgumentException(
          "\"" + idOrName + "\" is neither an id nor a full name such as accounts/my-team/...");
    }
    ResourceName name =
        full
            ? parse(idOrName)
            : parse("accounts/" + account + "/" + collection.word() + "/" + idOrName);
    if (!name.segments().get(2).equals(collection.word())) {
      throw new IllegalArgumentException(
          "\"" + name + "\" is none of the " + collection.word() + " of an account");
    }
    return name;
  }

  /**
   * Refuses what {@link #of} would refuse, where the account is not known yet.
   *
   * @throws IllegalArgumentException if it is neither an id nor a name of that collection
   */
  public static void check(Collection collection, String idOrName) {
    of(Account.of("any"), collection, idOrName);
  }

  /**
   * The id in a text that is an id or a full name; leniently, for answers. What can't be a name is
   * left as it is.
   */
  public static String id(String idOrName) {
    return find(idOrName).map(ResourceName::id).orElse(idOrName);
  }

  /** The account. */
  public Account account() {
    return Account.of(segments().get(1));
  }

  /** The collection within the account; empty if this version does not know it. */
  public Optional<Collection> collection() {
    return Collection.of(segments().get(2));
  }

  /** What follows the collection: the id, and the parts of what is below it. */
  public String id() {
    return String.join("/", segments().subList(3, segments().size()));
  }
}
