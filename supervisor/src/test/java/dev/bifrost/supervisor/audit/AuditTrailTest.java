package dev.bifrost.supervisor.audit;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.bifrost.protocol.AuditEntry;
import dev.bifrost.supervisor.redis.RedisTroubleException;
import dev.bifrost.supervisor.testing.RedisExtension;
import io.lettuce.core.Range;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class AuditTrailTest {

  @RegisterExtension static final RedisExtension REDIS = new RedisExtension();

  @Test
  void whatWasDoneStandsInTheStreamWithWhoDidIt() throws RedisTroubleException {
    AuditTrail trail = new AuditTrail(REDIS.link(), "s1");

    trail.note(Instant.EPOCH, "cancel", "x", "anna", Map.of("reason", "wrong month"));

    await("the entry")
        .atMost(Duration.ofSeconds(10))
        .until(() -> REDIS.commands().xlen("bifrost:audit") == 1);
    assertEquals(
        Map.of(
            "at", "1970-01-01T00:00:00.000Z",
            "source", "s1",
            "action", "cancel",
            "subject", "x",
            "by", "anna",
            "reason", "wrong month"),
        REDIS.commands().xrange("bifrost:audit", Range.unbounded()).get(0).getBody());
  }

  @Test
  void theFileHasOneObjectForEachLine() {
    assertEquals(
        "{\"at\":\"1970-01-01T00:00:00.000Z\",\"source\":\"s1\",\"action\":\"cancel\","
            + "\"subject\":\"x\",\"by\":\"anna\\nor not\",\"reason\":\"r\"}",
        new AuditEntry(
                Instant.EPOCH,
                "s1",
                "cancel",
                "x",
                "anna\nor not",
                Map.of("reason", "r", "by", "b"))
            .toJson()
            .text());
  }
}
