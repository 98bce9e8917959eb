package dev.bifrost.supervisor.process;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bifrost.protocol.ByteSize;
import dev.bifrost.protocol.ChildMessage;
import dev.bifrost.protocol.ChildSettings;
import dev.bifrost.protocol.ControlLine;
import dev.bifrost.protocol.ExecutionId;
import dev.bifrost.supervisor.testing.Processes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ForkedChildLauncherIT extends ChildLauncherContract {

  private static final String SUPERVISOR = "sup-" + ProcessHandle.current().pid();

  @TempDir private Path folder;

  private final Heard heard = new Heard();
  private @Nullable ForkedChildLauncher launcher;

  @AfterEach
  void nothingIsLeft() {
    if (heard.process != null) {
      heard.process.kill();
      await("the end of the child")
          .atMost(Duration.ofSeconds(10))
          .untilAsserted(() -> assertTrue(heard.exit().isPresent(), heard::toString));
    }
    if (launcher != null) {
      launcher.close();
    }
    awaitNoOrphans();
  }

  @Test
  void aChildIsToldItsSettingsFirstAndSaysReady() {
    launch();

    assertTrue(heard.messages.get(0) instanceof ChildMessage.Ready, heard::toString);
  }

  @Test
  void whatItPrintsOutsideOfMessagesIsKept() {
    launch();
    sin("print");

    await("the printed words")
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(() -> assertEquals(List.of("plain words"), heard.printed));
  }

  @Test
  void whatIsNoMessageIsEvidence() {
    launch();
    sin("garbage");

    await("the evidence")
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(() -> assertEquals(1, heard.babble.size(), heard::toString));
    assertTrue(heard.babble.get(0).contains("nonsense"), heard::toString);
  }

  @Test
  void anExitIsToldAfterItsLastMessage() {
    launch();
    sin("exit");

    assertEquals(3, exit().status());
    assertEquals(Optional.empty(), exit().signal());
    assertTrue(
        heard.messages.get(heard.messages.size() - 1) instanceof ChildMessage.Started,
        heard::toString);
  }

  @Test
  void aKillByItselfIsASignal() {
    launch();
    sin("kill-itself");

    assertEquals(Optional.of("SIGKILL"), exit().signal());
  }

  @Test
  void itsLastWordsAreKept() {
    launch();
    sin("stderr");

    assertTrue(exit().lastOutput().contains("last words"), heard::toString);
  }

  @Test
  void aLackOfMemoryIsAnnouncedBeforeItLeaves() {
    launch();
    sin("eat-memory");

    assertTrue(
        exit().lastOutput().contains("Terminating due to java.lang.OutOfMemoryError"),
        heard::toString);
  }

  @Test
  void whatItStartedDiesWithIt() {
    launch();
    sin("orphan");

    assertEquals(0, exit().status());
    awaitNoOrphans();
  }

  @Test
  void anOrphanThatHoldsThePipesDoesNotDelayTheNews() {
    launch();
    sin("orphan-with-pipes");

    assertEquals(0, exit().status());
    awaitNoOrphans();
  }

  @Test
  void aChildThatClosesItsOutputIsKilled() {
    launch();
    sin("close-stdout");

    assertEquals(Optional.of("SIGKILL"), exit().signal());
  }

  @Test
  void aChildThatIgnoresSigtermDiesOfSigkill() {
    launch();
    sin("ignore-sigterm");
    await("the sin to begin")
        .atMost(Duration.ofSeconds(10))
        .until(() -> heard.messages.size() == 2);
    process().terminate();
    process().kill();

    assertEquals(Optional.of("SIGKILL"), exit().signal());
  }

  @Test
  void theEndOfItsInputEndsIt() {
    launch();
    process().closeInput();

    assertEquals(0, exit().status());
  }

  @Test
  void aChildThatDiesAtItsStartIsTold() {
    launcher = launcher(command(List.of("-Dsin=die-at-start"), java()));
    launcher.launch(ID, heard);

    assertEquals(7, exit().status());
    assertTrue(exit().lastOutput().contains("No, thank you."), heard::toString);
  }

  @Test
  void aProgramThatIsNotThereIsAFailedLaunch() {
    launcher = launcher(command(List.of(), folder.resolve("no-java")));
    launcher.launch(ID, heard);

    await("the failure")
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(() -> assertEquals(1, heard.failures.size()));
    assertTrue(heard.failures.get(0).contains("no-java"), heard::toString);
  }

  @Test
  void onlyWhatIsNamedIsInItsEnvironmentAndNothingSecretOnItsCommandLine() throws Exception {
    launch();
    Path proc = Path.of("/proc", Long.toString(process().pid()));
    String environment = Files.readString(proc.resolve("environ"));
    String commandLine = Files.readString(proc.resolve("cmdline"));

    assertEquals(
        "BIFROST_CHILD=" + SUPERVISOR + "/child-1\0GREETING=hello\0",
        environment.lines().findFirst().map(ForkedChildLauncherIT::sorted).orElseThrow());
    assertFalse(commandLine.contains("s3cret"), commandLine);
  }

  @Override
  ChildLauncher launcher() {
    launcher = launcher(command(List.of(), java()));
    return launcher;
  }

  @Override
  ChildLauncher brokenLauncher() {
    launcher = launcher(command(List.of(), folder.resolve("no-java")));
    return launcher;
  }

  @Override
  void comeUp() {
    // A process does that by itself.
  }

  @Override
  void exit(ChildProcess process) {
    process.send(new ControlLine.Run(new ExecutionId("exit")));
  }

  private void launch() {
    launcher = launcher(command(List.of(), java()));
    launcher.launch(ID, heard);
    await("ready")
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertFalse(heard.messages.isEmpty(), heard::toString));
  }

  private void sin(String name) {
    process().send(new ControlLine.Run(new ExecutionId(name)));
  }

  private ChildProcess process() {
    ChildProcess process = heard.process;
    if (process == null) {
      throw new AssertionError("No process: " + heard);
    }
    return process;
  }

  private ChildExit exit() {
    await("the end of the child")
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertTrue(heard.exit().isPresent(), heard::toString));
    return heard.exit().orElseThrow();
  }

  private ForkedChildLauncher launcher(LaunchCommand command) {
    ChildSettings base = ChildSettings.DEFAULT;
    ChildSettings settings =
        new ChildSettings(
            "worker",
            "redis://:s3cret@127.0.0.1:1",
            base.keys(),
            base.contextDeadline(),
            List.of(),
            folder.toString(),
            base.grace(),
            base.limits());
    // The sinful child has no jar, and so no archive; it only sins at what it is told.
    ClassArchive archive = new ClassArchive(command, folder.resolve("none.jar"), folder);
    archive.close();
    return new ForkedChildLauncher(command, id -> settings, folder, SUPERVISOR, archive);
  }

  private static LaunchCommand command(List<String> flags, Path java) {
    return new LaunchCommand(
        java,
        List.of("-cp", System.getProperty("java.class.path"), SinfulChild.class.getName()),
        ByteSize.ofMebibytes(32),
        ByteSize.ofMebibytes(64),
        flags,
        Map.of("GREETING", "hello"));
  }

  private static Path java() {
    return Path.of(System.getProperty("java.home"), "bin", "java");
  }

  /** A killed process is gone a moment later. */
  private static void awaitNoOrphans() {
    await("the end of all processes of the child")
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(
            () ->
                assertEquals(
                    List.of(), Processes.running(ProcessTree.marked(SUPERVISOR + "/" + ID))));
  }

  private static String sorted(String environment) {
    String[] variables = environment.split("\0", -1);
    Arrays.sort(variables);
    return String.join("\0", variables).replaceFirst("^\0", "") + "\0";
  }

  /** Notes everything, and shows it when a test fails. */
  private static final class Heard implements ChildListener {

    private final List<ChildMessage> messages = new CopyOnWriteArrayList<>();
    private final List<String> printed = new CopyOnWriteArrayList<>();
    private final List<String> babble = new CopyOnWriteArrayList<>();
    private final List<String> failures = new CopyOnWriteArrayList<>();
    private final List<ChildExit> exits = new CopyOnWriteArrayList<>();
    private volatile @Nullable ChildProcess process;

    Optional<ChildExit> exit() {
      return exits.stream().findFirst();
    }

    @Override
    public void launched(ChildId id, ChildProcess launched) {
      process = launched;
    }

    @Override
    public void launchFailed(ChildId id, String reason) {
      failures.add(reason);
    }

    @Override
    public void said(ChildId id, ChildMessage message) {
      messages.add(message);
    }

    @Override
    public void printed(ChildId id, String text) {
      printed.add(text);
    }

    @Override
    public void babbled(ChildId id, String evidence) {
      babble.add(evidence);
    }

    @Override
    public void gone(ChildId id, ChildExit exit) {
      exits.add(exit);
    }

    @Override
    public String toString() {
      return "messages "
          + messages
          + ", printed "
          + printed
          + ", babble "
          + babble
          + ", failures "
          + failures
          + ", exits "
          + exits;
    }
  }
}
