package dev.bifrost.supervisor.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/** Checks that what the settings name is on this host, and makes the folders that are ours. */
public final class HostCheck {

  private final List<Problem> problems = new ArrayList<>();
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
    Settings.Launch launch = settings.child().launch();
    check.require(
        Files.isRegularFile(launch.java()) && Files.isExecutable(launch.java()),
        Keys.CHILD_JAVA,
        launch.java() + " is no program that can be run.");
    check.require(
        Files.isReadable(launch.jar()),
        Keys.CHILD_JAR,
        launch.jar() + " is not there. \"mvn package\" builds it.");
    for (Path entry : settings.child().classPath()) {
      check.require(Files.isReadable(entry), Keys.CHILD_CLASS_PATH, entry + " is not there.");
    }
    Settings.Http http = settings.service().faces().http();
    if (http.enabled()) {
      http.tokenFile().ifPresent(check::token);
    }
    if (!check.problems.isEmpty()) {
      throw new ConfigurationException(check.problems);
    }
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
