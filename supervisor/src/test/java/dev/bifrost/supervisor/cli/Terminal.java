package dev.bifrost.supervisor.cli;

import dev.bifrost.protocol.Json;
import dev.bifrost.protocol.MalformedJsonException;
import dev.bifrost.supervisor.config.Surroundings;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;

/** Types commands, and keeps what they print. */
final class Terminal {

  private final Surroundings surroundings;
  private final Service.Starter starter;
  private Screen screen = Screen.NONE;
  private StringWriter out = new StringWriter();
  private StringWriter err = new StringWriter();

  Terminal(Path folder, Map<String, String> environment) {
    this(
        folder,
        environment,
        configuration -> {
          throw new AssertionError("Nothing is served in this test: " + configuration);
        });
  }

  Terminal(Path folder, Map<String, String> environment, Service.Starter starter) {
    this.starter = starter;
    this.surroundings =
        new Surroundings(
            environment,
            folder,
            folder,
            "here.example",
            4,
            new Surroundings.Installation(
                folder.resolve("bifrost.jar"), Path.of(System.getProperty("java.home"))));
  }

  /** Runs a command in this thread; answers its exit code. */
  int type(String... arguments) {
    out = new StringWriter();
    err = new StringWriter();
    return commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }

  /** What is typed from now on is typed before this screen. */
  void standBefore(Screen seen) {
    screen = seen;
  }

  CommandLine commandLine() {
    return CommandLines.of(surroundings, screen, starter);
  }

  String out() {
    return out.toString();
  }

  String err() {
    return err.toString();
  }

  JsonNode json() {
    try {
      return Json.read(out());
    } catch (MalformedJsonException e) {
      throw new AssertionError("No JSON: " + out(), e);
    }
  }
}
