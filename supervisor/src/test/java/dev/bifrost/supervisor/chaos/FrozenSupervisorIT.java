package dev.bifrost.supervisor.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.bifrost.protocol.ExecutionId;
import dev.bifrost.protocol.KeySpace;
import dev.bifrost.protocol.QueueName;
import dev.bifrost.supervisor.testing.RedisExtension;
import io.lettuce.core.Range;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A supervisor that stands still for longer than its leases last, beside another that does not. */
final class FrozenSupervisorIT {

  @RegisterExtension static final RedisExtension redis = new RedisExtension();

  private static final KeySpace KEYS = KeySpace.DEFAULT;
  private static final ExecutionId ID = new ExecutionId("frozen");

  @TempDir private Path folder;
  private final List<Member> members = new ArrayList<>();

  @Test
  void itsChildIsDeadBeforeAnotherRunsTheExecutionAndOnWakingItWritesNothing()
      throws IOException, InterruptedException {
    Path runs = Files.createDirectory(folder.resolve("runs"));
    Member first = member("first").awaitReady();
    try {
      send(runs);
      Patience.until("the first attempt", () -> beats(runs, 1));
      member("second").awaitReady();

      Signal.send("STOP", first.pid());
      Patience.until("the second attempt", () -> beats(runs, 2));
      Signal.send("CONT", first.pid());
      Patience.until(
          "the first one to give it up",
          () -> first.output().contains(ID + " is not ours any more"));
      Patience.until("the result", () -> redis.commands().exists(KEYS.result(ID)) > 0);

      assertEquals(List.of(), Runs.read(runs, ID).problems(2), () -> Runs.text(runs, ID));
      assertEquals("2", redis.commands().hget(KEYS.state(ID), "attempt"), first::output);
      assertEquals("Success", redis.commands().hget(KEYS.state(ID), "status"), first::output);
      assertEquals(
          List.of("started", "dispatched", "log", "started", "dispatched", "log", "finished"),
          journal(),
          first::output);
    } finally {
      members.forEach(Member::destroy);
    }
  }

  private Member member(String name) throws IOException {
    Member member = Member.start(folder, name, redis.uri(), 1, Optional.empty());
    members.add(member);
    return member;
  }

  private static void send(Path runs) {
    String context =
        """
        {"function_name": "%s::work", "parameters": {"folder": "%s", "millis": 10000}}"""
            .formatted(ChaosWorkflows.class.getName(), runs);
    redis.commands().set(KEYS.context(ID), context);
    redis.commands().xadd(KEYS.queue(QueueName.DEFAULT), Map.of("execution_id", ID.value()));
  }

  private static boolean beats(Path runs, int attempt) {
    return Runs.text(runs, ID).contains("beat " + attempt + " ");
  }

  private static List<String> journal() {
    return redis.commands().xrange(KEYS.events(ID), Range.unbounded()).stream()
        .map(entry -> String.valueOf(entry.getBody().get("type")))
        .toList();
  }
}
