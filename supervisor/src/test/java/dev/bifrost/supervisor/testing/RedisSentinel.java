package dev.bifrost.supervisor.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A master with one replica, and a sentinel that makes the replica the master when that dies. */
public final class RedisSentinel implements AutoCloseable {

  private static final String NAME = "bifrost";

  private final RedisNode master;
  private final RedisNode replica;
  private final RedisNode sentinel;

  private RedisSentinel(RedisNode master, RedisNode replica, RedisNode sentinel) {
    this.master = master;
    this.replica = replica;
    this.sentinel = sentinel;
  }

  /** Starts all three and waits until the sentinel knows the replica. */
  public static RedisSentinel start(Path folder) throws IOException, InterruptedException {
    RedisNode master = new RedisNode(folder.resolve("master"));
    master.start();
    RedisNode replica =
        new RedisNode(folder.resolve("replica"), "--replicaof", "127.0.0.1 " + master.port());
    replica.start();
    Path home = Files.createDirectories(folder.resolve("sentinel"));
    Files.writeString(
        home.resolve("redis.conf"),
        "sentinel monitor bifrost 127.0.0.1 "
            + master.port()
            + " 1\nsentinel down-after-milliseconds bifrost 2000\n"
            + "sentinel failover-timeout bifrost 5000\n");
    RedisNode sentinel = new RedisNode(home);
    sentinel.start("--sentinel");
    RedisSentinel all = new RedisSentinel(master, replica, sentinel);
    replica.until("the replica follows", c -> c.info("replication").contains("link_status:up"));
    sentinel.until("it knows the replica", c -> c.info("sentinel").contains("slaves=1"));
    return all;
  }

  /** The address by which clients find the master. */
  public String uri() {
    return "redis-sentinel://127.0.0.1:" + sentinel.port() + "/0#" + NAME;
  }

  /** Returns when the replica has all that the master has, and kills the master. */
  public void killMaster() {
    replica.until(
        "the replica has everything",
        c -> c.info("replication").contains("master_sync_in_progress:0"));
    master.until("the replica has confirmed", c -> c.waitForReplication(1, 1_000) == 1);
    master.kill();
  }

  /** Returns when the replica has become the master. */
  public void awaitFailover() {
    replica.until("the replica is the master", c -> c.info("replication").contains("role:master"));
  }

  @Override
  public void close() {
    sentinel.kill();
    replica.kill();
    master.kill();
  }
}
