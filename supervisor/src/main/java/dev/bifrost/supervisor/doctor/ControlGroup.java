package dev.bifrost.supervisor.doctor;

import java.util.List;
import java.util.OptionalLong;

/** The control group that this process is in. */
final class ControlGroup {

  private static final String SUBJECT = "control groups";
  private static final String FOLDER = "sys/fs/cgroup";

  private final HostFiles files;
  private final String group;

  ControlGroup(HostFiles files) {
    this.files = files;
    this.group =
        files.lines("proc/self/cgroup").stream()
            .filter(line -> line.startsWith("0::"))
            .map(line -> line.substring("0::".length()))
            .findFirst()
            .orElse("/");
  }

  /** The least limit of this kind from our group up to the root; empty if there is none. */
  OptionalLong limit(String file) {
    OptionalLong least = OptionalLong.empty();
    for (String path = group; ; path = path.substring(0, path.lastIndexOf('/'))) {
      OptionalLong here = files.number(FOLDER + path + (path.endsWith("/") ? "" : "/") + file);
      if (here.isPresent()) {
        least = OptionalLong.of(Math.min(here.getAsLong(), least.orElse(Long.MAX_VALUE)));
      }
      if (path.lastIndexOf('/') < 0) {
        return least;
      }
    }
  }

  List<Finding> findings() {
    if (files.exists(FOLDER + "/cgroup.controllers")) {
      String controllers = files.line(FOLDER + "/cgroup.controllers").orElse("");
      boolean ours = !group.equals("/") && files.writable(FOLDER + group + "/cgroup.procs");
      return List.of(
          ours
              ? Finding.good(SUBJECT, "v2 (" + controllers + "), ours to divide")
              : Finding.note(
                  SUBJECT,
                  "v2 (" + controllers + "), not ours to divide",
                  "Limits hold for all children together. A service of scripts/install-service"
                      + " has a group of its own (Delegate=yes)."));
    }
    if (files.exists(FOLDER + "/memory")) {
      return List.of(
          Finding.note(
              SUBJECT,
              "v1",
              "The older form; memory limits are told less exactly. Start the kernel with"
                  + " systemd.unified_cgroup_hierarchy=1 where you can."));
    }
    return List.of(
        Finding.note(
            SUBJECT, "none", "Only the JVM's own limits hold. Nothing has to be done about it."));
  }
}
