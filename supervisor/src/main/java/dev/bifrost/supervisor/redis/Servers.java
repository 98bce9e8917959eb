package dev.bifrost.supervisor.redis;

import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;

/** The servers behind an address. Any thread. */
interface Servers extends AutoCloseable {

  /** Opens a connection, which connects again by itself. */
  RedisConnection connect();

  /**
   * Opens a connection that hears what is published; it connects and subscribes again by itself.
   */
  StatefulRedisPubSubConnection<String, String> connectPubSub();

  /** Closes all connections. Idempotent. */
  @Override
  void close();
}
