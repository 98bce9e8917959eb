package dev.bifrost.supervisor.doctor;

import dev.bifrost.protocol.ByteSize;
import dev.bifrost.supervisor.config.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Looks whether all children find room. */
final class MemoryExamination {

  private static final String MEMORY = "memory";
  // Code, threads, buffers: what a JVM takes beside heap and classes.
  private static final ByteSize BESIDES = ByteSize.ofMebibytes(100);
  private static final ByteSize SUPERVISOR = ByteSize.ofMebibytes(512);
  private static final long KIBI = 1024;

  private final HostFiles files;
  private final ControlGroup group;

  MemoryExamination(HostFiles files, ControlGroup group) {
    this.files = files;
    this.group = group;
  }

  List<Finding> of(Settings settings) {
    ByteSize needed = needed(settings);
    OptionalLong total = meminfo("MemTotal:");
    List<Finding> findings = new ArrayList<>();
    if (total.isEmpty()) {
      findings.add(
          Finding.note(
              MEMORY,
              "cannot be seen on this system",
              "All children together may need " + needed + "."));
      return findings;
    }
    OptionalLong limit = group.limit("memory.max");
    long most = Math.min(total.getAsLong(), limit.orElse(Long.MAX_VALUE));
    String found =
        new ByteSize(most)
            + (limit.isPresent() && limit.getAsLong() == most ? " by control group" : "")
            + ", all children at their largest need "
            + needed;
    findings.add(
        needed.bytes() > most
            ? Finding.warning(
                MEMORY,
                found,
                "The kernel may kill children. Lower pool.children.max or child.heap, or give more"
                    + " memory.")
            : Finding.good(MEMORY, found));
    if (files.number("proc/sys/vm/overcommit_memory").orElse(0) == 2) {
      findings.add(
          Finding.warning(
              "overcommit",
              "vm.overcommit_memory is 2",
              "JVMs reserve more than they use, and may not start. Set it to 0 or 1 with sysctl."));
    }
    return findings;
  }

  private static ByteSize needed(Settings settings) {
    long children =
        settings.pools().stream()
            .mapToLong(
                pool ->
                    pool.children().max()
                        * (pool.launch().heap().bytes()
                            + pool.launch().metaspace().bytes()
                            + BESIDES.bytes()))
            .sum();
    return new ByteSize(children + SUPERVISOR.bytes());
  }

  private OptionalLong meminfo(String field) {
    return files.lines("proc/meminfo").stream()
        .filter(line -> line.startsWith(field))
        .map(line -> line.replaceAll("\\D", ""))
        .map(HostFiles::parsed)
        .findFirst()
        .map(kibibytes -> OptionalLong.of(kibibytes.orElse(0) * KIBI))
        .orElse(OptionalLong.empty());
  }
}
