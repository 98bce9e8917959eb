package dev.bifrost.supervisor.redis;

/** The words of a queue's stream that the contract fixes. */
public final class RedisQueue {

  /** The consumer group of every queue. */
  public static final String GROUP = "bifrost";

  /** The field of an entry that names the execution. */
  public static final String EXECUTION_ID = "execution_id";

  private RedisQueue() {}
}
