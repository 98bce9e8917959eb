package dev.bifrost.supervisor.cli;

import dev.bifrost.supervisor.config.Options;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of a supervisor that set a key of the configuration. */
final class ServiceOptions {

  @Option(
      names = "--queue",
      paramLabel = "NAME",
      description = "A queue to serve; may be repeated. Default: default.")
  private List<String> queues = List.of();

  @Option(
      names = "--children",
      paramLabel = "N",
      description = "Number of children: a pool of fixed size.")
  private @Nullable String children;

  @Option(
      names = "--class-path",
      paramLabel = "PATH",
      description = "A jar or folder with workflows, or a pattern as lib/*.jar; may be repeated.")
  private List<String> classPath = List.of();

  @Option(
      names = "--workspace",
      paramLabel = "DIR",
      description = "Folder that file_path and commands are relative to.")
  private @Nullable String workspace;

  @Option(
      names = "--supervisor-name",
      paramLabel = "NAME",
      description = "Name for people. Default: the host's.")
  private @Nullable String supervisorName;

  @Option(
      names = "--log-level",
      paramLabel = "LEVEL",
      description = "error, warn, info, debug or trace.")
  private @Nullable String logLevel;

  Options addTo(Options options) {
    return addTo(options, Optional.empty());
  }

  /**
   * The same.
   *
   * @param watched a folder that is on the class path as well
   */
  Options addTo(Options options, Optional<Path> watched) {
    List<String> paths = new ArrayList<>(classPath);
    watched.map(Path::toString).ifPresent(paths::add);
    Options all = options;
    all = add(all, "pool.children.min", "--children", children);
    all = add(all, "pool.children.max", "--children", children);
    all = add(all, "workspace.dir", "--workspace", workspace);
    all = add(all, "supervisor.name", "--supervisor-name", supervisorName);
    all = add(all, "log.level", "--log-level", logLevel);
    all = queues.isEmpty() ? all : all.with("queues", "--queue", queues);
    return paths.isEmpty() ? all : all.with("child.class-path", "--class-path", paths);
  }

  private static Options add(Options options, String key, String spelling, @Nullable String value) {
    return value == null ? options : options.with(key, spelling, List.of(value));
  }
}
