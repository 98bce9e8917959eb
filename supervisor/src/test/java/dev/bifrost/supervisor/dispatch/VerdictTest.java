package dev.bifrost.supervisor.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bifrost.protocol.ChildMessage;
import dev.bifrost.protocol.Death;
import dev.bifrost.protocol.DeathCause;
import dev.bifrost.protocol.ErrorType;
import dev.bifrost.protocol.ExecutionResult;
import dev.bifrost.supervisor.execution.Disposition;
import dev.bifrost.supervisor.process.ChildExit;
import dev.bifrost.supervisor.process.ProcessUsage;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class VerdictTest {

  private static final String NATIVE_CRASH =
      """
      #
      # A fatal error has been detected by the Java Runtime Environment:
      #
      #  SIGSEGV (0xb) at pc=0x00007f, pid=1, tid=2
      #
      # Problematic frame:
      # V  [libjvm.so+0xe5d8e5]  Unsafe_PutLong+0x85
      """;
  private static final String NO_MEMORY =
      """
      #
      # There is insufficient memory for the Java Runtime Environment to continue.
      # Native memory allocation (mmap) failed to map 16384 bytes
      """;

  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource({
    "Java heap space, HEAP_OOM",
    "GC overhead limit exceeded, HEAP_OOM",
    "Requested array size exceeds VM limit, HEAP_OOM",
    "Metaspace, METASPACE_OOM",
    "Compressed class space, METASPACE_OOM",
  })
  void aLackOfMemoryIsToldFromAnExitWithTheSameCode(String what, DeathCause cause) {
    ExecutionResult result =
        judge(3, Optional.empty(), "Terminating due to java.lang.OutOfMemoryError: " + what + "\n");

    assertEquals(cause, death(result).cause());
    assertEquals(ErrorType.OUT_OF_MEMORY_ERROR.wireName(), type(result));
    assertEquals(3, death(result).exitCode());
    assertTrue(death(result).message().contains(what), death(result).message());
  }

  @Test
  void anExitByUserCodeIsNamedWithItsCode() {
    ExecutionResult result = judge(3, Optional.empty(), "some words\n");

    assertEquals(DeathCause.EXIT, death(result).cause());
    assertEquals(ErrorType.PROCESS_EXITED.wireName(), type(result));
    assertEquals(3, death(result).exitCode());
    assertEquals("some words\n", death(result).lastOutput());
  }

  @Test
  void theCallerOfSystemExitStandsInTheMessage() {
    SupervisorHarness harness = running();
    harness.children.say(1, new ChildMessage.Exiting("at com.acme.Job.run(Job.java:7)"));
    ExecutionResult result = end(harness, 3, Optional.empty(), "");

    assertTrue(death(result).message().contains("Job.java:7"), death(result).message());
  }

  @ParameterizedTest(name = "status {0} is {1} by {2}")
  @CsvSource({
    "137, KILLED, SIGKILL",
    "143, KILLED, SIGTERM",
    "139, NATIVE_CRASH, SIGSEGV",
    "134, NATIVE_CRASH, SIGABRT"
  })
  void signalsAreNamed(int status, DeathCause cause, String signal) {
    ExecutionResult result = judge(status, Optional.empty(), "");

    assertEquals(cause, death(result).cause());
    assertEquals(signal, death(result).signal());
    assertEquals(null, death(result).exitCode());
    assertEquals(ErrorType.PROCESS_CRASH_ERROR.wireName(), type(result));
  }

  @Test
  void aCrashReportNamesTheFrame() {
    ExecutionResult result = judge(134, Optional.of(NATIVE_CRASH), "");

    assertEquals(DeathCause.NATIVE_CRASH, death(result).cause());
    assertTrue(death(result).message().contains("Unsafe_PutLong"), death(result).message());
    assertEquals(NATIVE_CRASH, death(result).crashReport());
  }

  @Test
  void aReportOfMissingMemoryIsNoCrash() {
    ExecutionResult result = judge(1, Optional.of(NO_MEMORY), "");

    assertEquals(DeathCause.NATIVE_OOM, death(result).cause());
    assertEquals(ErrorType.OUT_OF_MEMORY_ERROR.wireName(), type(result));
  }

  @Test
  void aDeliberateKillOutranksWhatTheDeathLooksLike() {
    SupervisorHarness harness = running();
    harness.children.babble(1, "nonsense");
    harness.settle();
    ExecutionResult result =
        end(
            harness,
            3,
            Optional.of(NATIVE_CRASH),
            "Terminating due to java.lang.OutOfMemoryError: Java heap space\n");

    assertEquals(DeathCause.PROTOCOL, death(result).cause());
  }

  private static ExecutionResult judge(int status, Optional<String> report, String output) {
    return end(running(), status, report, output);
  }

  private static SupervisorHarness running() {
    SupervisorHarness harness = SupervisorHarness.withReadyChildren(1);
    harness.begin("a", Optional.empty(), SupervisorHarness.FAIL_ON_CRASH);
    harness.children.begin(1, "a");
    harness.settle();
    return harness;
  }

  private static ExecutionResult end(
      SupervisorHarness harness, int status, Optional<String> report, String output) {
    harness.children.gone(1, new ChildExit(status, report, output, ProcessUsage.UNKNOWN));
    harness.settle();
    return assertInstanceOf(Disposition.Finish.class, harness.onlyConclusion().disposition())
        .result();
  }

  private static Death death(ExecutionResult result) {
    Death death = result.death();
    assertNotNull(death, () -> "no death in " + result);
    return death;
  }

  private static String type(ExecutionResult result) {
    ExecutionResult.Failure failure = result.failure();
    assertNotNull(failure, () -> "no failure in " + result);
    return failure.type();
  }
}
