package dev.bifrost.supervisor.cli;

import dev.bifrost.protocol.Json;
import java.io.PrintWriter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** What a command prints: text for people, or JSON for programs. */
final class Output {

  // Replaced by picocli with the command that mixes this in.
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command = CommandSpec.create();

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  /** Whether a program reads it. */
  boolean json() {
    return json;
  }

  PrintWriter out() {
    return command.commandLine().getOut();
  }

  PrintWriter err() {
    return command.commandLine().getErr();
  }

  void line(String text) {
    out().println(text);
    out().flush();
  }

  /** A word to people that is no part of what was asked for. */
  void note(String text) {
    err().println(text);
    err().flush();
  }

  /** One value, on several lines. */
  void pretty(JsonNode value) {
    line(prettyText(value));
  }

  static String prettyText(JsonNode value) {
    return Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(value);
  }

  /** One value on one line, for streams of values. */
  void compact(JsonNode value) {
    line(value.toString());
  }

  /** Rows of a table; on a terminal no line wraps. */
  void table(Table table) {
    table.lines().forEach(line -> line(screen().fit(line)));
  }

  /** Colours if this is a terminal and {@code NO_COLOR} does not forbid them. */
  Palette palette() {
    return screen().palette();
  }

  /** What the person sees. */
  Screen screen() {
    return ((BifrostCommand) command.root().userObject()).screen();
  }
}
