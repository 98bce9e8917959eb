package dev.bifrost.supervisor.cli;

import dev.bifrost.protocol.Json;
import dev.bifrost.supervisor.config.Configuration;
import dev.bifrost.supervisor.config.ConfigurationException;
import dev.bifrost.supervisor.config.Surroundings;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.node.ObjectNode;

/** {@code bifrost config}: shows what a supervisor started here would use. */
@Command(
    description = {
      "Show every key of the configuration, its value and where that comes from.",
      "Passwords are masked."
    },
    footerHeading = "%nExample:%n",
    footer = {"  BIFROST_CHILD_HEAP=1g bifrost config --config bifrost.yaml", ""})
final class ConfigCommand implements Callable<Integer> {

  private final Surroundings surroundings;
  @Mixin private final ConnectionOptions connection = new ConnectionOptions();
  @Mixin private final ServiceOptions service = new ServiceOptions();
  @Mixin private final Output output = new Output();

  ConfigCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws ConfigurationException {
    Configuration configuration =
        Configuration.load(service.addTo(connection.options()), surroundings);
    if (output.json()) {
      ObjectNode keys = Json.object();
      configuration
          .entries()
          .forEach(
              entry ->
                  keys.putObject(entry.key())
                      .put("value", entry.value().isEmpty() ? null : entry.value())
                      .put("source", entry.origin()));
      output.pretty(keys);
      return ExitCode.DONE.number();
    }
    Table table = new Table("KEY", "VALUE", "FROM");
    configuration
        .entries()
        .forEach(entry -> table.row(entry.key(), Plain.text(entry.value()), entry.origin()));
    output.table(table);
    return ExitCode.DONE.number();
  }
}
