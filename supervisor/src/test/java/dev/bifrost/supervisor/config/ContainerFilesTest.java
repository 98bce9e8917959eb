package dev.bifrost.supervisor.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.bifrost.protocol.DurationText;
import dev.bifrost.protocol.KeySpace;
import dev.bifrost.protocol.QueueName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** What the files for containers say agrees with the code and with itself. */
final class ContainerFilesTest {

  private static final Path TOP = Path.of("..").toAbsolutePath().normalize();
  private static final Path FOLDER = TOP.resolve("scripts/container");
  private static final Path KUBERNETES = FOLDER.resolve("kubernetes");
  private static final Pattern VARIABLE = Pattern.compile("BIFROST_[A-Z_]+");

  @Test
  void everyVariableInThemIsAKeyOfTheConfiguration() throws IOException {
    Set<String> known = Keys.ALL.stream().map(Key::variable).collect(Collectors.toSet());
    Set<String> unknown = new TreeSet<>();
    for (Path file : files()) {
      Matcher variables = VARIABLE.matcher(Files.readString(file));
      while (variables.find()) {
        if (!known.contains(variables.group())) {
          unknown.add(file.getFileName() + ": " + variables.group());
        }
      }
    }

    assertEquals(Set.of(), unknown);
  }

  @Test
  void aDrainIsOverBeforeTheContainerIsKilled() throws IOException {
    JsonNode pod = deployment().path("spec").path("template").path("spec");
    String limit =
        yaml("kubernetes/configuration.yaml").path("data").path("BIFROST_DRAIN_LIMIT").asString();
    long drain = DurationText.parse(limit).toSeconds();

    // The ladder of ending, and what is left to be written.
    assertTrue(pod.path("terminationGracePeriodSeconds").asLong() >= drain + 33);
    assertEquals(
        "2m",
        yaml("compose.yaml").path("services").path("bifrost").path("stop_grace_period").asString());
  }

  @Test
  void nothingInAContainerIsRootOrWritesToItsRoot() throws IOException {
    JsonNode pod = deployment().path("spec").path("template").path("spec");
    JsonNode container = pod.path("containers").path(0);
    JsonNode service = yaml("compose.yaml").path("services").path("bifrost");

    assertTrue(pod.path("securityContext").path("runAsNonRoot").asBoolean());
    assertTrue(container.path("securityContext").path("readOnlyRootFilesystem").asBoolean());
    assertEquals(
        "ALL",
        container.path("securityContext").path("capabilities").path("drop").path(0).asString());
    assertTrue(service.path("read_only").asBoolean());
    assertEquals("ALL", service.path("cap_drop").path(0).asString());
    assertTrue(Files.readString(FOLDER.resolve("Dockerfile")).contains("\nUSER 10001:10001\n"));
    assertEquals(10001, pod.path("securityContext").path("runAsUser").asInt());
  }

  @Test
  void theProgramsThatTheyCallAreThere() throws IOException {
    Set<String> called = new TreeSet<>();
    for (Path file : files()) {
      Matcher programs =
          Pattern.compile("/opt/bifrost/bin/([a-z]+)").matcher(Files.readString(file));
      while (programs.find()) {
        called.add(programs.group(1));
      }
    }

    assertEquals(Set.of("drain", "ready", "rehearse"), called);
    called.forEach(name -> assertTrue(Files.isExecutable(FOLDER.resolve(name)), name));
    Matcher copied =
        Pattern.compile("(?m)^COPY (?!--from)(.*) \\S+$")
            .matcher(Files.readString(FOLDER.resolve("Dockerfile")));
    while (copied.find()) {
      Stream.of(copied.group(1).split(" ", -1))
          .forEach(source -> assertTrue(Files.exists(TOP.resolve(source)), source));
    }
  }

  @Test
  void theScalerLooksAtTheStreamAndGroupOfTheQueue() throws IOException {
    JsonNode metadata =
        yaml("kubernetes/scaling.yaml").path("spec").path("triggers").path(0).path("metadata");

    assertEquals(KeySpace.DEFAULT.queue(QueueName.DEFAULT), metadata.path("stream").asString());
    assertEquals("bifrost", metadata.path("consumerGroup").asString());
  }

  @Test
  void kubectlPutsTheManifestsTogether() throws IOException, InterruptedException {
    assumeTrue(run("command -v kubectl") == 0, "kubectl is not here");

    assertEquals(0, run("kubectl kustomize '" + KUBERNETES + "'"));
  }

  private static int run(String command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder("sh", "-c", command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertTrue(process.waitFor(60, TimeUnit.SECONDS), command);
    return process.exitValue();
  }

  private static JsonNode deployment() throws IOException {
    return yaml("kubernetes/deployment.yaml");
  }

  /** The first document of a file. */
  private static JsonNode yaml(String file) throws IOException {
    String text = Files.readString(FOLDER.resolve(file));
    return new YAMLMapper().readTree(text.split("\n---\n", -1)[0]);
  }

  private static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.walk(FOLDER)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }
}
