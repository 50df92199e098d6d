package dev.loraport.serving;

import com.fasterxml.jackson.annotation.JsonCreator;
import dev.loraport.ResourceId;

/** The id of a dedicated deployment; at Together the endpoint and the deployment. */
public final class DeploymentId extends ResourceId {
  private DeploymentId(String value) {
    super(value, true);
  }

  /**
   * The id with that text.
   *
   * @throws IllegalArgumentException if the text can't be an id, see {@link ResourceId}
   */
  @JsonCreator
  public static DeploymentId of(String value) {
    return new DeploymentId(value);
  }
}
