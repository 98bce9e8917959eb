package dev.bifrost.supervisor.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.UsageMessageSpec;

/** The commands that a command's help leads to. */
final class SeeAlso {

  private static final Map<String, List<String>> RELATED =
      Map.ofEntries(
          Map.entry("serve", List.of("config", "doctor", "check", "ps")),
          Map.entry("submit", List.of("wait", "result", "logs", "recurring")),
          Map.entry("result", List.of("wait", "logs")),
          Map.entry("wait", List.of("result", "logs", "cancel")),
          Map.entry("logs", List.of("result", "wait")),
          Map.entry("cancel", List.of("signal", "result", "ps")),
          Map.entry("signal", List.of("logs", "cancel")),
          Map.entry("dead", List.of("retry", "result")),
          Map.entry("retry", List.of("dead", "result")),
          Map.entry("ps", List.of("queues", "logs", "recycle")),
          Map.entry("queues", List.of("ps", "dead", "pause")),
          Map.entry("pause", List.of("resume", "queues")),
          Map.entry("resume", List.of("pause", "queues")),
          Map.entry("recycle", List.of("ps", "module")),
          Map.entry("module", List.of("submit", "recycle")),
          Map.entry("recurring", List.of("submit", "queues")),
          Map.entry("run", List.of("submit", "serve")),
          Map.entry("check", List.of("doctor", "config")),
          Map.entry("doctor", List.of("check", "config")),
          Map.entry("config", List.of("serve", "doctor")));

  private SeeAlso() {}

  /** Writes them under the examples of every command that exists. */
  static void addTo(CommandLine root) {
    Map<String, CommandLine> commands = root.getSubcommands();
    commands.forEach(
        (name, command) -> {
          String others =
              RELATED.getOrDefault(name, List.of()).stream()
                  .filter(commands::containsKey)
                  .map(other -> "bifrost " + other)
                  .collect(Collectors.joining(", "));
          if (!others.isEmpty()) {
            UsageMessageSpec usage = command.getCommandSpec().usageMessage();
            List<String> footer = new ArrayList<>(List.of(usage.footer()));
            footer.addAll(List.of("See also: " + others, ""));
            usage.footer(footer.toArray(String[]::new));
          }
        });
  }
}
