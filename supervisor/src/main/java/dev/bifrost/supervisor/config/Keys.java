package dev.bifrost.supervisor.config;

import static dev.bifrost.supervisor.config.Forms.count;
import static dev.bifrost.supervisor.config.Forms.duration;
import static dev.bifrost.supervisor.config.Forms.number;
import static dev.bifrost.supervisor.config.Forms.size;

import dev.bifrost.protocol.ByteSize;
import dev.bifrost.protocol.QueueName;
import dev.bifrost.protocol.Rate;
import dev.bifrost.supervisor.redis.RedisAddress;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The table of everything that can be configured: a new key is one more row. */
final class Keys {

  // First, because the rows below enter themselves while this class is initialized.
  private static final List<Key<?>> ROWS = new ArrayList<>();
  private static final List<ScopedKey<?>> SCOPED_ROWS = new ArrayList<>();

  static final Key<RedisAddress> REDIS_URI =
      rowWithoutDefault("redis.uri", Forms.REDIS_ADDRESS, "embedded server", "where Redis is");
  static final Key<String> REDIS_NAMESPACE =
      row("redis.namespace", Forms.NAMESPACE, "bifrost", "first part of every Redis key");
  static final Key<Boolean> REDIS_HASH_TAGS =
      row("redis.hash-tags", Forms.FLAG, "false", "keys in braces, for Redis Cluster");

  static final Key<Boolean> INTAKE_CONTEXT_KEYS =
      row(
          "intake.context-keys",
          Forms.FLAG,
          "false",
          "whether writing a context is enough to send an execution");

  static final Key<Path> STATE_DIR =
      row(
          "state.dir",
          Forms.PATH,
          "$XDG_STATE_HOME/bifrost or ~/.local/state/bifrost",
          HostDefaults::stateDirectory,
          "what must survive a restart");
  static final Key<Path> WORKSPACE_DIR =
      row(
          "workspace.dir",
          Forms.PATH,
          "workspace in state.dir",
          values -> values.get(STATE_DIR).resolve("workspace"),
          "working directory of children; file_path is relative to it");
  static final Key<String> SUPERVISOR_NAME =
      row(
          "supervisor.name",
          Forms.NAME,
          "the host's name",
          values -> values.surroundings().host(),
          "name for people");
  static final Key<List<QueueName>> QUEUES =
      row(
          "queues",
          ListForm.byCommas(Forms.QUEUE, 1),
          "those with keys of their own in the file, or default",
          Values::declaredQueues,
          "queues that are served; where pools name theirs, only these of them");

  static final Key<Integer> CHILDREN_MIN =
      row(
          "pool.children.min",
          count(1, 1_000),
          "2, or pool.children.max if less",
          values -> Math.min(2, values.written(Keys.CHILDREN_MAX).orElse(2)),
          "children kept ready");
  static final Key<Integer> CHILDREN_MAX =
      row(
          "pool.children.max",
          count(1, 1_000),
          "number of processors, at least pool.children.min",
          values -> Math.max(values.surroundings().processors(), values.get(CHILDREN_MIN)),
          "children at most");
  static final Key<Integer> POOL_SPARES =
      row(
          "pool.spares",
          count(0, 1_000),
          "0",
          "children kept ready beyond those that run, so that none is waited for");
  static final Key<QueueOrder> POOL_ORDER =
      row(
          "pool.order",
          Forms.choice(QueueOrder.class),
          "weight",
          "how the queues of a pool take turns: priority (the higher one always first) or weight");
  static final Key<Integer> POOL_MAX_EXECUTIONS =
      row(
          "pool.max-executions-per-child",
          count(0, 1_000_000_000),
          "0",
          "executions after which a child is replaced; 0 for any number, 1 for a fresh JVM each");
  static final Key<Duration> POOL_MAX_AGE =
      row(
          "pool.max-child-age",
          duration("0s", "365d"),
          "0s",
          "age at which a child is replaced; 0s for any");
  static final Key<ByteSize> POOL_MAX_MEMORY =
      row(
          "pool.max-child-memory",
          size("0", "1024g"),
          "0",
          "resident memory after an execution at which a child is replaced; 0 for any");
  static final Key<ByteSize> POOL_MAX_HEAP =
      row(
          "pool.max-child-heap",
          size("0", "1024g"),
          "0",
          "heap in use after the last garbage collection at which a child is replaced; 0 for any");

  static final Key<Path> CHILD_JAVA =
      row(
          "child.java",
          Forms.PATH,
          "that of the supervisor",
          values -> values.surroundings().installation().javaHome().resolve("bin/java"),
          "java program of children");
  static final Key<Path> CHILD_JAR =
      row(
          "child.jar",
          Forms.PATH,
          "found beside bifrost.jar",
          HostDefaults::childJar,
          "child-worker.jar");
  static final Key<ByteSize> CHILD_HEAP =
      row("child.heap", size("16m", "1024g"), "256m", "largest heap of a child");
  static final Key<ByteSize> CHILD_METASPACE =
      row("child.metaspace", size("32m", "16g"), "128m", "largest class space of a child");
  static final Key<List<String>> CHILD_FLAGS =
      row("child.flags", ListForm.bySpaces(Forms.JVM_FLAG, 0), "", "further JVM flags");
  static final Key<List<Path>> CHILD_CLASS_PATH =
      row(
          "child.class-path",
          ListForm.byCommas(Forms.PATH, 0),
          "",
          "jars and folders with workflows; the last part may be a pattern, as lib/*.jar");
  static final Key<List<EnvironmentRule>> CHILD_ENVIRONMENT =
      row(
          "child.environment",
          ListForm.byCommas(EnvironmentRule.FORM, 0),
          "PATH,HOME,LANG,LC_ALL,TZ,TMPDIR",
          "all variables that reach a child: NAME, or NAME=value");
  static final Key<Duration> CHILD_START_TIMEOUT =
      row("child.start-timeout", duration("1s", "10m"), "30s", "time that a child has to be ready");
  static final Key<Duration> CHILD_GRACE =
      row(
          "child.grace",
          duration("0s", "10m"),
          "2s",
          "time that a workflow has after timeout or cancellation");
  static final Key<Duration> CHILD_KILL_AFTER =
      row("child.kill-after", duration("0s", "5m"), "1s", "time from SIGTERM to SIGKILL");

  static final Key<Integer> QUEUE_MAX_JOBS =
      row(
          "queue.max-jobs",
          count(0, 1_000_000),
          "0",
          "executions of a queue that run at once, over all supervisors; 0 for any number");
  static final Key<Duration> QUEUE_JOB_TIMEOUT =
      row(
          "queue.job-timeout",
          duration("0s", "24h"),
          "300s",
          "limit of an execution whose context has no timeout_seconds; 0s for none");
  static final Key<Optional<Rate>> QUEUE_RATE =
      row(
          "queue.rate",
          Forms.RATE,
          "none",
          "executions of a queue that begin in each second, minute or hour, over all supervisors");
  static final Key<String> QUEUE_CONCURRENCY_KEY =
      rowWithoutDefault(
          "queue.concurrency-key",
          Forms.CONCURRENCY_KEY,
          "none",
          "concurrency_key of contexts without one; {name} stands for the parameter name");
  static final Key<Integer> QUEUE_PRIORITY =
      row(
          "queue.priority",
          count(0, 1_000),
          "0",
          "the higher one goes first, if pool.order says so");
  static final Key<Integer> QUEUE_WEIGHT =
      row(
          "queue.weight",
          count(1, 1_000),
          "1",
          "share of a queue in its pool, if pool.order says so");

  static final Key<Integer> RETRY_MAX_ATTEMPTS =
      row(
          "retry.max-attempts",
          count(1, 1_000),
          "1",
          "attempts that exceptions and soft time-outs may use");
  static final Key<Duration> RETRY_BACKOFF =
      row("retry.backoff", duration("0s", "24h"), "1s", "pause before the second attempt");
  static final Key<Double> RETRY_MULTIPLIER =
      row("retry.multiplier", number(1, 1_000), "2", "growth of the pause");
  static final Key<Duration> RETRY_MAX_BACKOFF =
      row("retry.max-backoff", duration("0s", "24h"), "5m", "longest pause");
  static final Key<Double> RETRY_JITTER =
      row("retry.jitter", number(0, 1), "0.2", "share of the pause that is left to chance");
  static final Key<Integer> RETRY_CRASH_CREDITS =
      row(
          "retry.crash-credits",
          count(0, 1_000),
          "3",
          "deaths of its child that an execution survives");

  static final Key<ByteSize> MEMORY_HEADROOM =
      row(
          "memory.headroom",
          size("0", "1024g"),
          "64m",
          "memory of host and container that stays free: nothing starts that would use it; 0: any");

  static final Key<Integer> BREAKER_CRASHES =
      row(
          "breaker.crashes",
          count(0, 1_000_000),
          "5",
          "crashes of the same code that pause it; 0 for never");
  static final Key<Duration> BREAKER_WITHIN =
      row("breaker.within", duration("1s", "24h"), "10m", "time that a crash counts");
  static final Key<Duration> BREAKER_PAUSE =
      row(
          "breaker.pause",
          duration("100ms", "24h"),
          "60s",
          "time that paused code does not run, before one execution may try");

  static final Key<ByteSize> RESULT_LIMIT =
      row("result.limit", size("1k", "256m"), "8m", "largest return value, as JSON");
  static final Key<Duration> RESULT_TTL =
      row("result.ttl", duration("1s", "365d"), "24h", "time that results are kept");
  static final Key<ByteSize> CONTEXT_LIMIT =
      row("context.limit", size("1k", "256m"), "16m", "largest context");
  static final Key<Duration> CONTEXT_DEADLINE =
      row("context.deadline", duration("100ms", "5m"), "5s", "time to read a context");
  static final Key<Integer> LOG_LIMIT_LINES =
      row("log.limit-lines", count(0, 1_000_000), "10000", "log lines in a result");
  static final Key<ByteSize> LOG_LIMIT_BYTES =
      row("log.limit-bytes", size("0", "64m"), "2m", "size of all log lines in a result");
  static final Key<ByteSize> LOG_LIMIT_LINE =
      row("log.limit-line", size("256", "1m"), "64k", "size of one log line");
  static final Key<Integer> JOURNAL_LIMIT =
      row("journal.limit", count(100, 10_000_000), "10000", "entries in an execution's journal");

  static final Key<Duration> LEASE_DURATION =
      row(
          "lease.duration",
          duration("1s", "1h"),
          "15s",
          "silence after which another supervisor takes over");
  static final Key<Duration> LEASE_RENEWAL =
      row(
          "lease.renewal",
          duration("100ms", "20m"),
          "5s",
          "pause between renewals; at most a third of lease.duration");
  static final Key<Duration> DRAIN_LIMIT =
      row(
          "drain.limit",
          duration("0s", "24h"),
          "60s",
          "time that running executions have after SIGTERM");
  static final Key<LogLevel> LOG_LEVEL =
      row("log.level", Forms.choice(LogLevel.class), "info", "least level that is logged");

  static final Key<LogFormat> LOG_FORMAT =
      row("log.format", Forms.choice(LogFormat.class), "text", "form of log lines");
  static final Key<Path> LOG_DIR =
      row(
          "log.dir",
          Forms.PATH,
          "logs in state.dir",
          values -> values.get(STATE_DIR).resolve("logs"),
          "where log files are");
  static final Key<Integer> LOG_FILES =
      row("log.files", count(1, 20), "3", "full files that are kept of each log");
  static final Key<ByteSize> LOG_FILE_SIZE =
      row(
          "log.file-size",
          size("0", "1g"),
          "10m",
          "size at which a log file is full; 0 for no files");

  static final Key<Boolean> HTTP_ENABLED =
      row("http.enabled", Forms.FLAG, "true", "whether there is an HTTP interface");
  static final Key<InetAddress> HTTP_ADDRESS =
      row("http.address", Forms.IP_ADDRESS, "127.0.0.1", "address that it listens on");
  static final Key<Integer> HTTP_PORT =
      row(
          "http.port",
          count(0, 65_535),
          "7480",
          "port that it listens on, 0 for any that is free; a taken one is an error if configured");
  static final Key<Path> HTTP_TOKEN_FILE =
      rowWithoutDefault(
          "http.token-file",
          Forms.PATH,
          "none",
          "file with the bearer token; required unless the address is a loopback");
  static final Key<ByteSize> HTTP_BODY_LIMIT =
      row("http.body-limit", size("1k", "256m"), "2m", "largest body of a request");

  static final ScopedKey<List<QueueName>> OF_POOL_QUEUES = ofPool("queues", QUEUES);
  static final ScopedKey<Integer> OF_POOL_MIN = ofPool("children.min", CHILDREN_MIN);
  static final ScopedKey<Integer> OF_POOL_MAX = ofPool("children.max", CHILDREN_MAX);
  static final ScopedKey<Integer> OF_POOL_SPARES = ofPool("spares", POOL_SPARES);
  static final ScopedKey<QueueOrder> OF_POOL_ORDER = ofPool("order", POOL_ORDER);
  static final ScopedKey<Integer> OF_POOL_MAX_EXECUTIONS =
      ofPool("max-executions-per-child", POOL_MAX_EXECUTIONS);
  static final ScopedKey<Duration> OF_POOL_MAX_AGE = ofPool("max-child-age", POOL_MAX_AGE);
  static final ScopedKey<ByteSize> OF_POOL_MAX_MEMORY = ofPool("max-child-memory", POOL_MAX_MEMORY);
  static final ScopedKey<ByteSize> OF_POOL_MAX_HEAP = ofPool("max-child-heap", POOL_MAX_HEAP);
  static final ScopedKey<Path> OF_POOL_JAVA = ofPool("java", CHILD_JAVA);
  static final ScopedKey<ByteSize> OF_POOL_HEAP = ofPool("heap", CHILD_HEAP);
  static final ScopedKey<ByteSize> OF_POOL_METASPACE = ofPool("metaspace", CHILD_METASPACE);
  static final ScopedKey<List<String>> OF_POOL_FLAGS = ofPool("flags", CHILD_FLAGS);
  static final ScopedKey<List<Path>> OF_POOL_CLASS_PATH = ofPool("class-path", CHILD_CLASS_PATH);
  static final ScopedKey<List<EnvironmentRule>> OF_POOL_ENVIRONMENT =
      ofPool("environment", CHILD_ENVIRONMENT);

  static final ScopedKey<Integer> OF_QUEUE_MAX_JOBS = ofQueue("max-jobs", QUEUE_MAX_JOBS);
  static final ScopedKey<Duration> OF_QUEUE_JOB_TIMEOUT = ofQueue("job-timeout", QUEUE_JOB_TIMEOUT);
  static final ScopedKey<Optional<Rate>> OF_QUEUE_RATE = ofQueue("rate", QUEUE_RATE);
  static final ScopedKey<String> OF_QUEUE_CONCURRENCY_KEY =
      ofQueue("concurrency-key", QUEUE_CONCURRENCY_KEY);
  static final ScopedKey<Integer> OF_QUEUE_PRIORITY = ofQueue("priority", QUEUE_PRIORITY);
  static final ScopedKey<Integer> OF_QUEUE_WEIGHT = ofQueue("weight", QUEUE_WEIGHT);
  static final ScopedKey<Integer> OF_QUEUE_MAX_ATTEMPTS =
      ofQueue("max-attempts", RETRY_MAX_ATTEMPTS);
  static final ScopedKey<Duration> OF_QUEUE_BACKOFF = ofQueue("backoff", RETRY_BACKOFF);
  static final ScopedKey<Double> OF_QUEUE_MULTIPLIER = ofQueue("multiplier", RETRY_MULTIPLIER);
  static final ScopedKey<Duration> OF_QUEUE_MAX_BACKOFF = ofQueue("max-backoff", RETRY_MAX_BACKOFF);
  static final ScopedKey<Double> OF_QUEUE_JITTER = ofQueue("jitter", RETRY_JITTER);
  static final ScopedKey<Integer> OF_QUEUE_CRASH_CREDITS =
      ofQueue("crash-credits", RETRY_CRASH_CREDITS);
  static final ScopedKey<Duration> OF_QUEUE_RESULT_TTL = ofQueue("result-ttl", RESULT_TTL);

  /** All that hold for everything, in the order in which they are shown. */
  static final List<Key<?>> ALL = List.copyOf(ROWS);

  /** All that each pool and queue may have for itself, in the order in which they are shown. */
  static final List<ScopedKey<?>> SCOPED = List.copyOf(SCOPED_ROWS);

  private Keys() {}

  private static <T> Key<T> row(String name, Form<T> form, String fallback, String meaning) {
    return listed(Key.of(name, form, fallback, meaning));
  }

  private static <T> Key<T> row(
      String name, Form<T> form, String rule, Function<Values, T> fallback, String meaning) {
    return listed(Key.of(name, form, rule, fallback, meaning));
  }

  private static <T> Key<T> rowWithoutDefault(
      String name, Form<T> form, String rule, String meaning) {
    return listed(Key.optional(name, form, rule, meaning));
  }

  private static <T> ScopedKey<T> ofPool(String suffix, Key<T> general) {
    return listed(new ScopedKey<>(Scope.POOL, suffix, general));
  }

  private static <T> ScopedKey<T> ofQueue(String suffix, Key<T> general) {
    return listed(new ScopedKey<>(Scope.QUEUE, suffix, general));
  }

  private static <T> ScopedKey<T> listed(ScopedKey<T> key) {
    SCOPED_ROWS.add(key);
    return key;
  }

  private static <T> Key<T> listed(Key<T> key) {
    ROWS.add(key);
    return key;
  }
}
