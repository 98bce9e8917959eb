package dev.bifrost.supervisor.config;

import com.google.common.net.InetAddresses;
import dev.bifrost.protocol.ChildSettings;
import dev.bifrost.protocol.KeySpace;
import dev.bifrost.supervisor.redis.RedisAddress;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Makes the settings of the values, and checks what concerns more than one key. */
final class SettingsReader {

  private final Values values;

  SettingsReader(Values values) {
    this.values = values;
  }

  /** The settings; of no use if {@link Values#problems} has any. */
  Settings read() {
    return new Settings(redis(), service(), pool(), child(), retry(), limits());
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
        values.get(Keys.CONTEXT_DEADLINE));
  }

  private Settings.Service service() {
    return new Settings.Service(
        values.get(Keys.SUPERVISOR_NAME),
        values.get(Keys.QUEUES),
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

  private Settings.Pool pool() {
    int min = values.get(Keys.CHILDREN_MIN);
    int max = values.get(Keys.CHILDREN_MAX);
    if (min > max) {
      values.problem(
          Keys.CHILDREN_MIN,
          "is " + min + ". Allowed is at most pool.children.max, which is " + max + ".");
    }
    return new Settings.Pool(min, max);
  }

  private Settings.Child child() {
    Map<String, String> environment = new LinkedHashMap<>();
    values
        .get(Keys.CHILD_ENVIRONMENT)
        .forEach(rule -> rule.apply(values.surroundings().environment(), environment));
    return new Settings.Child(
        new Settings.Launch(
            values.get(Keys.CHILD_JAVA),
            values.get(Keys.CHILD_JAR),
            values.get(Keys.CHILD_HEAP),
            values.get(Keys.CHILD_METASPACE),
            values.get(Keys.CHILD_FLAGS),
            environment),
        ClassPath.expand(values.get(Keys.CHILD_CLASS_PATH)),
        new Settings.Timing(
            values.get(Keys.CHILD_START_TIMEOUT),
            values.get(Keys.CHILD_GRACE),
            values.get(Keys.CHILD_KILL_AFTER)),
        new Settings.Breaker(
            values.get(Keys.BREAKER_CRASHES),
            values.get(Keys.BREAKER_WITHIN),
            values.get(Keys.BREAKER_PAUSE)));
  }

  private Settings.Retry retry() {
    Duration backoff = values.get(Keys.RETRY_BACKOFF);
    Duration longest = values.get(Keys.RETRY_MAX_BACKOFF);
    if (backoff.compareTo(longest) > 0) {
      values.problem(
          Keys.RETRY_BACKOFF,
          "is "
              + DurationText.format(backoff)
              + ". Allowed is at most retry.max-backoff, which is "
              + DurationText.format(longest)
              + ".");
    }
    return new Settings.Retry(
        values.get(Keys.RETRY_MAX_ATTEMPTS),
        backoff,
        values.get(Keys.RETRY_MULTIPLIER),
        longest,
        values.get(Keys.RETRY_JITTER),
        values.get(Keys.RETRY_CRASH_CREDITS));
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
