package dev.loraport.adapter;

import java.util.Objects;

/**
 * An adapter that was taken to another provider.
 *
 * @param adapter what it is there, ready
 * @param local what it was on the way; its files are gone
 * @param fit what is known of it there, doubts among it
 */
public record CopiedAdapter(Adapter adapter, LocalAdapter local, AdapterFit fit) {
  public CopiedAdapter {
    Objects.requireNonNull(adapter, "adapter");
    Objects.requireNonNull(local, "local");
    Objects.requireNonNull(fit, "fit");
  }
}
