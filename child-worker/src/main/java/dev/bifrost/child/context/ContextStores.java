package dev.bifrost.child.context;

import dev.bifrost.protocol.ChildSettings;

/** Makes the context store that fits a child's settings. */
@FunctionalInterface
public interface ContextStores {

  /**
   * Makes the store; cheap, connects to nothing.
   *
   * @throws IllegalArgumentException if the settings name no usable store; the message says why,
   *     without credentials
   */
  ContextStore open(ChildSettings settings);
}
