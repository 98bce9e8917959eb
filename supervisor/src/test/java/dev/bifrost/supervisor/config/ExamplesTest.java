package dev.bifrost.supervisor.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.bifrost.protocol.QueueName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The configurations in {@code scripts/examples} can be read. */
class ExamplesTest {

  @TempDir private Path folder;

  @Test
  void theSixQueues() throws IOException, ConfigurationException {
    Settings settings = load("six-queues.yaml");

    assertEquals(
        "homer 3, grimey 1, inanimate-rod 15, lenny 15, carl 15, charlie 10",
        settings.queues().stream()
            .map(queue -> queue.name() + " " + queue.bounds().maxJobs().orElseThrow())
            .collect(Collectors.joining(", ")));
    assertEquals(2, settings.pools().size());
  }

  @Test
  void buildsAndDeployments() throws IOException, ConfigurationException {
    Settings settings = load("build-and-deploy.yaml");

    QueueSettings deployments = settings.queue(new QueueName("deployments")).orElseThrow();
    assertEquals(Optional.of("deploy-{environment}"), deployments.bounds().concurrencyKey());
    assertEquals(OptionalInt.of(1), settings.pools().get(0).children().recycling().executions());
  }

  private Settings load(String example) throws IOException, ConfigurationException {
    String yaml = Files.readString(Path.of("..", "scripts", "examples", example));
    return new Bench(folder).file(yaml).settings();
  }
}
