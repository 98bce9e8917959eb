package dev.bifrost.supervisor.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** A short run with everything in it. {@code -Dchaos.seed=N} repeats one. */
final class ChaosIT {

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private Path folder;

  @Test
  @SuppressWarnings("SystemOut") // A figure for people.
  void whateverDiesNothingIsLostAndNothingHappensTwice()
      throws IOException, InterruptedException, ExecutionException {
    long seed = Long.getLong("chaos.seed", ThreadLocalRandom.current().nextLong(1_000_000_000));
    ChaosSettings settings =
        new ChaosSettings(60, Duration.ofSeconds(20), seed, 2, 2, Duration.ofSeconds(2), true);

    ChaosReport report = new Chaos(settings, folder).run();

    System.out.println(report.describe());
    assertEquals(List.of(), report.violations(), report::describe);
  }
}
