package dev.bifrost.supervisor.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.net.InetAddresses;
import dev.bifrost.protocol.ByteSize;
import dev.bifrost.protocol.ChildSettings;
import dev.bifrost.protocol.KeySpace;
import dev.bifrost.protocol.QueueName;
import dev.bifrost.protocol.Rate;
import dev.bifrost.supervisor.redis.RedisAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigurationTest {

  @TempDir private Path folder;
  private Bench bench;

  @BeforeEach
  void makeHost() {
    bench = new Bench(folder);
  }

  @Test
  void nothingWrittenMeansDefaults() throws ConfigurationException {
    Settings settings = bench.variable("PATH", "/bin").variable("SECRET", "x").settings();

    Path state = folder.resolve("home/.local/state/bifrost");
    assertEquals(
        new Settings(
            new Settings.Redis(
                Optional.empty(),
                KeySpace.DEFAULT,
                new Settings.Lease(Duration.ofSeconds(15), Duration.ofSeconds(5)),
                Duration.ofSeconds(5),
                false),
            new Settings.Service(
                "here.example",
                List.of(QueueName.DEFAULT),
                state,
                state.resolve("workspace"),
                Duration.ofMinutes(1),
                new Settings.Faces(
                    new Settings.Logs(
                        LogLevel.INFO,
                        LogFormat.TEXT,
                        state.resolve("logs"),
                        3,
                        ByteSize.ofMebibytes(10)),
                    new Settings.Http(
                        true,
                        InetAddresses.forString("127.0.0.1"),
                        7480,
                        false,
                        Optional.empty(),
                        ByteSize.ofMebibytes(2)))),
            List.of(
                new Settings.Pool(
                    "default",
                    List.of(QueueName.DEFAULT),
                    QueueOrder.WEIGHT,
                    new Settings.Children(2, 4, 0, Settings.Recycling.NEVER),
                    new Settings.Launch(
                        Path.of(System.getProperty("java.home"), "bin/java"),
                        folder.resolve("opt/child-worker.jar"),
                        ByteSize.ofMebibytes(256),
                        ByteSize.ofMebibytes(128),
                        List.of(),
                        Map.of("PATH", "/bin")),
                    List.of())),
            List.of(
                new QueueSettings(
                    QueueName.DEFAULT,
                    new QueueSettings.Bounds(
                        OptionalInt.empty(), Optional.empty(), Optional.empty()),
                    new QueueSettings.Share(0, 1),
                    Optional.of(Duration.ofMinutes(5)),
                    new QueueSettings.Retry(
                        1, Duration.ofSeconds(1), 2, Duration.ofMinutes(5), 0.2, 3),
                    Duration.ofHours(24))),
            new Settings.Child(
                new Settings.Timing(
                    Duration.ofSeconds(30), Duration.ofSeconds(2), Duration.ofSeconds(1)),
                new Settings.Breaker(5, Duration.ofMinutes(10), Duration.ofMinutes(1)),
                ByteSize.ofMebibytes(64)),
            new Settings.Limits(
                ChildSettings.Limits.DEFAULT,
                Duration.ofHours(24),
                ByteSize.ofMebibytes(16),
                10_000)),
        settings);
  }

  @Test
  void everyKeyCanBeWrittenInTheFile() throws ConfigurationException {
    bench.write("lib/b.jar", "");
    bench.write("lib/a.jar", "");
    bench.variable("TZ", "UTC");
    bench.file(
        """
        redis:
          uri: redis://:secret@db:6380/2
          namespace: acme
          hash-tags: true
        intake.context-keys: true
        state.dir: state
        workspace: {dir: work}
        supervisor.name: Anna's machine
        queues: [reports, mail]
        pool:
          children: {min: 3, max: 5}
          spares: 1
          order: priority
          max-executions-per-child: 100
          max-child-age: 6h
          max-child-memory: 900m
          max-child-heap: 700m
        child:
          java: /opt/java
          jar: child.jar
          heap: 1g
          metaspace: 64m
          flags: ["-Xlog:gc*,safepoint", -ea]
          class-path: [classes, lib/*.jar]
          environment: [TZ, GREETING=hello world, MISSING]
          start-timeout: 1m
          grace: 0s
          kill-after: PT3S
        queue:
          max-jobs: 7
          job-timeout: 0s
          rate: 20/m
          concurrency-key: "env-{environment}"
          priority: 3
          weight: 4
        retry: {max-attempts: 4, backoff: 2s, multiplier: 1.5, max-backoff: 1h, jitter: 0}
        retry.crash-credits: 0
        breaker: {crashes: 9, within: 1m, pause: 5s}
        memory.headroom: 512m
        result: {limit: 1m, ttl: 2d}
        context: {limit: 2m, deadline: 1500ms}
        log: {limit-lines: 7, limit-bytes: 8k, limit-line: 300, level: DEBUG}
        log.format: json
        log.dir: protocols
        log.files: 7
        log.file-size: 1m
        http: {enabled: false, address: 0.0.0.0, port: 0, token-file: token, body-limit: 64k}
        journal.limit: 500
        lease: {duration: 30s, renewal: 10s}
        drain.limit: 5m
        """);

    assertEquals(
        new Settings(
            new Settings.Redis(
                Optional.of(new RedisAddress("redis://:secret@db:6380/2")),
                new KeySpace("acme", true),
                new Settings.Lease(Duration.ofSeconds(30), Duration.ofSeconds(10)),
                Duration.ofMillis(1500),
                true),
            new Settings.Service(
                "Anna's machine",
                List.of(new QueueName("reports"), new QueueName("mail")),
                folder.resolve("state"),
                folder.resolve("work"),
                Duration.ofMinutes(5),
                new Settings.Faces(
                    new Settings.Logs(
                        LogLevel.DEBUG,
                        LogFormat.JSON,
                        folder.resolve("protocols"),
                        7,
                        ByteSize.ofMebibytes(1)),
                    new Settings.Http(
                        false,
                        InetAddresses.forString("0.0.0.0"),
                        0,
                        true,
                        Optional.of(folder.resolve("token")),
                        new ByteSize(64 << 10)))),
            List.of(
                new Settings.Pool(
                    "default",
                    List.of(new QueueName("reports"), new QueueName("mail")),
                    QueueOrder.PRIORITY,
                    new Settings.Children(
                        3,
                        5,
                        1,
                        new Settings.Recycling(
                            OptionalInt.of(100),
                            Optional.of(Duration.ofHours(6)),
                            Optional.of(ByteSize.ofMebibytes(900)),
                            Optional.of(ByteSize.ofMebibytes(700)))),
                    new Settings.Launch(
                        Path.of("/opt/java"),
                        folder.resolve("child.jar"),
                        ByteSize.ofMebibytes(1024),
                        ByteSize.ofMebibytes(64),
                        List.of("-Xlog:gc*,safepoint", "-ea"),
                        Map.of("TZ", "UTC", "GREETING", "hello world")),
                    List.of(
                        folder.resolve("classes"),
                        folder.resolve("lib/a.jar"),
                        folder.resolve("lib/b.jar")))),
            List.of(written("reports"), written("mail")),
            new Settings.Child(
                new Settings.Timing(Duration.ofMinutes(1), Duration.ZERO, Duration.ofSeconds(3)),
                new Settings.Breaker(9, Duration.ofMinutes(1), Duration.ofSeconds(5)),
                ByteSize.ofMebibytes(512)),
            new Settings.Limits(
                new ChildSettings.Limits(
                    ByteSize.ofMebibytes(1), 7, new ByteSize(8 << 10), new ByteSize(300)),
                Duration.ofDays(2),
                ByteSize.ofMebibytes(2),
                500)),
        bench.settings());
  }

  private static QueueSettings written(String queue) {
    return new QueueSettings(
        new QueueName(queue),
        new QueueSettings.Bounds(
            OptionalInt.of(7),
            Optional.of(new Rate(20, Duration.ofMinutes(1))),
            Optional.of("env-{environment}")),
        new QueueSettings.Share(3, 4),
        Optional.empty(),
        new QueueSettings.Retry(4, Duration.ofSeconds(2), 1.5, Duration.ofHours(1), 0, 0),
        Duration.ofDays(2));
  }

  @Test
  void everyKeyHasAnEnvironmentVariable() throws ConfigurationException {
    for (Key<?> key : Keys.ALL) {
      String text =
          switch (key.name()) {
            case "redis.uri" -> "redis://h";
            case "state.dir",
                "workspace.dir",
                "child.java",
                "child.jar",
                "child.class-path",
                "log.dir",
                "http.token-file" ->
                "/somewhere";
            case "supervisor.name" -> "me";
            case "pool.children.min", "pool.children.max" -> "3";
            case "child.flags" -> "-ea";
            case "queues" -> "a";
            case "queue.concurrency-key" -> "k";
            default -> key.fallback().text();
          };

      String found = new Bench(folder).variable(key.variable(), text).value(key.name());

      assertTrue(found.endsWith(" from " + key.variable()), key.name() + ": " + found);
    }
  }

  @Test
  void anOptionWinsOverTheEnvironmentAndThatOverTheFile() throws ConfigurationException {
    bench.file("child.heap: 64m\nchild.metaspace: 65m\nlease.duration: 20s\n");
    bench.variable("BIFROST_CHILD_HEAP", "128m").variable("BIFROST_CHILD_METASPACE", "129m");
    bench.option("child.heap", "--heap", "512m");

    assertEquals("512m from --heap", bench.value("child.heap"));
    assertEquals("129m from BIFROST_CHILD_METASPACE", bench.value("child.metaspace"));
    assertEquals(
        "20s from " + folder.resolve("bifrost.yaml") + " line 3", bench.value("lease.duration"));
    assertEquals("5s from default", bench.value("lease.renewal"));
  }

  @Test
  void theEnvironmentNamesTheFile() throws ConfigurationException {
    Path file = bench.write("etc/b.yaml", "workspace.dir: here\n");
    bench.variable("BIFROST_CONFIG", "etc/b.yaml");

    assertEquals(
        folder.resolve("etc/here") + " from " + file + " line 1", bench.value("workspace.dir"));
  }

  @Test
  void anEmptyValueIsNotSet() throws ConfigurationException {
    bench.file("redis.uri:\n").variable("BIFROST_CHILD_HEAP", " ");

    assertEquals(" from default", bench.value("redis.uri"));
    assertEquals("256m from default", bench.value("child.heap"));
  }

  @Test
  void aListInOneLineHasSeparators() throws ConfigurationException {
    bench.variable("BIFROST_QUEUES", "a, b").variable("BIFROST_CHILD_FLAGS", "-Xlog:gc*,cds -ea");

    assertEquals("[a, b] from BIFROST_QUEUES", bench.value("queues"));
    assertEquals(List.of("-Xlog:gc*,cds", "-ea"), bench.settings().pools().get(0).launch().flags());
  }

  @Test
  void aKeyCanBeHeldAtItsDefault() throws ConfigurationException {
    bench.variable("BIFROST_REDIS_URI", "redis://elsewhere").withoutOption("redis.uri");

    assertEquals(" from default", bench.value("redis.uri"));
  }

  @Test
  void theStateStandsWhereXdgSays() throws ConfigurationException {
    bench.variable("XDG_STATE_HOME", "/var/state");

    assertEquals("/var/state/bifrost from default", bench.value("state.dir"));
    assertEquals(
        folder.resolve("home/.local/state/bifrost") + " from default",
        new Bench(folder).variable("XDG_STATE_HOME", "relative").value("state.dir"));
  }

  @Test
  void oneBoundOfThePoolMovesTheDefaultOfTheOther() throws ConfigurationException {
    assertEquals("1 to 1", childrenWith("BIFROST_POOL_CHILDREN_MAX", "1"));
    assertEquals("9 to 9", childrenWith("BIFROST_POOL_CHILDREN_MIN", "9"));
    assertEquals("1 to 1", childrenWith("BIFROST_POOLS_DEFAULT_CHILDREN_MAX", "1"));
    assertEquals("9 to 9", childrenWith("BIFROST_POOLS_DEFAULT_CHILDREN_MIN", "9"));
  }

  private String childrenWith(String variable, String value) throws ConfigurationException {
    Settings.Children children =
        new Bench(folder).variable(variable, value).settings().pools().get(0).children();
    return children.min() + " to " + children.max();
  }

  @Test
  void secretsAreMasked() throws ConfigurationException {
    bench.variable("BIFROST_REDIS_URI", "redis://me:hunter2@db");
    bench.variable("BIFROST_CHILD_ENVIRONMENT", "HOME,TOKEN=hunter2");

    assertFalse(bench.load().entries().toString().contains("hunter2"));
    assertEquals(
        "[HOME, TOKEN=***] from BIFROST_CHILD_ENVIRONMENT", bench.value("child.environment"));
  }

  @Nested
  class Refused {

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        textBlock =
            """
            REDIS_URI | http://db | redis://
            REDIS_NAMESPACE | a:b | letters, digits
            REDIS_HASH_TAGS | yes | true or false
            QUEUES | a b | queue names
            QUEUES | a,a | each item once
            QUEUES | , | 1 or more
            POOL_CHILDREN_MIN | 0 | a whole number from 1 to 1000
            POOL_CHILDREN_MAX | 2.5 | a whole number from 1 to 1000
            CHILD_HEAP | 1m | a size from 16m to 1024g
            CHILD_HEAP | 99999999999999g | a size from 16m to 1024g
            CHILD_METASPACE | big | a size from 32m to 16g
            CHILD_FLAGS | -Xmx1g | no -jar, class path or largest heap
            CHILD_FLAGS | ea | begin with '-'
            CHILD_ENVIRONMENT | 1X | NAME or NAME=value
            CHILD_START_TIMEOUT | 30 | with its unit
            CHILD_GRACE | -1s | a duration from 0s to 10m
            CHILD_KILL_AFTER | 6m | a duration from 0s to 5m
            RETRY_MAX_ATTEMPTS | 0 | a whole number from 1 to 1000
            RETRY_MULTIPLIER | 0.5 | a number from 1 to 1000
            RETRY_JITTER | NaN | a number from 0 to 1
            RETRY_CRASH_CREDITS | many | a whole number from 0 to 1000
            RESULT_LIMIT | 1 | a size from 1k to 256m
            RESULT_TTL | 10ms | a duration from 1s to 365d
            CONTEXT_DEADLINE | 1ms | a duration from 100ms to 5m
            LOG_LIMIT_LINES | -1 | a whole number from 0 to 1000000
            LOG_LEVEL | loud | one of error, warn, info, debug, trace
            LOG_FORMAT | xml | one of text, json
            LOG_FILES | 0 | a whole number from 1 to 20
            LOG_FILE_SIZE | 2g | a size from 0 to 1g
            HTTP_ENABLED | maybe | true or false
            HTTP_ADDRESS | db.example | an IP address, or localhost
            HTTP_ADDRESS | 0.0.0.0 | a loopback address as 127.0.0.1, or any where http.token-file
            HTTP_PORT | 65536 | a whole number from 0 to 65535
            HTTP_BODY_LIMIT | 1 | a size from 1k to 256m
            LEASE_DURATION | 1ms | a duration from 1s to 1h
            DRAIN_LIMIT | 25h | a duration from 0s to 24h
            """)
    void aValueOutsideOfItsRange(String variable, String value, String allowed) {
      List<String> problems = bench.variable("BIFROST_" + variable, value).problems();

      assertEquals(1, problems.size(), problems.toString());
      String problem = problems.get(0);
      String key = problem.substring(0, problem.indexOf(' '));
      assertEquals("BIFROST_" + variable, keyNamed(key).variable());
      assertTrue(problem.contains("(BIFROST_" + variable + ")"), problem);
      assertTrue(problem.contains(allowed), problem);
      assertTrue(problem.contains(value) || value.contains(","), problem);
    }

    @Test
    void everythingAtOnce() {
      bench.file("child:\n  heap: lots\nlease.renewal: 6s\nretry.backoff: 1h\n");
      bench.variable("BIFROST_LOG_LEVEL", "loud").option("queues", "--queue", "a", "b c");
      bench.option("pool.children.max", "--max", "2").option("pool.children.min", "--min", "3");

      String file = folder.resolve("bifrost.yaml") + " line ";
      assertEquals(
          List.of(
              "lease.renewal ("
                  + file
                  + "3): is 6s. Allowed is at most a third of lease.duration, which is 15s.",
              "queues (--queue): is \"b c\". Allowed is " + Forms.QUEUE.allowed() + ".",
              "pool.children.min (--min): is 3. Allowed is at most pool.children.max, which is 2.",
              "child.heap ("
                  + file
                  + "2): is \"lots\". Allowed is a size from 16m to 1024g, in bytes or with k, m or"
                  + " g.",
              "log.level (BIFROST_LOG_LEVEL): is \"loud\". Allowed is one of error, warn, info,"
                  + " debug, trace.",
              "retry.backoff ("
                  + file
                  + "4): is 1h. Allowed is at most retry.max-backoff, which is 5m."),
          bench.problems());
    }

    @Test
    void anUnknownKeyWithTheLikelyOne() {
      bench.file("redis:\n  url: x\nnonsense: 1\n").variable("BIFROST_CHILD_HEEP", "1g");

      String file = folder.resolve("bifrost.yaml") + " line ";
      assertEquals(
          List.of(
              "BIFROST_CHILD_HEEP (environment): is no variable of Bifrost. Did you mean"
                  + " BIFROST_CHILD_HEAP?",
              "redis.url (" + file + "2): is no key of Bifrost. Did you mean redis.uri?",
              "nonsense (" + file + "3): is no key of Bifrost. \"bifrost config\" lists all keys."),
          bench.problems());
    }

    @Test
    void butNotTheVariablesOfServiceLinks() throws ConfigurationException {
      bench.variable("BIFROST_SERVICE_HOST", "10.0.0.1");
      bench.variable("BIFROST_PORT", "tcp://10.0.0.1:80").variable("BIFROST_PORT_80_TCP", "x");

      assertEquals(4, bench.settings().pools().get(0).children().max());
    }

    @Test
    void aKeyThatStandsThereTwice() {
      String file = bench.file("child:\n  heap: 1g\nchild.heap: 2g\n").problems().toString();

      assertEquals(
          "[child.heap ("
              + folder.resolve("bifrost.yaml")
              + " line 3): stands there twice, first in "
              + folder.resolve("bifrost.yaml")
              + " line 2. Allowed is once.]",
          file);
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        textBlock =
            """
            redis: [unclosed\\nx | line 2 | is not valid YAML
            just text | line 1 | is no map of keys
            - a\\n- b | line 1 | is no map of keys
            child.class-path: [{a: b}] | line 1 | no plain value
            child.heap: [1g, 2g] | line 1 | is a list. Allowed is one value
            log.level: info\\n---\\nlog.level: warn | line 3 | more than one document
            log.level: &a info\\nsupervisor.name: *a | line 2 | is an alias
            """)
    void aFileThatIsNoMapOfKeys(String yaml, String line, String reason) {
      List<String> problems = bench.file(yaml.replace("\\n", "\n")).problems();

      assertEquals(1, problems.size(), problems.toString());
      assertTrue(problems.get(0).contains(reason), problems.get(0));
      assertTrue(problems.get(0).contains("bifrost.yaml " + line + ")"), problems.get(0));
    }

    @Test
    void aFileThatIsNotThere() {
      List<String> problems = bench.variable("BIFROST_CONFIG", "none.yaml").problems();

      assertEquals(
          List.of(
              "configuration file (" + folder.resolve("none.yaml") + "): there is no such file."),
          problems);
    }

    @Test
    void aSecretWithoutShowingIt() {
      bench.variable("BIFROST_REDIS_URI", "reddis://me:hunter2@db");
      bench.variable("BIFROST_CHILD_ENVIRONMENT", "BAD-NAME=hunter2");

      List<String> problems = bench.problems();

      assertEquals(2, problems.size());
      assertFalse(problems.toString().contains("hunter2"), problems.toString());
    }
  }

  private static Key<?> keyNamed(String name) {
    return Keys.ALL.stream().filter(key -> key.name().equals(name)).findFirst().orElseThrow();
  }
}
