package dev.bifrost.engine;

import java.util.Objects;

/**
 * What executions get from a place that they share with others.
 *
 * @param modules source that workflows import
 * @param signals what running executions are told
 */
public record Shared(ModuleSource modules, SignalSource signals) {

  /** Nothing of all that. */
  public static final Shared NONE = new Shared(ModuleSource.NONE, SignalSource.NONE);

  /** Checks that nothing is missing. */
  public Shared {
    Objects.requireNonNull(modules, "modules");
    Objects.requireNonNull(signals, "signals");
  }

  /** Modules, and no signals. */
  public Shared(ModuleSource modules) {
    this(modules, SignalSource.NONE);
  }
}
