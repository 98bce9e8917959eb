package dev.bifrost.supervisor.doctor;

import dev.bifrost.protocol.ByteSize;
import dev.bifrost.supervisor.config.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Looks at the operating system: memory, limits, control groups, namespaces, disk. */
public final class HostExamination {

  private static final long FEWEST_FILES = 1_024;
  private static final long TASKS_OF_A_CHILD = 64;
  private static final ByteSize LITTLE_DISK = ByteSize.ofMebibytes(1_024);
  private static final ByteSize NO_DISK = ByteSize.ofMebibytes(64);

  private final HostFiles files;
  private final ControlGroup group;

  private HostExamination(Path root) {
    this.files = new HostFiles(root);
    this.group = new ControlGroup(files);
  }

  /**
   * Looks.
   *
   * @param root the root folder of the host; another one in tests
   */
  public static List<Finding> of(Path root, Settings settings) {
    HostExamination host = new HostExamination(root);
    List<Finding> findings =
        new ArrayList<>(new MemoryExamination(host.files, host.group).of(settings));
    int children = settings.pools().stream().mapToInt(pool -> pool.children().max()).sum();
    host.limit("Max open files", FEWEST_FILES, "open files", "LimitNOFILE=")
        .ifPresent(findings::add);
    long tasks = (children + 1) * TASKS_OF_A_CHILD;
    host.limit("Max processes", tasks, "processes", "LimitNPROC=").ifPresent(findings::add);
    host.group
        .limit("pids.max")
        .ifPresent(most -> findings.add(enough("tasks of the group", most, tasks, "TasksMax=")));
    findings.addAll(host.group.findings());
    findings.add(host.namespaces());
    findings.add(disk("disk of state.dir", settings.service().stateDirectory()));
    return findings;
  }

  /** A limit of this process; empty where the system does not tell. */
  private Optional<Finding> limit(String name, long needed, String subject, String unit) {
    return files.lines("proc/self/limits").stream()
        .filter(line -> line.startsWith(name))
        .map(line -> line.substring(name.length()).strip().split("\\s+", 2)[0])
        .findFirst()
        .map(
            soft -> {
              OptionalLong most = HostFiles.parsed(soft);
              return most.isEmpty()
                  ? Finding.good(subject, soft)
                  : enough(subject, most.getAsLong(), needed, unit);
            });
  }

  private static Finding enough(String subject, long most, long needed, String unit) {
    return most >= needed
        ? Finding.good(subject, "at most " + most)
        : Finding.warning(
            subject,
            "at most " + most,
            "Children may fail to start; "
                + needed
                + " or more are good. Raise it with ulimit, or with "
                + unit
                + needed
                + " in the unit.");
  }

  private Finding namespaces() {
    OptionalLong users = files.number("proc/sys/user/max_user_namespaces");
    if (users.isEmpty()) {
      return Finding.note("namespaces", "none", "Nothing has to be done about it.");
    }
    boolean allowed =
        users.getAsLong() > 0
            && files.number("proc/sys/kernel/unprivileged_userns_clone").orElse(1) == 1;
    return allowed
        ? Finding.good("namespaces", "also without privileges")
        : Finding.note(
            "namespaces",
            "only with privileges",
            "Bifrost needs none; commands of yours that make sandboxes may: set"
                + " user.max_user_namespaces with sysctl.");
  }

  private static Finding disk(String subject, Path directory) {
    Path there = directory;
    while (!Files.exists(there)) {
      there = there.getParent() == null ? Path.of("/") : there.getParent();
    }
    try {
      ByteSize free = new ByteSize(Files.getFileStore(there).getUsableSpace());
      String found = free + " free in " + there;
      if (!Files.isWritable(there)) {
        return Finding.bad(
            subject, there + " cannot be written to", "Set state.dir to a folder of yours.");
      }
      String advice = "Logs, crash reports and the embedded Redis need room: make some.";
      if (free.compareTo(NO_DISK) < 0) {
        return Finding.bad(subject, found, advice);
      }
      return free.compareTo(LITTLE_DISK) < 0
          ? Finding.warning(subject, found, advice)
          : Finding.good(subject, found);
    } catch (IOException e) {
      return Finding.note(subject, "cannot be seen: " + e.getMessage(), "See whether it is full.");
    }
  }
}
