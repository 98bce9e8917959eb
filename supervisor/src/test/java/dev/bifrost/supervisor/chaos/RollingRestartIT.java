package dev.bifrost.supervisor.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two supervisors that are restarted one after the other while work comes in. */
final class RollingRestartIT {

  private static final int ROUNDS = 2;
  private static final int AT_ONCE = 60;

  @TempDir private Path folder;

  @Test
  void nothingIsLostAndNothingRunsTwice() throws IOException, InterruptedException {
    Path runs = Files.createDirectory(folder.resolve("runs"));
    // The usual lease: on a busy host a short one ends by itself, and that would repeat something.
    Files.writeString(
        folder.resolve("bifrost.yaml"),
        "child: {heap: 64m, flags: -XX:TieredStopAtLevel=1}\nhttp: {enabled: false}\n");
    List<Member> members = new ArrayList<>();
    try (ChaosRedis redis = ChaosRedis.start(folder)) {
      try {
        Load load = new Load(redis, runs, 1, List.of("work"), false);
        members.add(member(redis, 0, 0).awaitReady());
        members.add(member(redis, 0, 1).awaitReady());
        load.send(AT_ONCE);
        for (int round = 1; round <= ROUNDS; round++) {
          for (int place = 0; place < members.size(); place++) {
            Member old = members.get(place);
            load.send(AT_ONCE);
            old.terminate();
            Patience.until(old.name() + " to drain", () -> !old.isAlive());
            assertEquals(0, old.process().exitValue(), old::output);
            members.set(place, member(redis, round, place).awaitReady());
          }
        }
        Patience.until("the queue to be empty", () -> load.waiting() == 0);

        Inspection inspection = new Inspection(redis.commands(), runs);
        for (Order order : load.sent()) {
          inspection.execution(order, 1);
        }
        inspection.queue();
        assertEquals(List.of(), inspection.violations());
        assertEquals(Map.of(1, load.sent().size()), inspection.attempts());
      } finally {
        members.forEach(Member::destroy);
      }
    }
  }

  private Member member(ChaosRedis redis, int round, int place) throws IOException {
    String name = "supervisor-" + place + "-" + round;
    return Member.start(folder, name, redis.uri(), 2, Optional.empty());
  }
}
