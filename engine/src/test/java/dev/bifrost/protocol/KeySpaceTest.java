package dev.bifrost.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The spellings that clients in other languages rely on. */
final class KeySpaceTest {

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
