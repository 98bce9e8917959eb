package dev.bifrost.engine;

import dev.bifrost.protocol.ErrorType;
import dev.bifrost.protocol.ExecutionContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the built-in command is asked for.
 *
 * @param command the program and its arguments
 * @param directory where it runs; exists
 * @param environment variables beside those that this JVM has
 * @param stdin what it reads from its standard input; null for nothing
 */
record CommandRequest(
    List<String> command, Path directory, Map<String, String> environment, @Nullable String stdin) {

  /** Copies what could change. */
  CommandRequest {
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
  }

  /** The program, as the context names it. */
  String program() {
    return command.get(0);
  }

  /**
   * Reads the parameters of the built-in command.
   *
   * @throws Refusal that names every problem
   */
  static CommandRequest parse(ObjectNode parameters, Workspace workspace) throws Refusal {
    return new Reader(parameters, workspace).read();
  }

  private static final class Reader {

    private static final int LONGEST_VALUE = 60;

    private final ObjectNode parameters;
    private final Workspace workspace;
    private final List<String> problems = new ArrayList<>();

    Reader(ObjectNode parameters, Workspace workspace) {
      this.parameters = parameters;
      this.workspace = workspace;
    }

    CommandRequest read() throws Refusal {
      List<String> command = command();
      Path directory = directory();
      Map<String, String> environment = environment();
      JsonNode stdin = parameters.path("stdin");
      if (!stdin.isMissingNode() && !stdin.isNull() && !stdin.isString()) {
        refuse("stdin", "text", stdin);
      }
      if (!problems.isEmpty()) {
        throw new Refusal(
            ErrorType.INVALID_PARAMETERS,
            ExecutionContext.COMMAND
                + " cannot be run: "
                + String.join("; ", problems)
                + "; nothing was run.");
      }
      return new CommandRequest(
          command, directory, environment, stdin.isString() ? stdin.asString() : null);
    }

    private List<String> command() {
      JsonNode array = parameters.path("command");
      List<String> words = new ArrayList<>();
      for (JsonNode word : array) {
        if (word.isString() && word.asString().indexOf('\0') < 0) {
          words.add(word.asString());
        }
      }
      boolean usable =
          array.isArray()
              && !words.isEmpty()
              && words.size() == array.size()
              && !words.get(0).isEmpty();
      if (!usable) {
        refuse(
            "command",
            "an array of text without NUL characters, the program first, as [\"ls\", \"-l\"]",
            array);
      }
      return words;
    }

    private Path directory() {
      JsonNode value = parameters.path("directory");
      if (value.isMissingNode() || value.isNull()) {
        return workspace.root();
      }
      if (!value.isString()) {
        refuse("directory", "text", value);
        return workspace.root();
      }
      try {
        Path found = workspace.resolve(value.asString(), "directory", ErrorType.INVALID_PARAMETERS);
        if (!Files.isDirectory(found)) {
          refuse("directory", "a folder of the workspace", value);
        }
        return found;
      } catch (Refusal e) {
        problems.add(String.valueOf(e.getMessage()).replace("; nothing was run.", ""));
        return workspace.root();
      }
    }

    private Map<String, String> environment() {
      JsonNode value = parameters.path("environment");
      Map<String, String> environment = new LinkedHashMap<>();
      if (value.isMissingNode() || value.isNull()) {
        return environment;
      }
      if (!value.isObject()) {
        refuse("environment", "an object of text", value);
      }
      for (Map.Entry<String, JsonNode> entry : value.properties()) {
        String name = entry.getKey();
        if (name.isEmpty() || name.indexOf('=') >= 0 || name.indexOf('\0') >= 0) {
          problems.add("environment: \"" + Cut.end(name, LONGEST_VALUE) + "\" is no name");
        } else if (!entry.getValue().isString() || entry.getValue().asString().indexOf('\0') >= 0) {
          refuse(
              "environment." + Cut.end(name, LONGEST_VALUE),
              "text without NUL characters",
              entry.getValue());
        } else {
          environment.put(name, entry.getValue().asString());
        }
      }
      return environment;
    }

    private void refuse(String field, String allowed, JsonNode value) {
      problems.add(
          value.isMissingNode()
              ? field + " is missing: must be " + allowed
              : field
                  + ": must be "
                  + allowed
                  + ", but is "
                  + Cut.end(value.toString(), LONGEST_VALUE));
    }
  }
}
