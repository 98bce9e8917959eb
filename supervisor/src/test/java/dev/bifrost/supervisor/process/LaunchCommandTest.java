package dev.bifrost.supervisor.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bifrost.protocol.ByteSize;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LaunchCommandTest {

  @Test
  void flagsOfTheConfigurationComeAfterOurOwnAndSoWin() {
    List<String> arguments = arguments(ByteSize.ofMebibytes(256), "-XX:TieredStopAtLevel=4");

    assertTrue(
        arguments.indexOf("-XX:TieredStopAtLevel=4")
            > arguments.indexOf("-XX:TieredStopAtLevel=1"));
    assertEquals(
        List.of("-jar", "child.jar"), arguments.subList(arguments.size() - 2, arguments.size()));
  }

  @Test
  void theFirstHeapIsSmallAndNeverLargerThanTheLargest() {
    assertTrue(arguments(ByteSize.ofMebibytes(256)).contains("-Xms" + (24 << 20)));
    assertTrue(arguments(ByteSize.ofMebibytes(16)).contains("-Xms" + (16 << 20)));
  }

  private static List<String> arguments(ByteSize heap, String... flags) {
    return new LaunchCommand(
            Path.of("java"),
            List.of("-jar", "child.jar"),
            heap,
            ByteSize.ofMebibytes(64),
            List.of(flags),
            Map.of())
        .arguments(Path.of("hs_err.log"));
  }
}
