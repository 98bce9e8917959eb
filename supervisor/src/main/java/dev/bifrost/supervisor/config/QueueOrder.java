package dev.bifrost.supervisor.config;

/** How the queues of a pool take turns. */
public enum QueueOrder {
  /** The queue with the higher priority always first. */
  PRIORITY,
  /** All of them, each by its weight. */
  WEIGHT
}
