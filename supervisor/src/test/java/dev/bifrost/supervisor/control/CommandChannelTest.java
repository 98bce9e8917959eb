package dev.bifrost.supervisor.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bifrost.protocol.KeySpace;
import dev.bifrost.protocol.QueueName;
import dev.bifrost.protocol.SupervisorAnswer;
import dev.bifrost.protocol.SupervisorCommand;
import dev.bifrost.protocol.SupervisorCommand.Kind;
import dev.bifrost.supervisor.client.Operator;
import dev.bifrost.supervisor.client.QueueControls;
import dev.bifrost.supervisor.redis.RedisTroubleException;
import dev.bifrost.supervisor.testing.RedisExtension;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** With braces in the keys, for the same tests on a cluster. */
class CommandChannelTest {

  @RegisterExtension
  static final RedisExtension redis = new RedisExtension(new KeySpace("bifrost", true));

  private static final String US = "supervisor-1";
  private static final Duration BOUND = Duration.ofSeconds(10);

  private final BlockingQueue<SupervisorCommand> heard = new LinkedBlockingQueue<>();

  @BeforeEach
  void listen() throws RedisTroubleException, InterruptedException {
    new CommandChannel(redis.link(), US, this::carryOut).start();
    // Until it answers, it may not have begun to listen.
    long deadline = System.nanoTime() + BOUND.toNanos();
    SupervisorAnswer answer = null;
    while (answer == null) {
      assertTrue(System.nanoTime() < deadline, "It does not listen");
      answer = tell(Kind.LOG_LEVEL, Map.of(), Duration.ofMillis(300));
    }
    heard.clear();
  }

  @Test
  void aCommandIsCarriedOutAndAnswered() throws RedisTroubleException, InterruptedException {
    SupervisorAnswer answer = tell(Kind.RECYCLE, Map.of("pid", "4711"), BOUND);

    assertEquals(new SupervisorAnswer(US, true, "Done: recycle pid 4711"), answer);
    SupervisorCommand command = heard.remove();
    assertEquals("anna", command.by());
    assertEquals(Map.of("pid", "4711"), command.arguments());
  }

  @Test
  void aCommandThatCannotBeDoneIsRefusedWithItsReason()
      throws RedisTroubleException, InterruptedException {
    SupervisorAnswer answer = tell(Kind.RESIZE, Map.of("min", "0"), BOUND);

    assertEquals(new SupervisorAnswer(US, false, "A pool cannot have 0 children."), answer);
  }

  @Test
  void whatIsNoCommandHarmsNothing() throws RedisTroubleException, InterruptedException {
    String channel = redis.keys().commands(US);
    redis.commands().publish(channel, "hello");
    redis.commands().publish(channel, "[1]");
    redis.commands().publish(channel, "{\"command\":\"explode\"}");

    assertNotNull(tell(Kind.DRAIN, Map.of(), BOUND));
    assertEquals(Kind.DRAIN, heard.remove().kind());
    assertTrue(heard.isEmpty());
  }

  @Test
  void aSupervisorThatIsNotThereIsATimeout() throws RedisTroubleException {
    Throwable failure =
        new Operator(redis.link())
            .tell("nobody", Kind.DRAIN, "anna", Map.of(), Duration.ofMillis(300))
            .handle((answer, trouble) -> trouble)
            .toCompletableFuture()
            .join();

    assertTrue(failure.getCause() instanceof TimeoutException, String.valueOf(failure));
  }

  @Test
  void aChangedQueueIsToldToAllSupervisorsAtOnce()
      throws RedisTroubleException, InterruptedException {
    new QueueControls(redis.link())
        .pause(QueueName.DEFAULT, "anna", Optional.empty())
        .toCompletableFuture()
        .join();

    SupervisorCommand told = heard.poll(BOUND.toSeconds(), TimeUnit.SECONDS);
    assertNotNull(told);
    assertEquals(Kind.REFRESH, told.kind());
    assertFalse(told.replyTo().isPresent());
  }

  private CompletionStage<String> carryOut(SupervisorCommand command) {
    heard.add(command);
    return command.kind() == Kind.RESIZE
        ? CompletableFuture.failedStage(
            new IllegalArgumentException("A pool cannot have 0 children."))
        : CompletableFuture.completedStage("Done: " + command.describe());
  }

  private @Nullable SupervisorAnswer tell(Kind kind, Map<String, String> arguments, Duration bound)
      throws RedisTroubleException {
    return new Operator(redis.link())
        .tell(US, kind, "anna", arguments, bound)
        .<@Nullable SupervisorAnswer>handle((answer, failure) -> answer)
        .toCompletableFuture()
        .join();
  }
}
