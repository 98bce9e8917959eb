package dev.bifrost.supervisor.cli;

import dev.bifrost.protocol.Json;
import dev.bifrost.protocol.ModulePath;
import dev.bifrost.protocol.SharedModule;
import dev.bifrost.supervisor.config.ConfigurationException;
import dev.bifrost.supervisor.config.Surroundings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code bifrost module}: keeps the Java source that workflows share, and the index of it. */
@Command(
    description = {
      "Keep the Java source that workflows share.",
      "Every workflow can import a module by its package and class; a change is seen by the next"
          + " execution."
    },
    synopsisSubcommandLabel = "(put | list | get | rm)",
    footerHeading = "%nExample:%n",
    footer = {"  bifrost module put com/acme/Tax.java src/com/acme/Tax.java", ""})
final class ModuleCommand implements Runnable {

  private final Surroundings surroundings;

  // Replaced by picocli.
  @Spec private CommandSpec command = CommandSpec.create();

  ModuleCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public void run() {
    throw new ParameterException(
        command.commandLine(), "Missing required subcommand: put, list, get or rm");
  }

  @Command(name = "put", description = "Store a module, or another content for it.")
  int put(
      @Mixin ConnectionOptions connection,
      @Mixin Output output,
      @Parameters(paramLabel = "PATH", description = "Package and class, as com/acme/Tax.java.")
          ModulePath path,
      @Parameters(paramLabel = "FILE", description = "The Java source.") Path file)
      throws ConfigurationException {
    SharedModule module = SharedModule.of(path, read(file));
    try (Modules modules = open(connection)) {
      modules.put(module);
    }
    if (output.json()) {
      output.pretty(Json.object().put("path", path.value()).put("hash", module.hash()));
    } else {
      output.line("Stored " + path + ".");
    }
    return ExitCode.DONE.number();
  }

  @Command(name = "list", description = "Show the paths of all modules, and take dead ones out.")
  int list(@Mixin ConnectionOptions connection, @Mixin Output output)
      throws ConfigurationException {
    List<SharedModule> all;
    try (Modules modules = open(connection)) {
      all = modules.all();
    }
    if (output.json()) {
      ObjectNode json = Json.object();
      ArrayNode array = json.putArray("modules");
      all.forEach(
          module ->
              array.addObject().put("path", module.path().value()).put("hash", module.hash()));
      output.pretty(json);
      return ExitCode.DONE.number();
    }
    Table table = new Table("PATH", "SHA-256");
    all.forEach(module -> table.row(module.path().value(), Plain.text(module.hash())));
    output.table(table);
    return ExitCode.DONE.number();
  }

  @Command(name = "get", description = "Print the source of a module.")
  int get(
      @Mixin ConnectionOptions connection,
      @Mixin Output output,
      @Parameters(paramLabel = "PATH", description = "Package and class, as com/acme/Tax.java.")
          ModulePath path)
      throws ConfigurationException {
    @Nullable SharedModule module;
    try (Modules modules = open(connection)) {
      module = modules.get(path).orElse(null);
    }
    if (module == null) {
      throw absent(path);
    }
    if (output.json()) {
      output.pretty(module.toJson());
    } else {
      output.out().print(module.content());
      output.out().flush();
    }
    return ExitCode.DONE.number();
  }

  @Command(name = "rm", description = "Remove a module.")
  int remove(
      @Mixin ConnectionOptions connection,
      @Mixin Output output,
      @Parameters(paramLabel = "PATH", description = "Package and class, as com/acme/Tax.java.")
          ModulePath path)
      throws ConfigurationException {
    try (Modules modules = open(connection)) {
      if (!modules.remove(path)) {
        throw absent(path);
      }
    }
    if (output.json()) {
      output.pretty(Json.object().put("path", path.value()));
    } else {
      output.line("Removed " + path + ".");
    }
    return ExitCode.DONE.number();
  }

  private Modules open(ConnectionOptions connection) throws ConfigurationException {
    return new Modules(connection.connect(surroundings));
  }

  private static String read(Path file) {
    try {
      return Files.readString(Objects.requireNonNull(file, "picocli demands it"));
    } catch (IOException e) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "The source " + file + " cannot be read (" + e + "). Nothing was done.",
          e);
    }
  }

  private static CommandFailure absent(ModulePath path) {
    return new CommandFailure(
        ExitCode.NOT_FOUND, "There is no module " + path + ". Nothing was done.");
  }
}
