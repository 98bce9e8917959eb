package dev.bifrost.supervisor.config;

import java.net.InetAddress;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Map;

/**
 * What a process finds around it; the one place that reads the environment.
 *
 * @param environment the environment variables
 * @param workingDirectory what relative paths are relative to; absolute
 * @param home the user's home
 * @param host the host's name
 * @param processors how many the JVM may use
 * @param installation our own code and JVM
 */
public record Surroundings(
    Map<String, String> environment,
    Path workingDirectory,
    Path home,
    String host,
    int processors,
    Installation installation) {

  /**
   * Our own code and JVM.
   *
   * @param code the jar or folder that this class was loaded from
   * @param javaHome the folder of the running JVM
   */
  public record Installation(Path code, Path javaHome) {}

  /** Copies the map. */
  public Surroundings {
    environment = Map.copyOf(environment);
  }

  /** Those of the running process. */
  public static Surroundings ofThisProcess() {
    return new Surroundings(
        System.getenv(),
        Path.of("").toAbsolutePath(),
        Path.of(System.getProperty("user.home", ".")).toAbsolutePath(),
        hostName(System.getenv()),
        Runtime.getRuntime().availableProcessors(),
        new Installation(code(), Path.of(System.getProperty("java.home", "."))));
  }

  private static String hostName(Map<String, String> environment) {
    String named = environment.get("HOSTNAME");
    if (named != null && !named.isBlank()) {
      return named;
    }
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }

  private static Path code() {
    CodeSource source = Surroundings.class.getProtectionDomain().getCodeSource();
    try {
      return source == null
          ? Path.of("").toAbsolutePath()
          : Path.of(source.getLocation().toURI()).toAbsolutePath();
    } catch (URISyntaxException e) {
      throw new IllegalStateException("Our own jar has no path: " + source.getLocation(), e);
    }
  }
}
