package dev.loraport.fireworks.internal.wire;

import dev.loraport.ResourceId;

/** The id of an account, which is a part of every address of the control plane. */
public final class Account extends ResourceId {
  private static final String PREFIX = "accounts/";

  private Account(String id) {
    super(id, false);
    ResourceName.refuseVerbs(id);
  }

  /**
   * The account of an id, or of a name with {@code accounts/} before it.
   *
   * @throws IllegalArgumentException if the text can be neither
   */
  public static Account of(String idOrName) {
    return new Account(
        idOrName.startsWith(PREFIX) ? idOrName.substring(PREFIX.length()) : idOrName);
  }

  /** The name of something that this account has, by its id; a full name stays as it is. */
  public ResourceName name(Collection collection, String idOrName) {
    return ResourceName.of(this, collection, idOrName);
  }
}
