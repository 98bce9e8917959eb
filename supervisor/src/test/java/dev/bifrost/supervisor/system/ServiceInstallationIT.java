package dev.bifrost.supervisor.system;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.bifrost.supervisor.testing.RedisExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Services are installed into a folder and run by hand, as systemd would by what stands in the
 * unit: no systemd runs where tests do.
 */
final class ServiceInstallationIT {

  @RegisterExtension static final RedisExtension redis = new RedisExtension();

  private static final Path SCRIPTS = Path.of("..", "scripts").toAbsolutePath().normalize();
  private static final Duration LONG = Duration.ofMinutes(1);
  // What systemd itself calls exposed begins at 5; see "systemd-analyze security".
  private static final double EXPOSURE = 3.0;

  @TempDir private Path folder;
  private final List<String> transcript = new ArrayList<>();
  private final RedisClient client = new RedisClient(redis);
  private Path root;
  private Path told;

  @BeforeEach
  void makeANotifyProgram() throws IOException {
    root = folder.resolve("root");
    told = Files.createFile(folder.resolve("told"));
    Path programs = Files.createDirectory(folder.resolve("programs"));
    Path notify =
        Files.writeString(
            programs.resolve("systemd-notify"), "#!/bin/sh\necho \"$*\" >> '" + told + "'\n");
    Files.setPosixFilePermissions(notify, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @AfterEach
  void keepTheTranscript() throws IOException {
    if (!transcript.isEmpty()) {
      Path file = Path.of("target", "service-transcript.txt");
      Files.write(file, transcript);
    }
  }

  @Test
  void aServiceIsInstalledStartedKilledRestartedDrainedAndRemoved()
      throws IOException, InterruptedException {
    assertEquals(0, script("install-service", "main", "--redis", redis.uri()), this::said);
    assertEquals(0, script("install-service", "other"), this::said);

    Process first = startAsTheUnitSays("main", Map.of());
    try {
      awaitTold("READY=1");
      client.send("one", command());
      await("the first result").atMost(LONG).until(() -> client.result("one").isPresent());
      transcript.add("# kill -9; systemd would start it again (Restart=always)");
      first.destroyForcibly();
      assertTrue(first.waitFor(10, TimeUnit.SECONDS));
    } finally {
      first.destroyForcibly();
    }
    Files.writeString(told, "");
    Process second = startAsTheUnitSays("main", Map.of());
    try {
      awaitTold("READY=1");
      client.send("two", command());
      await("the second result").atMost(LONG).until(() -> client.result("two").isPresent());
      transcript.add("# SIGTERM, as systemctl stop sends it (KillMode=mixed)");
      second.destroy();
      assertTrue(second.waitFor(30, TimeUnit.SECONDS), "it does not drain");
      assertEquals(0, second.exitValue());
    } finally {
      second.destroyForcibly();
    }
    // The drain, the ladder after it, and half a minute: 60 + 2 + 1 + 30 s.
    assertTrue(told().contains("STOPPING=1 STATUS=Drains. EXTEND_TIMEOUT_USEC=93000000"), told());

    assertEquals(0, script("uninstall-service", "main", "--purge"), this::said);
    assertFalse(Files.exists(root.resolve("etc/bifrost/main.yaml")));
    assertFalse(Files.exists(root.resolve("var/lib/bifrost/main")));
    assertTrue(Files.exists(root.resolve("opt/bifrost/lib/bifrost.jar")), "other still needs it");
    assertEquals(0, script("uninstall-service", "other", "--purge"), this::said);
    assertEquals(List.of(), filesLeft());
    assertEquals(4, script("uninstall-service", "other"), this::said);
  }

  @Test
  void theWatchdogIsNotFedWhileTheDispatcherStandsStill() throws IOException, InterruptedException {
    assertEquals(0, script("install-service", "main", "--redis", redis.uri()), this::said);
    Process service =
        startAsTheUnitSays(
            "main",
            Map.of(
                "WATCHDOG_USEC",
                "600000",
                "BIFROST_JAVA_FLAGS",
                "-Dbifrost.fault=result-sent:stall:1"));
    try {
      awaitTold("READY=1");
      await("three meals").atMost(LONG).until(() -> meals() >= 3);

      client.send("stuck", command());
      await("hunger").atMost(LONG).until(() -> output().contains("the watchdog is not fed"));
      long before = meals();
      long warnings = warnings();
      await("more hunger").atMost(LONG).until(() -> warnings() >= warnings + 3);

      assertTrue(service.isAlive(), "it lives all the time");
      // The last one may have been under way.
      assertTrue(meals() <= before + 1, () -> told());
    } finally {
      service.descendants().forEach(ProcessHandle::destroyForcibly);
      service.destroyForcibly();
    }
  }

  @Test
  void aServiceWithoutAChildIsNotReady() throws IOException, InterruptedException {
    assertEquals(0, script("install-service", "main", "--redis", redis.uri()), this::said);
    Path config = root.resolve("etc/bifrost/main.yaml");
    // Refused by the JVM of each child.
    Files.writeString(config, Files.readString(config) + "child.flags: -XX:+Nonsense\n");
    Process service = startAsTheUnitSays("main", Map.of());
    try {
      await("failed starts").atMost(LONG).until(() -> output().contains("Unrecognized VM option"));
      assertEquals("", told());
    } finally {
      service.destroyForcibly();
    }
  }

  @Test
  void aDryRunShowsEverythingAndChangesNothing() throws IOException, InterruptedException {
    assertEquals(
        0, script("install-service", "main", "--dry-run", "--redis", "redis://:hunter2@h:1"));
    assertTrue(said().contains("+ mkdir -p " + root + "/opt/bifrost/lib"), said());
    assertTrue(said().contains("    Type=notify"), said());
    assertTrue(said().contains("redis://***@h:1"), said());
    assertFalse(said().contains("hunter2"), said());
    assertTrue(said().contains("Nothing was changed"), said());
    assertFalse(Files.exists(root));
  }

  @Test
  void installingAgainKeepsTheConfiguration() throws IOException, InterruptedException {
    assertEquals(0, script("install-service", "main"), this::said);
    Path config = Files.writeString(root.resolve("etc/bifrost/main.yaml"), "queues: [mine]\n");

    assertEquals(0, script("install-service", "main"), this::said);

    assertEquals("queues: [mine]\n", Files.readString(config));
    assertTrue(said().contains("stays as it is"), said());
    assertEquals(0, script("uninstall-service", "main"), this::said);
    assertTrue(Files.exists(config), "only --purge removes it");
  }

  @Test
  void launchdGetsAPropertyList() throws IOException, InterruptedException {
    assertEquals(0, script("install-service", "main", "--system", "launchd"), this::said);

    String list = Files.readString(root.resolve("Library/LaunchDaemons/dev.bifrost.main.plist"));
    assertTrue(list.contains("<string>dev.bifrost.main</string>"), list);
    assertTrue(list.contains("<string>/usr/local/opt/bifrost/lib/bifrost.jar</string>"), list);
    assertFalse(list.contains("@"), list);
    assertEquals(
        0, script("uninstall-service", "main", "--system", "launchd", "--purge"), this::said);
    assertEquals(List.of(), filesLeft());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          install-service                            | The NAME of the service is missing.
          install-service a/b                        | Not a name for a service: "a/b". Allowed are
          install-service ../x                       | Not a name for a service: "../x"
          install-service a;b                        | Not a name for a service: "a;b"
          install-service a b                        | There is one NAME
          install-service a --system upstart         | Allowed are systemd and launchd
          install-service a --redis http://h         | Not the address of a Redis
          install-service a --root relative          | --root must be absolute
          uninstall-service a --forget               | There is no option "--forget".
          uninstall-service a%b                      | Not a name for a service: "a%b"
          """)
  void whatIsMistypedIsRefused(String line, String answer)
      throws IOException, InterruptedException {
    String[] words = line.split(" ", -1);

    assertEquals(2, script(words[0], Arrays.copyOfRange(words, 1, words.length)), this::said);

    assertTrue(said().contains(answer), said());
    assertTrue(said().contains("Nothing was done"), said());
    assertFalse(Files.exists(root));
  }

  @Test
  void systemdFindsNothingWrongWithTheUnitAndLittleThatItCouldReach()
      throws IOException, InterruptedException {
    assumeTrue(run(Map.of(), List.of("sh", "-c", "command -v systemd-analyze")) == 0);
    assertEquals(0, script("install-service", "main", "--user", "root"), this::said);
    Path unit = root.resolve("etc/systemd/system/bifrost@.service");
    Path instance = Files.copy(unit, folder.resolve("bifrost@main.service"));

    assertEquals(0, run(Map.of(), List.of("systemd-analyze", "verify", instance + "")), this::said);
    assertEquals("", said());
    assertEquals(
        0,
        run(
            Map.of(),
            List.of(
                "systemd-analyze",
                "security",
                "--offline=true",
                "--threshold=" + (int) (EXPOSURE * 10),
                instance.toString())),
        this::said);
    transcript.add(said().lines().reduce((first, last) -> last).orElse(""));
  }

  private int script(String name, String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(SCRIPTS.resolve(name).toString()));
    if (!List.of(arguments).contains("--root")) {
      command.addAll(List.of("--root", root.toString()));
    }
    if (!List.of(arguments).contains("--system")) {
      command.addAll(List.of("--system", "systemd"));
    }
    command.addAll(List.of(arguments));
    return run(Map.of("JAVA_HOME", System.getProperty("java.home")), command);
  }

  private int run(Map<String, String> environment, List<String> command)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    Process process = builder.redirectOutput(folder.resolve("said").toFile()).start();
    assertTrue(process.waitFor(60, TimeUnit.SECONDS), () -> command + " does not end");
    transcript.add("$ " + String.join(" ", command));
    transcript.addAll(said().lines().toList());
    return process.exitValue();
  }

  /** Runs the command of the unit, with its environment, as systemd would for this instance. */
  private Process startAsTheUnitSays(String name, Map<String, String> more) throws IOException {
    String unit = Files.readString(root.resolve("etc/systemd/system/bifrost@.service"));
    Map<String, String> environment = new TreeMap<>(more);
    List<String> command = new ArrayList<>();
    for (String line : unit.lines().toList()) {
      String value = line.substring(line.indexOf('=') + 1).replace("%i", name);
      if (line.startsWith("Environment=")) {
        String[] parts = value.split("=", 2);
        environment.put(parts[0], parts[1].startsWith("/") ? root + parts[1] : parts[1]);
      }
      if (line.startsWith("ExecStart=")) {
        for (String word : value.split(" ", -1)) {
          command.add(word.startsWith("/opt") ? root + word : word);
        }
      }
    }
    command.replaceAll(word -> word.equals("$BIFROST_JAVA_FLAGS") ? flags(environment) : word);
    command.removeIf(String::isEmpty);
    environment.remove("BIFROST_JAVA_FLAGS");
    environment.put("NOTIFY_SOCKET", "/run/systemd/notify");
    environment.put("PATH", folder.resolve("programs") + ":" + System.getenv("PATH"));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().keySet().removeIf(variable -> variable.startsWith("BIFROST_"));
    builder.environment().putAll(environment);
    transcript.add("$ " + String.join(" ", command));
    return builder
        .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("output").toFile()))
        .start();
  }

  private static String flags(Map<String, String> environment) {
    return environment.getOrDefault("BIFROST_JAVA_FLAGS", "");
  }

  private void awaitTold(String assignment) {
    await(assignment)
        .atMost(LONG)
        .until(
            () -> {
              if (told().contains(assignment)) {
                return true;
              }
              assertFalse(output().contains("stopped"), this::output);
              return false;
            });
    transcript.add("# systemd-notify " + told().lines().findFirst().orElse(""));
  }

  private long meals() {
    return told().lines().filter("WATCHDOG=1"::equals).count();
  }

  private long warnings() {
    return output().lines().filter(line -> line.contains("the watchdog is not fed")).count();
  }

  private String told() {
    return text(told);
  }

  private String said() {
    return text(folder.resolve("said"));
  }

  private String output() {
    return text(folder.resolve("output"));
  }

  private static String text(Path file) {
    try {
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private List<Path> filesLeft() throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  private static String command() {
    return "{\"function_name\":\"bifrost.Command\",\"parameters\":{\"command\":[\"true\"]}}";
  }
}
