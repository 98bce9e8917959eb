package dev.bifrost.supervisor.intake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bifrost.protocol.QueueName;
import dev.bifrost.supervisor.intake.QueueShares.Share;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class TurnsTest {

  private static final QueueName A = new QueueName("a");
  private static final QueueName B = new QueueName("b");
  private static final QueueName C = new QueueName("c");
  private static final List<QueueName> ALL = List.of(A, B, C);

  @Test
  void equalQueuesTakeTurns() {
    Map<QueueName, Integer> taken = take(new Turns(QueueShares.EQUAL), ALL, 300);

    assertEquals(Map.of(A, 100, B, 100, C, 100), taken);
  }

  @Test
  void eachQueueGetsItsShareAndTheLowestOneToo() {
    Turns turns = new Turns(shares(false, new Share(0, 6), new Share(0, 3), new Share(0, 1)));

    Map<QueueName, Integer> taken = take(turns, ALL, 1_000);

    assertTrue(Math.abs(taken.getOrDefault(A, 0) - 600) <= 2, taken.toString());
    assertTrue(Math.abs(taken.getOrDefault(B, 0) - 300) <= 2, taken.toString());
    assertTrue(Math.abs(taken.getOrDefault(C, 0) - 100) <= 2, taken.toString());
  }

  @Test
  void aHigherPriorityAlwaysGoesFirstAndEqualsShare() {
    Turns turns = new Turns(shares(true, new Share(5, 1), new Share(5, 1), new Share(1, 9)));

    assertEquals(Map.of(A, 50, B, 50), take(turns, ALL, 100));
    assertEquals(Map.of(C, 10), take(turns, List.of(C), 10));
  }

  @Test
  void aQueueThatWasEmptyHasNothingSavedUp() {
    Turns turns = new Turns(QueueShares.EQUAL);
    take(turns, List.of(A), 10_000);

    Map<QueueName, Integer> taken = take(turns, List.of(A, B), 100);

    assertTrue(taken.getOrDefault(B, 0) <= 51, taken.toString());
  }

  @Test
  void manyAtOnceCountAsMany() {
    Turns turns = new Turns(QueueShares.EQUAL);
    turns.took(A, 10);

    assertEquals(Map.of(B, 10), take(turns, List.of(A, B), 10));
  }

  /** Always takes one entry from the queue whose turn it is; all have more. */
  private static Map<QueueName, Integer> take(Turns turns, List<QueueName> queues, int times) {
    Map<QueueName, Integer> taken = new HashMap<>();
    for (int time = 0; time < times; time++) {
      QueueName next = turns.order(queues).get(0);
      turns.took(next, 1);
      taken.merge(next, 1, Integer::sum);
    }
    return taken;
  }

  private static QueueShares shares(boolean strict, Share a, Share b, Share c) {
    return new QueueShares(strict, Map.of(A, a, B, b, C, c));
  }
}
