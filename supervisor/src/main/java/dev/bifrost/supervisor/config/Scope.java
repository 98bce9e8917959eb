package dev.bifrost.supervisor.config;

/** What has keys of its own, beside those that hold for all. */
enum Scope {
  /** The keys of one pool, {@code pools.<name>.<key>}. */
  POOL("pools", "pool"),
  /** The keys of one queue, {@code queues.<name>.<key>}. */
  QUEUE("queues", "queue");

  private final String section;
  private final String noun;

  Scope(String section, String noun) {
    this.section = section;
    this.noun = noun;
  }

  /** The first part of its keys. */
  String section() {
    return section;
  }

  /** For people. */
  String noun() {
    return noun;
  }
}
