package dev.bifrost.supervisor.system;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bifrost.supervisor.testing.Processes;
import dev.bifrost.supervisor.testing.RedisExtension;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The whole way of executions, from outside, through real processes. */
final class ServiceIT {

  @RegisterExtension static final RedisExtension redis = new RedisExtension();

  private static final String WORKFLOWS = Workflows.class.getName();
  private static final Duration LONG = Duration.ofMinutes(2);

  /** What each means of death has to be called. */
  private static final List<String> CAUSES =
      List.of(
          "exit",
          "exit",
          "heap_oom",
          "metaspace_oom",
          "stack_overflow",
          "killed",
          "native_crash",
          "hard_timeout");

  @TempDir private Path folder;
  private final RedisClient client = new RedisClient(redis);

  @Test
  void whatAClientSendsComesBackAsItsResult() throws IOException {
    try (Service service = Service.start(folder, redis.uri(), 1)) {
      client.send("sum", context("sum", "\"parameters\":{\"numbers\":[1,2,3]}"));

      String result = result(service, "sum");
      assertTrue(result.contains("\"status\":\"Success\""), result);
      assertTrue(result.contains("\"result\":6"), result);
      assertEquals(1, client.finishedEvents("sum"));
      awaitEmptyQueue();
    }
  }

  @Test
  void tenThousandExecutionsSentAtOnceHaveOneResultEachAndDoNotFillTheMemory() throws IOException {
    int count = 10_000;
    try (Service service = Service.start(folder, redis.uri(), 2)) {
      ByteArrayOutputStream commands = new ByteArrayOutputStream();
      for (int i = 0; i < count; i++) {
        String id = "n" + i;
        commands.write(
            RedisClient.command("SET", "bifrost:exec:" + id + ":context", context("nothing", "")));
        commands.write(
            RedisClient.command("XADD", "bifrost:queue:default", "*", "execution_id", id));
      }
      RedisClient.pipe(redis.uri(), commands.toByteArray(), count + 2 * count);

      await("all results")
          .atMost(Duration.ofMinutes(4))
          .pollInterval(Duration.ofSeconds(1))
          .failFast("the service ended", () -> !alive(service.pid()))
          .until(() -> client.results() == count && client.queued() == 0);
      for (int i = 0; i < count; i++) {
        assertEquals(1, client.finishedEvents("n" + i), "n" + i);
        assertEquals("1", client.state("n" + i, "attempt").orElseThrow(), "n" + i);
      }
    }
  }

  @Test
  void childrenThatDieByEightMeansHurtNobodyElse() throws IOException, InterruptedException {
    int count = 200;
    // All of them run the same code, which would be paused.
    Path config = Files.writeString(folder.resolve("bifrost.yaml"), "breaker.crashes: 0");
    try (Service service = Service.start(folder, redis.uri(), 2, "--config", config.toString())) {
      Map<String, String> expected = new TreeMap<>();
      for (int i = 0; i < count; i++) {
        String id = "m" + i;
        if (i % 10 == 9) {
          int means = i / 10 % CAUSES.size();
          expected.put(id, CAUSES.get(means));
          client.send(
              id,
              context(
                  "die",
                  "\"parameters\":{\"means\":"
                      + means
                      + "},\"timeout_seconds\":"
                      + (CAUSES.get(means).equals("hard_timeout") ? 1 : 60)
                      + ","
                      + "\"on_crash\":\"fail\""));
        } else {
          expected.put(id, "Success");
          client.send(id, context("sum", "\"parameters\":{\"numbers\":[" + i + "]}"));
        }
      }

      await("all results")
          .atMost(LONG)
          .pollInterval(Duration.ofMillis(500))
          .until(() -> client.results() == count);
      Map<String, String> found = new TreeMap<>();
      expected.keySet().forEach(id -> found.put(id, verdict(client.result(id).orElseThrow())));
      assertEquals(expected, found, service::output);

      List<ProcessHandle> children = service.descendants();
      service.terminate();
      assertEquals(0, service.awaitExit(Duration.ofSeconds(30)), service::output);
      assertEquals(List.of(), Processes.running(children));
    }
  }

  @Test
  void whatAKilledSupervisorHeldRunsUnderTheNextOne() throws IOException, InterruptedException {
    int count = 100;
    List<ProcessHandle> children;
    try (Service first = Service.start(folder, redis.uri(), 2)) {
      for (int i = 0; i < count; i++) {
        client.send("k" + i, context("wait", "\"parameters\":{\"millis\":20}"));
      }
      await("the first results").atMost(LONG).until(() -> client.results() >= 30);
      children = first.descendants();
      first.kill();
      first.awaitExit(Duration.ofSeconds(10));
    }
    awaitEnd(children);

    try (Service second = Service.start(folder, redis.uri(), 2)) {
      await("all results")
          .atMost(LONG)
          .pollInterval(Duration.ofMillis(200))
          .until(() -> client.results() == count);
      for (int i = 0; i < count; i++) {
        assertEquals(1, client.finishedEvents("k" + i), "k" + i);
        assertEquals("Success", verdict(client.result("k" + i).orElseThrow()), second::output);
      }
      awaitEmptyQueue();
    }
  }

  @Test
  void theProcessesThatAWorkflowStartedDieWithTheSupervisor()
      throws IOException, InterruptedException {
    List<ProcessHandle> processes = new ArrayList<>();
    try (Service service = Service.start(folder, redis.uri(), 1)) {
      client.send("orphan", context("orphan", ""));
      await("the grandchild").atMost(LONG).until(() -> service.descendants().size() == 2);
      processes.addAll(service.descendants());
      service.kill();
      service.awaitExit(Duration.ofSeconds(10));
    }

    awaitEnd(processes);
  }

  @Test
  void sigtermLetsWhatRunsFinish() throws IOException, InterruptedException {
    try (Service service = Service.start(folder, redis.uri(), 1)) {
      client.send("slow", context("wait", "\"parameters\":{\"millis\":1500}"));
      client.send("next", context("nothing", ""));
      // Running alone says that it was begun; what no child has yet goes back to its queue.
      await("the start").atMost(LONG).until(() -> client.state("slow", "child_pid").isPresent());
      service.terminate();

      assertEquals(0, service.awaitExit(Duration.ofSeconds(30)), service::output);
      assertEquals("Success", verdict(client.result("slow").orElseThrow()));
      assertFalse(client.result("next").isPresent());
      assertEquals(1, client.queued());
    }
  }

  @Test
  void aSecondSigtermSendsWhatRunsBackToItsQueue() throws IOException, InterruptedException {
    try (Service service = Service.start(folder, redis.uri(), 1)) {
      client.send("slow", context("wait", "\"parameters\":{\"millis\":60000}"));
      await("the start").atMost(LONG).until(() -> "Running".equals(status("slow")));
      service.terminate();
      await("the drain").atMost(LONG).until(() -> service.output().contains("draining"));
      service.terminate();

      assertEquals(0, service.awaitExit(Duration.ofSeconds(30)), service::output);
      assertEquals("Pending", status("slow"), service::output);
      assertEquals(1, client.queued());
    }
  }

  @Test
  void aRunningExecutionIsCancelledByTheFlagAlone() throws IOException {
    try (Service service = Service.start(folder, redis.uri(), 1)) {
      client.send("slow", context("wait", "\"parameters\":{\"millis\":60000}"));
      await("the start").atMost(LONG).until(() -> "Running".equals(status("slow")));
      client.cancel("slow", "{\"by\":\"alice\",\"reason\":\"no longer needed\"}");

      String result = result(service, "slow");
      assertTrue(result.contains("\"status\":\"Cancelled\""), result);
      assertTrue(result.contains("alice: no longer needed"), result);
    }
  }

  @Test
  void aCrashThatIsRetriedSucceedsInAnotherChild() throws IOException {
    try (Service service = Service.start(folder, redis.uri(), 1)) {
      client.send("crash", context("die", "\"parameters\":{\"means\":0},\"crash_credits\":2"));

      String result = result(service, "crash");
      assertTrue(result.contains("\"attempt\":3"), result);
      assertTrue(result.contains("\"cause\":\"exit\""), result);
    }
  }

  @Test
  void badInputIsToldApartAndInNobodysWay() throws IOException {
    try (Service service = Service.start(folder, redis.uri(), 1)) {
      redis.commands().xadd("bifrost:queue:default", Map.of("nonsense", "x"));
      redis.commands().xadd("bifrost:queue:default", Map.of("execution_id", "no such id!"));
      redis.commands().xadd("bifrost:queue:default", Map.of("execution_id", "nothing-there"));
      client.send("broken", "{\"function_name\": ");
      client.send("unfit", "{\"function_name\":\"a.B\",\"timeout_seconds\":\"soon\"}");
      client.send("good", context("nothing", ""));

      assertEquals("Success", verdict(result(service, "good")));
      assertTrue(result(service, "nothing-there").contains("\"ContextNotFound\""));
      assertTrue(result(service, "broken").contains("\"MalformedContext\""));
      assertTrue(result(service, "unfit").contains("timeout_seconds: must be"));
      awaitEmptyQueue();
    }
  }

  /** Waits for the end of processes whose supervisor is dead, and prints how long it took. */
  @SuppressWarnings("SystemOut") // A figure for people, not something to fail by.
  private static void awaitEnd(List<ProcessHandle> processes) {
    long start = System.nanoTime();
    await("the end of " + processes)
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(10))
        .until(() -> Processes.running(processes).isEmpty());
    System.out.printf(
        "%d processes outlived their supervisor by %d ms%n",
        processes.size(), Duration.ofNanos(System.nanoTime() - start).toMillis());
  }

  /** The entry goes a moment after the result has come. */
  private void awaitEmptyQueue() {
    await("the acknowledgement of everything")
        .atMost(LONG)
        .pollInterval(Duration.ofMillis(10))
        .untilAsserted(() -> assertEquals(0, client.queued()));
  }

  private String status(String id) {
    return client.state(id, "status").orElse("");
  }

  private String result(Service service, String id) {
    await("the result of " + id)
        .atMost(LONG)
        .pollInterval(Duration.ofMillis(20))
        .failFast("the service ended", () -> !alive(service.pid()))
        .until(() -> client.result(id).isPresent());
    return client.result(id).orElseThrow();
  }

  private static boolean alive(long pid) {
    return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent();
  }

  private static String context(String method, String more) {
    return "{\"function_name\":\""
        + WORKFLOWS
        + "::"
        + method
        + "\""
        + (more.isEmpty() ? "" : "," + more)
        + "}";
  }

  /** The cause of death, or the status where there was none. */
  private static String verdict(String result) {
    int cause = result.indexOf("\"cause\":\"");
    if (cause >= 0) {
      int start = cause + "\"cause\":\"".length();
      return result.substring(start, result.indexOf('"', start));
    }
    int status = result.indexOf("\"status\":\"") + "\"status\":\"".length();
    return result.substring(status, result.indexOf('"', status));
  }
}
