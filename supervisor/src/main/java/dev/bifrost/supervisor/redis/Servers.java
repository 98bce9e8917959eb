package dev.bifrost.supervisor.redis;

/** The servers behind an address. Any thread. */
interface Servers extends AutoCloseable {

  /** Opens a connection, which connects again by itself. */
  RedisConnection connect();

  /** Closes all connections. Idempotent. */
  @Override
  void close();
}
