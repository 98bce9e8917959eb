package dev.bifrost.supervisor.system;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bifrost.protocol.ExecutionId;
import dev.bifrost.protocol.KeySpace;
import dev.bifrost.protocol.QueueName;
import dev.bifrost.supervisor.testing.OnCluster;
import dev.bifrost.supervisor.testing.RedisExtension;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The whole way of executions over a Redis Cluster of three, from outside. */
@OnCluster
final class ClusterServiceIT {

  private static final KeySpace KEYS = new KeySpace("bifrost", true);
  private static final List<QueueName> QUEUES =
      List.of(QueueName.DEFAULT, new QueueName("reports"), new QueueName("mail"));
  private static final Duration LONG = Duration.ofMinutes(2);

  @RegisterExtension static final RedisExtension redis = new RedisExtension(KEYS);

  @TempDir private Path folder;
  private Path configuration;

  @BeforeEach
  void configure() throws IOException {
    configuration =
        Files.writeString(
            folder.resolve("bifrost.yaml"),
            """
            redis.hash-tags: true
            queues: default,reports,mail
            lease.duration: 6s
            lease.renewal: 2s
            """);
  }

  @Test
  void executionsOfAllQueuesRunWhereverTheirKeysAre() throws IOException, InterruptedException {
    try (Service service = start()) {
      int count = 60;
      IntStream.range(0, count).forEach(number -> send("n" + number, QUEUES.get(number % 3)));

      await("all results")
          .atMost(LONG)
          .pollInterval(Duration.ofMillis(200))
          .failFast("the service ended", () -> !alive(service))
          .until(() -> IntStream.range(0, count).allMatch(number -> hasResult("n" + number)));
      for (int number = 0; number < count; number++) {
        String result = redis.commands().get(KEYS.result(new ExecutionId("n" + number)));
        assertTrue(result.contains("\"status\":\"Success\""), result);
      }
      await("the queues to be empty")
          .atMost(LONG)
          .until(
              () ->
                  QUEUES.stream().mapToLong(queue -> redis.commands().xlen(KEYS.queue(queue))).sum()
                      == 0);

      // The command line finds its way, too.
      String shown = command("ps", "--json");
      assertTrue(shown.contains("\"supervisor_id\""), shown);
      String result =
          command(
              "submit",
              "--id",
              "byHand",
              "--wait",
              "--function",
              Workflows.class.getName() + "::sum",
              "-p",
              "numbers=[1,2,3]",
              "--json");
      assertTrue(result.contains("\"result\" : 6"), result);
      command(
          "submit",
          "--id",
          "later",
          "--at",
          "+1s",
          "--wait",
          "--function",
          Workflows.class.getName() + "::nothing");
      command(
          "recurring",
          "add",
          "often",
          "--cron",
          "* * * * * *",
          "--function",
          Workflows.class.getName() + "::nothing");
      await("a recurring one to have run")
          .atMost(LONG)
          .until(() -> !redis.commands().keys("bifrost:exec:{often-*}:result").isEmpty());
    }
  }

  @Test
  void whatAKilledSupervisorHeldRunsUnderTheOther() throws IOException {
    try (Service first = start()) {
      redis
          .commands()
          .set(
              KEYS.context(new ExecutionId("long")),
              "{\"function_name\":\""
                  + Workflows.class.getName()
                  + "::wait\",\"parameters\":{\"millis\":3000}}");
      redis.commands().xadd(KEYS.queue(QueueName.DEFAULT), Map.of("execution_id", "long"));
      String state = KEYS.state(new ExecutionId("long"));
      await("it runs")
          .atMost(LONG)
          .until(() -> "Running".equals(redis.commands().hget(state, "status")));
      try (Service second = start()) {
        first.kill();

        await("its result")
            .atMost(LONG)
            .failFast("the service ended", () -> !alive(second))
            .until(() -> hasResult("long"));
      }
      assertEquals("2", redis.commands().hget(state, "attempt"));
      assertEquals("Success", redis.commands().hget(state, "status"));
    }
  }

  private Service start() throws IOException {
    return Service.start(folder, redis.uri(), 1, "--config", configuration.toString());
  }

  private static void send(String id, QueueName queue) {
    redis
        .commands()
        .set(
            KEYS.context(new ExecutionId(id)),
            "{\"function_name\":\"" + Workflows.class.getName() + "::nothing\"}");
    redis.commands().xadd(KEYS.queue(queue), Map.of("execution_id", id));
  }

  private static boolean hasResult(String id) {
    return redis.commands().exists(KEYS.result(new ExecutionId(id))) == 1;
  }

  private static boolean alive(Service service) {
    return ProcessHandle.of(service.pid()).filter(ProcessHandle::isAlive).isPresent();
  }

  private String command(String... words) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-jar", Path.of("target", "bifrost.jar").toAbsolutePath().toString()));
    command.addAll(List.of(words));
    command.addAll(List.of("--redis", redis.uri(), "--config", configuration.toString()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), output);
    return output;
  }
}
