package dev.bifrost.supervisor.config;

import com.google.common.net.InetAddresses;
import dev.bifrost.protocol.ChildSettings;
import dev.bifrost.protocol.DurationText;
import dev.bifrost.protocol.KeySpace;
import dev.bifrost.protocol.QueueName;
import dev.bifrost.supervisor.redis.RedisAddress;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Makes the settings of the values, and checks what concerns more than one key. */
final class SettingsReader {

  private final Values values;

  SettingsReader(Values values) {
    this.values = values;
  }

  /** The settings; of no use if {@link Values#problems} has any. */
  Settings read() {
    Settings.Redis redis = redis();
    List<Settings.Pool> pools = new PoolsReader(values).read();
    List<QueueName> queues = pools.stream().flatMap(pool -> pool.queues().stream()).toList();
    QueuesReader queuesReader = new QueuesReader(values);
    return new Settings(
        redis,
        service(queues),
        pools,
        queues.stream().map(queuesReader::read).toList(),
        child(),
        limits());
  }

  private Settings.Redis redis() {
    Duration lease = values.get(Keys.LEASE_DURATION);
    Duration renewal = values.get(Keys.LEASE_RENEWAL);
    if (renewal.multipliedBy(3).compareTo(lease) > 0) {
      values.problem(
          Keys.LEASE_RENEWAL,
          "is "
              + DurationText.format(renewal)
              + ". Allowed is at most a third of lease.duration, which is "
              + DurationText.format(lease)
              + ".");
    }
    Optional<RedisAddress> address = values.find(Keys.REDIS_URI);
    if (address.filter(RedisAddress::isCluster).isPresent() && !values.get(Keys.REDIS_HASH_TAGS)) {
      values.problem(
          Keys.REDIS_HASH_TAGS,
          "is false. Allowed is true where redis.uri is that of a Redis Cluster: without the braces"
              + " the keys of one execution would be on several servers.");
    }
    return new Settings.Redis(
        address,
        new KeySpace(values.get(Keys.REDIS_NAMESPACE), values.get(Keys.REDIS_HASH_TAGS)),
        new Settings.Lease(lease, renewal),
        values.get(Keys.CONTEXT_DEADLINE),
        values.get(Keys.INTAKE_CONTEXT_KEYS));
  }

  private Settings.Service service(List<QueueName> queues) {
    return new Settings.Service(
        values.get(Keys.SUPERVISOR_NAME),
        queues,
        values.get(Keys.STATE_DIR),
        values.get(Keys.WORKSPACE_DIR),
        values.get(Keys.DRAIN_LIMIT),
        new Settings.Faces(logs(), http()));
  }

  private Settings.Logs logs() {
    return new Settings.Logs(
        values.get(Keys.LOG_LEVEL),
        values.get(Keys.LOG_FORMAT),
        values.get(Keys.LOG_DIR),
        values.get(Keys.LOG_FILES),
        values.get(Keys.LOG_FILE_SIZE));
  }

  private Settings.Http http() {
    InetAddress address = values.get(Keys.HTTP_ADDRESS);
    Optional<Path> tokenFile = values.find(Keys.HTTP_TOKEN_FILE);
    boolean enabled = values.get(Keys.HTTP_ENABLED);
    if (enabled && !address.isLoopbackAddress() && tokenFile.isEmpty()) {
      values.problem(
          Keys.HTTP_ADDRESS,
          "is "
              + InetAddresses.toAddrString(address)
              + ". Allowed is a loopback address as 127.0.0.1, or any where http.token-file names a"
              + " file with a token: whoever reaches the interface can run code.");
    }
    return new Settings.Http(
        enabled,
        address,
        values.get(Keys.HTTP_PORT),
        values.written(Keys.HTTP_PORT).isPresent(),
        tokenFile,
        values.get(Keys.HTTP_BODY_LIMIT));
  }

  private Settings.Child child() {
    return new Settings.Child(
        new Settings.Timing(
            values.get(Keys.CHILD_START_TIMEOUT),
            values.get(Keys.CHILD_GRACE),
            values.get(Keys.CHILD_KILL_AFTER)),
        new Settings.Breaker(
            values.get(Keys.BREAKER_CRASHES),
            values.get(Keys.BREAKER_WITHIN),
            values.get(Keys.BREAKER_PAUSE)),
        values.get(Keys.MEMORY_HEADROOM));
  }

  private Settings.Limits limits() {
    return new Settings.Limits(
        new ChildSettings.Limits(
            values.get(Keys.RESULT_LIMIT),
            values.get(Keys.LOG_LIMIT_LINES),
            values.get(Keys.LOG_LIMIT_BYTES),
            values.get(Keys.LOG_LIMIT_LINE)),
        values.get(Keys.RESULT_TTL),
        values.get(Keys.CONTEXT_LIMIT),
        values.get(Keys.JOURNAL_LIMIT));
  }
}
