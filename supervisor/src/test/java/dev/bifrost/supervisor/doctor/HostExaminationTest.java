package dev.bifrost.supervisor.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bifrost.supervisor.config.Configuration;
import dev.bifrost.supervisor.config.ConfigurationException;
import dev.bifrost.supervisor.config.Options;
import dev.bifrost.supervisor.config.Settings;
import dev.bifrost.supervisor.config.Surroundings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the files of a Linux tell; the files are made up. */
final class HostExaminationTest {

  @TempDir private Path root;

  @BeforeEach
  void makeAGoodHost() throws IOException {
    put("proc/meminfo", "MemTotal:       16384000 kB\nMemAvailable:    8000000 kB\n");
    put(
        "proc/self/limits",
        """
        Limit                     Soft Limit           Hard Limit           Units
        Max processes             unlimited            unlimited            processes
        Max open files            65536                524288               files
        """);
    put("proc/self/cgroup", "0::/system.slice/bifrost\n");
    put("sys/fs/cgroup/cgroup.controllers", "cpu memory pids\n");
    put("sys/fs/cgroup/system.slice/bifrost/cgroup.procs", "");
    put("sys/fs/cgroup/system.slice/bifrost/memory.max", "max\n");
    put("proc/sys/user/max_user_namespaces", "15000\n");
  }

  @Test
  void aGoodHostGetsNoAdvice() throws ConfigurationException {
    assertEquals(
        List.of(),
        examine().stream().filter(finding -> finding.verdict() != Verdict.GOOD).toList());
  }

  @Test
  void theLeastMemoryLimitOfTheControlGroupsCounts() throws IOException, ConfigurationException {
    put("sys/fs/cgroup/system.slice/memory.max", "1073741824\n");

    Finding memory = finding("memory");

    assertEquals(Verdict.WARNING, memory.verdict());
    assertTrue(memory.found().startsWith("1.0 GiB by control group, "), memory::toString);
    assertTrue(memory.advice().orElseThrow().contains("pool.children.max"), memory::toString);
  }

  @Test
  void tightLimitsAreNamedWithTheirUnitSetting() throws IOException, ConfigurationException {
    put("proc/self/limits", "Max open files            256                  524288    files\n");
    put("sys/fs/cgroup/system.slice/bifrost/pids.max", "40\n");

    assertTrue(finding("open files").advice().orElseThrow().contains("LimitNOFILE=1024"));
    assertTrue(finding("tasks of the group").advice().orElseThrow().contains("TasksMax=320"));
  }

  @Test
  void olderAndStricterSystemsAreToldApart() throws IOException, ConfigurationException {
    Files.delete(root.resolve("sys/fs/cgroup/cgroup.controllers"));
    Files.createDirectories(root.resolve("sys/fs/cgroup/memory"));
    put("proc/sys/kernel/unprivileged_userns_clone", "0\n");
    put("proc/sys/vm/overcommit_memory", "2\n");

    assertEquals("v1", finding("control groups").found());
    assertEquals("only with privileges", finding("namespaces").found());
    assertEquals(Verdict.WARNING, finding("overcommit").verdict());
  }

  @Test
  void aSystemThatTellsNothingIsNoError() throws ConfigurationException, IOException {
    root = Files.createDirectories(root.resolve("elsewhere"));

    assertEquals(Verdict.NOTE, finding("memory").verdict());
    assertEquals("none", finding("control groups").found());
  }

  @Test
  void aRuntimeWithoutACompilerIsBad() throws IOException {
    Path java = put("jre/bin/java", "");
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
    put("jre/release", "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"17.0.9\"\n");

    List<Finding> findings = JavaExamination.of(java);

    assertEquals("17.0.9", findings.get(0).found());
    assertEquals(
        List.of(Verdict.GOOD, Verdict.NOTE, Verdict.BAD),
        findings.stream().map(Finding::verdict).toList());
    put("jre/release", "JAVA_VERSION=\"11.0.2\"\n");
    assertEquals(Verdict.BAD, JavaExamination.of(java).get(0).verdict());
    assertEquals(Verdict.BAD, JavaExamination.of(root.resolve("none")).get(0).verdict());
  }

  private Finding finding(String subject) throws ConfigurationException {
    return examine().stream()
        .filter(found -> found.subject().equals(subject))
        .findFirst()
        .orElseThrow();
  }

  private List<Finding> examine() throws ConfigurationException {
    Surroundings surroundings =
        new Surroundings(
            Map.of("BIFROST_POOL_CHILDREN_MAX", "4"),
            root,
            root,
            "here",
            4,
            new Surroundings.Installation(root.resolve("bifrost.jar"), root));
    Settings settings = Configuration.load(Options.of(Optional.empty()), surroundings).settings();
    return HostExamination.of(root, settings);
  }

  private Path put(String file, String text) throws IOException {
    Path path = root.resolve(file);
    Files.createDirectories(path.getParent());
    return Files.writeString(path, text);
  }
}
