package dev.bifrost.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The spellings that clients in other languages rely on. */
final class KeySpaceTest {

  private static final KeyDigest DIGEST = KeyDigest.of("test");

  private static List<String> all(KeySpace keys) {
    ExecutionId id = new ExecutionId("x-1");
    QueueName queue = new QueueName("mail");
    return List.of(
        keys.context(id),
        keys.state(id),
        keys.result(id),
        keys.events(id),
        keys.cancel(id),
        keys.queue(queue),
        keys.scheduled(queue),
        keys.dead(queue),
        keys.front(queue),
        keys.waiting(queue),
        keys.followers(id),
        keys.holders(DIGEST),
        keys.waiters(DIGEST),
        keys.concurrency(),
        keys.idempotency(DIGEST),
        keys.breaker(DIGEST),
        keys.crashes(DIGEST),
        keys.breakers(),
        keys.queues(),
        keys.supervisor("s1"),
        keys.supervisorPattern(),
        keys.events(),
        keys.module(new ModulePath("com/acme/Tax.java")),
        keys.moduleIndex(),
        keys.recurring(),
        keys.recurringDue(),
        keys.recurringFirings(),
        keys.recurringStatus(),
        keys.recurringTurn());
  }

  @Test
  void keysAreSpeltAsInTheContract() {
    assertEquals(
        List.of(
            "bifrost:exec:x-1:context",
            "bifrost:exec:x-1:state",
            "bifrost:exec:x-1:result",
            "bifrost:exec:x-1:events",
            "bifrost:exec:x-1:cancel",
            "bifrost:queue:mail",
            "bifrost:queue:mail:scheduled",
            "bifrost:queue:mail:dead",
            "bifrost:queue:mail:front",
            "bifrost:queue:mail:waiting",
            "bifrost:exec:x-1:followers",
            "bifrost:concurrency:9f86d081884c7d659a2feaa0c55ad015:holders",
            "bifrost:concurrency:9f86d081884c7d659a2feaa0c55ad015:waiters",
            "bifrost:concurrency",
            "bifrost:idempotency:9f86d081884c7d659a2feaa0c55ad015",
            "bifrost:breaker:9f86d081884c7d659a2feaa0c55ad015",
            "bifrost:breaker:9f86d081884c7d659a2feaa0c55ad015:crashes",
            "bifrost:breakers",
            "bifrost:queues",
            "bifrost:supervisor:s1",
            "bifrost:supervisor:*",
            "bifrost:events",
            "bifrost:module:com/acme/Tax.java",
            "bifrost:module:index",
            "bifrost:recurring",
            "bifrost:recurring:due",
            "bifrost:recurring:firings",
            "bifrost:recurring:status",
            "bifrost:recurring:turn"),
        all(KeySpace.DEFAULT));
  }

  @Test
  void hashTagsPutOneExecutionAndOneQueueIntoOneSlot() {
    assertEquals(
        List.of(
            "acme:exec:{x-1}:context",
            "acme:exec:{x-1}:state",
            "acme:exec:{x-1}:result",
            "acme:exec:{x-1}:events",
            "acme:exec:{x-1}:cancel",
            "acme:queue:{mail}",
            "acme:queue:{mail}:scheduled",
            "acme:queue:{mail}:dead",
            "acme:queue:{mail}:front",
            "acme:queue:{mail}:waiting",
            "acme:exec:{x-1}:followers",
            "acme:concurrency:{9f86d081884c7d659a2feaa0c55ad015}:holders",
            "acme:concurrency:{9f86d081884c7d659a2feaa0c55ad015}:waiters",
            "acme:concurrency",
            "acme:idempotency:{9f86d081884c7d659a2feaa0c55ad015}",
            "acme:breaker:{9f86d081884c7d659a2feaa0c55ad015}",
            "acme:breaker:{9f86d081884c7d659a2feaa0c55ad015}:crashes",
            "acme:breakers",
            "acme:queues",
            "acme:supervisor:s1",
            "acme:supervisor:*",
            "acme:events",
            "acme:module:com/acme/Tax.java",
            "acme:module:index",
            "acme:{recurring}",
            "acme:{recurring}:due",
            "acme:{recurring}:firings",
            "acme:{recurring}:status",
            "acme:{recurring}:turn"),
        all(new KeySpace("acme", true)));
  }

  @Test
  void aNamespaceIsAnIdentifier() {
    assertThrows(IllegalArgumentException.class, () -> new KeySpace("a{b}", true));
  }
}
