package dev.bifrost.supervisor.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What of a Redis is good, and what loses data. */
final class RedisExaminationTest {

  private static final Map<String, String> GOOD =
      RedisFacts.parseInfo(
          """
          # Server
          redis_version:7.2.4
          role:master
          maxmemory:0
          maxmemory_policy:noeviction
          aof_enabled:1
          aof_last_write_status:ok
          rdb_last_bgsave_status:ok
          """);

  @Test
  void aRedisAsItShouldBeGetsNoAdvice() {
    assertTrue(
        RedisExamination.of(facts(GOOD, Map.of("appendfsync", "everysec"))).stream()
            .allMatch(finding -> finding.verdict() == Verdict.GOOD));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          redis_version=6.0.16                            | Redis       | BAD     | 6.2 or newer
          redis_version=7.2.4 valkey_version=8.0.1        | Redis       | GOOD    | Valkey 8.0.1
          redis_version=custom                            | Redis       | NOTE    | 6.2 or newer
          role=slave master_host=a master_port=1          | role        | BAD     | replica of a:1
          maxmemory=1048576 maxmemory_policy=allkeys-lru  | maxmemory   | BAD     | noeviction
          maxmemory=1048576 maxmemory_policy=volatile-ttl | maxmemory   | BAD     | noeviction
          maxmemory=1000 used_memory=950                  | maxmemory   | WARNING | 95 % used
          maxmemory=1000 used_memory=100                  | maxmemory   | GOOD    | 10 % used
          appendfsync=no                                  | persistence | WARNING | half a minute
          aof_enabled=0 save=                             | persistence | BAD     | appendonly
          aof_enabled=0 save=3600:1                       | persistence | WARNING | snapshots only
          aof_enabled=0                                   | persistence | WARNING | appendonly
          rdb_last_bgsave_status=err                      | rdb_last_bgsave_status | BAD | its log
          aof_last_write_status=err                       | aof_last_write_status  | BAD | its log
          ahead=3000                                      | clocks      | WARNING | NTP
          ahead=-3000                                     | clocks      | WARNING | 3000 ms apart
          trip=20                                         | round trip  | NOTE    | nearby
          """)
  void whatIsWrongIsNamedWithWhatToDo(
      String changes, String subject, Verdict verdict, String words) {
    Map<String, String> info = new HashMap<>(GOOD);
    Map<String, String> configuration = new HashMap<>();
    for (String change : changes.split(" ", -1)) {
      String[] parts = change.split("=", 2);
      (parts[0].equals("save") || parts[0].equals("appendfsync") ? configuration : info)
          .put(parts[0], parts[1]);
    }

    Finding finding =
        RedisExamination.of(facts(info, configuration)).stream()
            .filter(found -> found.subject().equals(subject))
            .findFirst()
            .orElseThrow();

    assertEquals(verdict, finding.verdict());
    assertTrue((finding.found() + finding.advice().orElse("")).contains(words), finding::toString);
  }

  private static RedisFacts facts(Map<String, String> info, Map<String, String> configuration) {
    return new RedisFacts(
        info,
        configuration,
        Duration.ofMillis(Long.parseLong(info.getOrDefault("ahead", "5"))),
        Duration.ofMillis(Long.parseLong(info.getOrDefault("trip", "1"))));
  }
}
