package dev.bifrost.supervisor.redis;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bifrost.protocol.JsonText;
import dev.bifrost.supervisor.settlement.RedisPresence;
import dev.bifrost.supervisor.testing.RedisExtension;
import dev.bifrost.supervisor.testing.Stages;
import io.lettuce.core.Range;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class RedisLinkTest {

  @RegisterExtension static final RedisExtension redis = new RedisExtension();

  @Test
  void anAddressWhereNobodyAnswersIsUnreachable() {
    RedisTroubleException failure =
        assertThrows(
            RedisTroubleException.class,
            () -> RedisLink.open(RedisSettings.of("redis://:secret@127.0.0.1:1")));

    assertEquals(RedisTrouble.Kind.UNREACHABLE, failure.trouble().kind());
    assertTrue(failure.trouble().reason().startsWith("redis://***@127.0.0.1:1: "));
  }

  @Test
  void aWrongPasswordIsNotAllowedIn() {
    String wrong = redis.uri().replaceFirst(":[0-9a-f]{32}@", ":secret@");

    RedisTroubleException failure =
        assertThrows(RedisTroubleException.class, () -> RedisLink.open(RedisSettings.of(wrong)));

    assertEquals(RedisTrouble.Kind.NOT_ALLOWED, failure.trouble().kind());
    assertFalse(failure.trouble().reason().contains("secret"));
  }

  @Test
  void aCommandFailsAtOnceWhileThereIsNoConnectionAndNothingThrows()
      throws RedisTroubleException, IOException, InterruptedException {
    RedisLink link = redis.link();
    redis.kill();

    RedisTroubleException failure =
        assertThrows(RedisTroubleException.class, () -> link.await(link.time()));
    redis.restart();

    assertEquals(RedisTrouble.Kind.UNREACHABLE, failure.trouble().kind());
  }

  @Test
  void itConnectsAgainByItself() throws RedisTroubleException, IOException, InterruptedException {
    RedisLink link = redis.link();
    redis.kill();
    redis.restart();

    assertEquals("OK", untilItAnswers(link));
  }

  @Test
  void somethingForLaterIsDoneLater() throws RedisTroubleException, InterruptedException {
    CountDownLatch done = new CountDownLatch(1);

    redis.link().later(Duration.ofMillis(1), done::countDown);

    assertTrue(done.await(10, TimeUnit.SECONDS));
  }

  @Test
  void aClosedLinkDoesNothingAndBreaksNothing() throws RedisTroubleException {
    RedisLink link = redis.link();
    link.close();

    link.later(Duration.ZERO, () -> {});
    link.close();
    RedisPresence presence = new RedisPresence(link, "s", Duration.ofSeconds(15));
    presence.announce(JsonText.EMPTY_OBJECT);
    presence.withdraw();

    assertThrows(RedisTroubleException.class, () -> link.await(link.time()));
  }

  @Test
  void aSupervisorIsKnownUntilItWithdraws() throws RedisTroubleException {
    RedisLink link = redis.link();
    RedisPresence presence = new RedisPresence(link, "s", Duration.ofSeconds(15));

    presence.announce(new JsonText("{\"n\":1}"));
    presence.announce(new JsonText("{\"n\":2}"));
    await("the registration")
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () -> {
              assertEquals("{\"n\":2}", redis.commands().hget("bifrost:supervisor:s", "heartbeat"));
              assertEquals(1, redis.commands().xlen("bifrost:events"));
            });
    long left = redis.commands().pttl("bifrost:supervisor:s");
    assertTrue(left > 10_000 && left <= 15_000, () -> "lives for " + left + " ms");

    CompletionStage<Void> withdrawn = presence.withdraw();
    presence.announce(JsonText.EMPTY_OBJECT);
    Stages.outcome(withdrawn);

    assertEquals(0, redis.commands().exists("bifrost:supervisor:s"));
    assertEquals(
        List.of("supervisor_started", "supervisor_stopped"),
        redis.commands().xrange("bifrost:events", Range.unbounded()).stream()
            .map(event -> event.getBody().get("type"))
            .toList());
  }

  @Test
  void timeIsThatOfRedis() throws RedisTroubleException, InterruptedException {
    RedisLink link = redis.link();
    long seconds = Long.parseLong(redis.commands().time().get(0));

    assertTrue(Math.abs(link.await(link.time()).getEpochSecond() - seconds) <= 5);
  }

  private static String untilItAnswers(RedisLink link) throws InterruptedException {
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (true) {
      try {
        return link.await(link.commands().set("k", "v"));
      } catch (RedisTroubleException e) {
        assertTrue(System.nanoTime() < deadline, () -> "It does not connect: " + e.getMessage());
      }
    }
  }
}
