package dev.bifrost.supervisor.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A host made of a folder, on which configurations are read. */
public final class Bench {

  private final Path folder;
  private final Map<String, String> environment = new HashMap<>();
  private Options options = Options.NONE;

  /** A host with nothing set. */
  public Bench(Path folder) {
    this.folder = folder;
  }

  /** Sets an environment variable. */
  public Bench variable(String name, String value) {
    environment.put(name, value);
    return this;
  }

  Bench option(String key, String spelling, String... values) {
    options = options.with(key, spelling, List.of(values));
    return this;
  }

  Bench withoutOption(String key) {
    options = options.without(key);
    return this;
  }

  Bench file(String yaml) {
    Path file = write("bifrost.yaml", yaml);
    options = new Options(Optional.of(file), options.values(), options.defaulted());
    return this;
  }

  Path write(String name, String text) {
    try {
      Path file = folder.resolve(name);
      Files.createDirectories(file.resolveSibling(""));
      return Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a process on this host finds. */
  public Surroundings surroundings() {
    return new Surroundings(
        environment,
        folder,
        folder.resolve("home"),
        "here.example",
        4,
        new Surroundings.Installation(
            folder.resolve("opt/bifrost.jar"), Path.of(System.getProperty("java.home"))));
  }

  Configuration load() throws ConfigurationException {
    return Configuration.load(options, surroundings());
  }

  Settings settings() throws ConfigurationException {
    return load().settings();
  }

  List<String> problems() {
    try {
      Configuration loaded = load();
      throw new AssertionError("No problem was found in " + loaded.entries());
    } catch (ConfigurationException e) {
      return e.problems().stream().map(Problem::toString).toList();
    }
  }

  String value(String key) throws ConfigurationException {
    return load().entries().stream()
        .filter(entry -> entry.key().equals(key))
        .map(entry -> entry.value() + " from " + entry.origin())
        .findFirst()
        .orElseThrow();
  }
}
