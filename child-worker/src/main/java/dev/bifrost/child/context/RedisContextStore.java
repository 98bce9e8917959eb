package dev.bifrost.child.context;

import dev.bifrost.engine.ModuleSource;
import dev.bifrost.engine.SignalSource;
import dev.bifrost.protocol.ChildSettings;
import dev.bifrost.protocol.ExecutionId;
import dev.bifrost.protocol.KeySpace;
import dev.bifrost.protocol.RedisNodes;
import java.time.Duration;

/**
 * Reads contexts, and the modules that their code imports, from Redis over one connection; signals
 * over another one.
 */
public final class RedisContextStore implements ContextStore {

  private final RedisConnection redis;
  private final KeySpace keys;
  private final ModuleSource modules;
  private final RedisSignalSource signals;

  private RedisContextStore(RedisNodes nodes, Duration deadline, KeySpace keys) {
    this.redis = new RedisConnection(nodes, deadline);
    this.keys = keys;
    this.modules = new RedisModuleSource(redis, keys);
    this.signals = new RedisSignalSource(new RedisConnection(nodes, deadline), keys, deadline);
  }

  /**
   * The store that the settings name. One with an address that is none answers every lookup with
   * the reason: an ID that was sent has to be answered.
   */
  public static ContextStore open(ChildSettings settings) {
    try {
      return new RedisContextStore(
          RedisNodes.of(settings.redisUri()), settings.contextDeadline(), settings.keys());
    } catch (IllegalArgumentException e) {
      // The exception's own message may repeat the address, password included.
      return new NoContextStore(
          "the configured address is no Redis URI; allowed are redis://, rediss://,"
              + " redis-sentinel:// and redis-cluster:// with a host");
    }
  }

  @Override
  public void prepare() {
    redis.prepare();
  }

  @Override
  public ContextLookup read(ExecutionId id) {
    try {
      String json = redis.ask("reading a context", connection -> connection.get(keys.context(id)));
      return json == null ? new ContextLookup.Missing() : new ContextLookup.Found(json);
    } catch (NoAnswerException e) {
      return e.isWrongType()
          ? new ContextLookup.Unusable("Its key holds no string but another type of value.")
          : new ContextLookup.Unreachable(e.reason());
    }
  }

  @Override
  public ModuleSource modules() {
    return modules;
  }

  @Override
  public SignalSource signals() {
    return signals;
  }

  @Override
  public void close() {
    signals.close();
    redis.close();
  }
}
