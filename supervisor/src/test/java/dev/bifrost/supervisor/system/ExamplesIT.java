package dev.bifrost.supervisor.system;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bifrost.protocol.ExecutionId;
import dev.bifrost.protocol.QueueName;
import dev.bifrost.supervisor.testing.RedisExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The configurations in {@code scripts/examples} do what they say, through real processes. */
final class ExamplesIT {

  @RegisterExtension static final RedisExtension redis = new RedisExtension();

  private static final Path EXAMPLES = Path.of("..", "scripts", "examples").toAbsolutePath();
  private static final Duration LONG = Duration.ofMinutes(2);
  private static final Map<String, Integer> SIX =
      Map.of("inanimate-rod", 15, "homer", 3, "lenny", 15, "carl", 15, "charlie", 10, "grimey", 1);

  @TempDir private Path folder;
  private final RedisClient client = new RedisClient(redis);

  @Test
  void noneOfTheSixQueuesRunsMoreThanItMayOverTwoSupervisors() throws IOException {
    // The same file but for the children, of which this host could not bear so many.
    String example = Files.readString(EXAMPLES.resolve("six-queues.yaml"));
    Path config =
        Files.writeString(
            folder.resolve("six.yaml"),
            example.replace("max: 15}", "max: 3}").replace("max: 4}", "max: 2}"));
    int each = 15;
    try (Service one = start("one", config);
        Service two = start("two", config)) {
      for (int number = 0; number < each; number++) {
        for (String queue : SIX.keySet()) {
          send(queue + "-" + number, queue, "wait", "{\"millis\":" + (20 + number % 3 * 20) + "}");
        }
      }
      awaitResults((long) each * SIX.size(), one, two);

      SIX.forEach(
          (queue, allowed) -> {
            Intervals ran = new Intervals();
            for (int number = 0; number < each; number++) {
              ran.add(success(queue + "-" + number));
            }
            int most = ran.mostAtOnce();
            assertTrue(most <= allowed, () -> queue + ": " + most + " at once");
            assertTrue(allowed == 1 || most > 1, () -> queue + ": " + most + " at once");
          });
    }
  }

  @Test
  void buildsRunOneByOneInOrderAndABusyEnvironmentHoldsNoOtherUp() throws IOException {
    try (Service one = start("one", EXAMPLES.resolve("build-and-deploy.yaml"))) {
      for (int number = 0; number < 4; number++) {
        send("build-" + number, "builds", "wait", "{\"millis\":30}");
      }
      send("prod-0", "deployments", "deploy", "{\"millis\":3000,\"environment\":\"prod\"}");
      await("the first deployment")
          .atMost(LONG)
          .until(() -> client.state("prod-0", "status").filter("Running"::equals).isPresent());
      send("prod-1", "deployments", "deploy", "{\"millis\":10,\"environment\":\"prod\"}");
      send("test-0", "deployments", "deploy", "{\"millis\":10,\"environment\":\"test\"}");
      await("the other environment").atMost(LONG).until(() -> client.result("test-0").isPresent());
      assertTrue(client.result("prod-0").isEmpty(), "the busy environment was not overtaken");
      assertEquals("concurrency_key", client.state("prod-1", "waiting_for").orElse(""));
      awaitResults(7, one);

      Intervals builds = new Intervals();
      for (int number = 0; number < 4; number++) {
        builds.add(success("build-" + number));
      }
      assertEquals(1, builds.mostAtOnce());
      assertTrue(builds.inOrder());
      Intervals prod = new Intervals();
      prod.add(success("prod-0"));
      prod.add(success("prod-1"));
      assertEquals(1, prod.mostAtOnce());
      // Each build had a JVM of its own.
      assertEquals(
          4,
          List.of(0, 1, 2, 3).stream()
              .map(number -> client.state("build-" + number, "child_pid"))
              .distinct()
              .count());
    }
  }

  private Service start(String name, Path config) throws IOException {
    return Service.startPools(
        Files.createDirectories(folder.resolve(name)),
        redis.uri(),
        "--config",
        config.toString(),
        "--supervisor-name",
        name);
  }

  private void send(String id, String queue, String function, String parameters) {
    redis
        .commands()
        .set(
            redis.keys().context(new ExecutionId(id)),
            "{\"function_name\":\""
                + Workflows.class.getName()
                + "::"
                + function
                + "\",\"parameters\":"
                + parameters
                + "}");
    redis.commands().xadd(redis.keys().queue(new QueueName(queue)), Map.of("execution_id", id));
  }

  private void awaitResults(long count, Service... services) {
    await("all results")
        .atMost(LONG)
        .pollInterval(Duration.ofMillis(100))
        .untilAsserted(
            () ->
                assertEquals(
                    count,
                    client.results(),
                    () ->
                        Arrays.stream(services)
                            .map(Service::output)
                            .collect(Collectors.joining("\n"))));
  }

  private String success(String id) {
    String result = client.result(id).orElseThrow();
    assertTrue(result.contains("\"status\":\"Success\""), result);
    return result;
  }
}
