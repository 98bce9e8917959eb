package dev.bifrost.supervisor.process;

import dev.bifrost.protocol.ByteSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * The memory of a Linux host or of the container that we are in, whichever leaves less: {@code
 * MemAvailable} of /proc/meminfo, and for each control group above us, of version 1 or 2, its limit
 * less its working set. The working set is what is in use but for files that were not read lately:
 * those are given back before anything is killed.
 */
public final class HostMemory implements MemoryView {

  private static final String V1 = "sys/fs/cgroup/memory";
  private static final String V2 = "sys/fs/cgroup";

  private final Path root;

  /**
   * @param root the folder that has {@code proc} and {@code sys}
   */
  public HostMemory(Path root) {
    this.root = root;
  }

  @Override
  public Optional<ByteSize> available() {
    OptionalLong least =
        Stream.concat(Stream.of(host()), groups())
            .filter(OptionalLong::isPresent)
            .mapToLong(OptionalLong::getAsLong)
            .min();
    return least.isPresent()
        ? Optional.of(new ByteSize(Math.max(0, least.getAsLong())))
        : Optional.empty();
  }

  private OptionalLong host() {
    for (String line : lines(root.resolve("proc/meminfo"))) {
      if (line.startsWith("MemAvailable:")) {
        return number(line.replaceAll("\\D", "")).stream().map(kib -> kib << 10).findFirst();
      }
    }
    return OptionalLong.empty();
  }

  /** What our control groups leave; each one bounds those below it. */
  private Stream<OptionalLong> groups() {
    return lines(root.resolve("proc/self/cgroup")).stream()
        .map(line -> line.split(":", 3))
        .filter(parts -> parts.length == 3)
        .flatMap(
            parts -> {
              if (parts[1].isEmpty()) {
                return upwards(V2, parts[2]).map(HostMemory::second);
              }
              return List.of(parts[1].split(",", -1)).contains("memory")
                  ? upwards(V1, parts[2]).map(HostMemory::first)
                  : Stream.empty();
            });
  }

  /** The folder of a group and of all above it. In a container only the uppermost may be there. */
  private Stream<Path> upwards(String mount, String group) {
    Path top = root.resolve(mount);
    Path own = top.resolve(group.replaceFirst("^/+", "")).normalize();
    return Stream.iterate(
        own.startsWith(top) ? own : top, folder -> folder.startsWith(top), Path::getParent);
  }

  private static OptionalLong second(Path folder) {
    return left(
        value(folder.resolve("memory.max")),
        value(folder.resolve("memory.current")),
        statistic(folder, "inactive_file"));
  }

  private static OptionalLong first(Path folder) {
    return left(
        value(folder.resolve("memory.limit_in_bytes")),
        value(folder.resolve("memory.usage_in_bytes")),
        statistic(folder, "total_inactive_file"));
  }

  private static OptionalLong left(OptionalLong limit, OptionalLong usage, long inactive) {
    if (limit.isEmpty() || usage.isEmpty()) {
      return OptionalLong.empty();
    }
    return OptionalLong.of(limit.getAsLong() - Math.max(0, usage.getAsLong() - inactive));
  }

  private static long statistic(Path folder, String name) {
    return lines(folder.resolve("memory.stat")).stream()
        .filter(line -> line.startsWith(name + " "))
        .flatMapToLong(line -> number(line.substring(name.length() + 1)).stream())
        .findFirst()
        .orElse(0);
  }

  /** The number in a file; empty for {@code max}, and where there is no such file. */
  private static OptionalLong value(Path file) {
    List<String> lines = lines(file);
    return lines.isEmpty() ? OptionalLong.empty() : number(lines.get(0));
  }

  private static OptionalLong number(String text) {
    try {
      return OptionalLong.of(Long.parseLong(text.strip()));
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      return List.of();
    }
  }
}
