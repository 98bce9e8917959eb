package dev.bifrost.child.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bifrost.protocol.ExecutionId;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class FenceTest {

  private static final ExecutionId ID = new ExecutionId("x-1");
  private static final ExecutionId OTHER = new ExecutionId("x-2");

  @Nested
  class TurnedByHand {

    // Near the largest number: the clock may wrap around.
    private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 5);
    private final Fence fence = new Fence(clock::get, any -> {});

    @Test
    void anExecutionWithoutALeaseMayRunForEver() {
      fence.begun(ID);
      pass(Duration.ofDays(365));

      assertFalse(fence.isOver());
    }

    @Test
    void aLeaseCountsFromItsReceipt() {
      fence.lease(ID, Duration.ofSeconds(10));
      fence.begun(ID);
      pass(Duration.ofMillis(9_999));
      assertFalse(fence.isOver());

      pass(Duration.ofMillis(1));
      assertTrue(fence.isOver());
    }

    @Test
    void theNextLeaseProlongsIt() {
      fence.lease(ID, Duration.ofSeconds(10));
      fence.begun(ID);
      pass(Duration.ofSeconds(9));
      fence.lease(ID, Duration.ofSeconds(10));
      pass(Duration.ofSeconds(9));
      assertFalse(fence.isOver());

      pass(Duration.ofSeconds(1));
      assertTrue(fence.isOver());
    }

    @Test
    void aLeaseThatIsOverStaysOver() {
      fence.lease(ID, Duration.ofSeconds(10));
      fence.begun(ID);
      pass(Duration.ofSeconds(40));
      fence.lease(ID, Duration.ofSeconds(10));

      assertTrue(fence.isOver());
    }

    @Test
    void whatRanOutBeforeTheBeginningIsOverAtTheBeginning() {
      fence.lease(ID, Duration.ofSeconds(10));
      pass(Duration.ofSeconds(10));
      assertFalse(fence.isOver());

      fence.begun(ID);
      assertTrue(fence.isOver());
    }

    @Test
    void theLeaseOfAnotherExecutionConcernsNobody() {
      fence.lease(OTHER, Duration.ofSeconds(1));
      fence.begun(ID);
      pass(Duration.ofSeconds(2));

      assertFalse(fence.isOver());
    }

    @Test
    void aLeaseEndsWithItsExecution() {
      fence.lease(ID, Duration.ofSeconds(10));
      fence.begun(ID);
      fence.ended(ID);
      pass(Duration.ofSeconds(20));
      assertFalse(fence.isOver());

      fence.begun(ID);
      assertFalse(fence.isOver());
    }

    @Test
    void aRenewalThatCameTooLateDoesNotHarmTheNextRunOfTheSameExecution() {
      fence.lease(ID, Duration.ofSeconds(10));
      fence.begun(ID);
      fence.ended(ID);
      fence.lease(ID, Duration.ofSeconds(10));
      pass(Duration.ofSeconds(60));

      fence.lease(ID, Duration.ofSeconds(10));
      fence.begun(ID);
      assertFalse(fence.isOver());
    }

    @Test
    void howeverManyLeasesCameInVainTheOneInHandCounts() {
      fence.lease(ID, Duration.ofSeconds(10));
      fence.begun(ID);
      for (int i = 0; i < 5_000; i++) {
        fence.lease(new ExecutionId("vain-" + i), Duration.ofSeconds(10));
      }
      pass(Duration.ofSeconds(10));

      assertTrue(fence.isOver());
    }

    private void pass(Duration duration) {
      clock.addAndGet(duration.toNanos());
    }
  }

  @Test
  void itSaysWhichLeaseIsOver() throws InterruptedException {
    BlockingQueue<ExecutionId> over = new LinkedBlockingQueue<>();
    Fence fence = new Fence(System::nanoTime, over::add);

    fence.begun(ID);
    fence.lease(ID, Duration.ofHours(1));
    fence.lease(ID, Duration.ofMillis(1));

    assertEquals(ID, over.poll(30, TimeUnit.SECONDS));
  }
}
