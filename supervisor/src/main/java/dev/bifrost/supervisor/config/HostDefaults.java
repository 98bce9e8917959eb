package dev.bifrost.supervisor.config;

import java.nio.file.Files;
import java.nio.file.Path;

/** Defaults that are found on the host. */
final class HostDefaults {

  private HostDefaults() {}

  static Path stateDirectory(Values values) {
    Surroundings surroundings = values.surroundings();
    String xdg = surroundings.environment().getOrDefault("XDG_STATE_HOME", "");
    // The XDG specification wants relative paths to be ignored.
    Path states =
        !xdg.isBlank() && Path.of(xdg).isAbsolute()
            ? Path.of(xdg)
            : surroundings.home().resolve(".local/state");
    return states.resolve("bifrost");
  }

  /** In the folder of our own jar, as installed, or in the neighbouring module, as built. */
  static Path childJar(Values values) {
    Path folder =
        values.surroundings().installation().code().resolveSibling("").toAbsolutePath().normalize();
    Path installed = folder.resolve("child-worker.jar");
    Path built = folder.resolve("../../child-worker/target/child-worker.jar").normalize();
    return Files.exists(built) && !Files.exists(installed) ? built : installed;
  }
}
