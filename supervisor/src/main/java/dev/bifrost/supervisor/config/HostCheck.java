package dev.bifrost.supervisor.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Checks that what the settings name is on this host, and makes the folders that are ours. */
public final class HostCheck {

  private final Set<Problem> problems = new LinkedHashSet<>();
  private final Configuration configuration;

  private HostCheck(Configuration configuration) {
    this.configuration = configuration;
  }

  /**
   * Makes the state directory and the workspace where they are missing, and looks for everything
   * that a child needs.
   *
   * @throws ConfigurationException with everything that is missing
   */
  public static void prepare(Configuration configuration) throws ConfigurationException {
    HostCheck check = new HostCheck(configuration);
    Settings settings = configuration.settings();
    check.directory(Keys.STATE_DIR, settings.service().stateDirectory());
    check.directory(Keys.WORKSPACE_DIR, settings.service().workspace());
    settings.pools().forEach(check::pool);
    Settings.Http http = settings.service().faces().http();
    if (http.enabled()) {
      http.tokenFile().ifPresent(check::token);
    }
    if (!check.problems.isEmpty()) {
      throw new ConfigurationException(List.copyOf(check.problems));
    }
  }

  private void pool(Settings.Pool pool) {
    Settings.Launch launch = pool.launch();
    require(
        Files.isRegularFile(launch.java()) && Files.isExecutable(launch.java()),
        written(Keys.OF_POOL_JAVA, pool),
        launch.java() + " is no program that can be run.");
    require(
        Files.isReadable(launch.jar()),
        Keys.CHILD_JAR,
        launch.jar() + " is not there. \"mvn package\" builds it.");
    for (Path entry : pool.classPath()) {
      require(
          Files.isReadable(entry),
          written(Keys.OF_POOL_CLASS_PATH, pool),
          entry + " is not there.");
    }
  }

  /** The pool's own key if it was written, else that of all. */
  private <T> Key<T> written(ScopedKey<T> key, Settings.Pool pool) {
    Key<T> own = key.of(pool.name());
    boolean found = configuration.entries().stream().anyMatch(e -> e.key().equals(own.name()));
    return found ? own : key.general();
  }

  private void directory(Key<Path> key, Path directory) {
    try {
      if (!Files.isDirectory(directory)) {
        // Logs, results and the embedded server's data are nobody else's to read.
        Files.createDirectories(
            directory,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      }
      require(Files.isWritable(directory), key, directory + " cannot be written to.");
    } catch (IOException e) {
      problem(key, directory + " cannot be made: " + e.getMessage());
    }
  }

  private void token(Path file) {
    try {
      BearerToken.read(file);
    } catch (IOException e) {
      problem(Keys.HTTP_TOKEN_FILE, file + " cannot be read: " + e.getMessage());
    } catch (IllegalArgumentException e) {
      problem(Keys.HTTP_TOKEN_FILE, file + " " + e.getMessage());
    }
  }

  private void require(boolean met, Key<?> key, String reason) {
    if (!met) {
      problem(key, reason);
    }
  }

  private void problem(Key<?> key, String reason) {
    String origin =
        configuration.entries().stream()
            .filter(entry -> entry.key().equals(key.name()))
            .map(Configuration.Entry::origin)
            .findFirst()
            .orElseThrow();
    problems.add(new Problem(key.name(), origin, reason));
  }
}
