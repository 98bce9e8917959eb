package dev.bifrost.supervisor.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.bifrost.protocol.ByteSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On folders that look like /proc and /sys of several hosts. */
class HostMemoryTest {

  @TempDir private Path root;

  @Test
  void withoutAnyLimitTheHostDecides() throws IOException {
    host(4096);
    file("proc/self/cgroup", "0::/user.slice\n");
    file("sys/fs/cgroup/user.slice/memory.max", "max\n");
    file("sys/fs/cgroup/user.slice/memory.current", "1000\n");

    assertEquals(mebibytes(4096), available());
  }

  @Test
  void aGroupOfVersionTwoLeavesItsLimitLessItsWorkingSet() throws IOException {
    host(4096);
    file("proc/self/cgroup", "0::/system.slice/bifrost.service\n");
    group("sys/fs/cgroup/system.slice/bifrost.service", 1024, 700, 200);

    assertEquals(mebibytes(1024 - (700 - 200)), available());
  }

  @Test
  void aGroupAboveItMayLeaveLess() throws IOException {
    host(4096);
    file("proc/self/cgroup", "0::/system.slice/bifrost.service\n");
    group("sys/fs/cgroup/system.slice/bifrost.service", 1024, 100, 0);
    group("sys/fs/cgroup/system.slice", 512, 400, 50);

    assertEquals(mebibytes(512 - 350), available());
  }

  @Test
  void insideOfAContainerTheUppermostGroupIsOurs() throws IOException {
    host(4096);
    file("proc/self/cgroup", "0::/\n");
    group("sys/fs/cgroup", 256, 200, 10);

    assertEquals(mebibytes(256 - 190), available());
  }

  @Test
  void versionOneCountsItsFilesInTotal() throws IOException {
    host(4096);
    file("proc/self/cgroup", "12:cpu,cpuacct:/x\n5:memory:/docker/abc\n1:name=systemd:/x\n");
    file("sys/fs/cgroup/memory/memory.limit_in_bytes", (512L << 20) + "\n");
    file("sys/fs/cgroup/memory/memory.usage_in_bytes", (500L << 20) + "\n");
    file(
        "sys/fs/cgroup/memory/memory.stat",
        "cache 1\ninactive_file 1\ntotal_inactive_file " + (100L << 20) + "\n");

    assertEquals(mebibytes(112), available());
  }

  @Test
  void aGroupOverItsLimitLeavesNothing() throws IOException {
    host(4096);
    file("proc/self/cgroup", "0::/\n");
    group("sys/fs/cgroup", 256, 300, 0);

    assertEquals(mebibytes(0), available());
  }

  @Test
  void whereNobodyTellsNothingIsKnown() {
    assertEquals(Optional.empty(), available());
  }

  private Optional<ByteSize> available() {
    return new HostMemory(root).available();
  }

  private void host(long available) throws IOException {
    file(
        "proc/meminfo",
        "MemTotal:       16384 kB\nMemFree: 1 kB\nMemAvailable:   " + (available << 10) + " kB\n");
  }

  private void group(String folder, long limit, long usage, long inactive) throws IOException {
    file(folder + "/memory.max", (limit << 20) + "\n");
    file(folder + "/memory.current", (usage << 20) + "\n");
    file(folder + "/memory.stat", "anon 1\ninactive_file " + (inactive << 20) + "\n");
  }

  private void file(String name, String text) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.resolveSibling(""));
    Files.writeString(file, text);
  }

  private static Optional<ByteSize> mebibytes(long count) {
    return Optional.of(ByteSize.ofMebibytes(count));
  }
}
