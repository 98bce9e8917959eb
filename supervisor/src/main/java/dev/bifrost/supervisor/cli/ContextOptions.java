package dev.bifrost.supervisor.cli;

import dev.bifrost.protocol.DurationText;
import dev.bifrost.protocol.Json;
import dev.bifrost.protocol.MalformedJsonException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The options that describe what an execution runs. */
final class ContextOptions {

  private static final Pattern SECONDS = Pattern.compile("\\d{1,9}");

  @Option(
      names = "--function",
      paramLabel = "NAME",
      description = "Entry point: com.acme.Invoice::total, com.acme.Invoice, or bifrost.Command.")
  private @Nullable String function;

  @Option(
      names = "--code",
      paramLabel = "FILE",
      description = "Java source to send along; compiled in the child.")
  private @Nullable Path code;

  @Option(
      names = "--file-path",
      paramLabel = "PATH",
      description = "A .java or .jar file in the supervisor's workspace.")
  private @Nullable String filePath;

  @Option(
      names = {"--param", "-p"},
      paramLabel = "NAME=VALUE",
      description = "A parameter: JSON if the value is that, else text; may be repeated.")
  private Map<String, String> parameters = new LinkedHashMap<>();

  @Option(
      names = "--params-file",
      paramLabel = "FILE",
      description = "A JSON object of parameters; --param wins over it.")
  private @Nullable Path parametersFile;

  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      description = "Limit of one attempt, as 30s or 5m; 0 for none. Default: 5m.")
  private @Nullable String timeout;

  /** Whether any of them was given. */
  boolean given() {
    return function != null
        || code != null
        || filePath != null
        || parametersFile != null
        || timeout != null
        || !parameters.isEmpty();
  }

  /** The context that they describe; not checked. */
  ObjectNode context() {
    ObjectNode context = Json.object();
    putText(context, "function_name", function);
    putText(context, "workflow_code", code == null ? null : text("--code", code));
    putText(context, "file_path", filePath);
    if (timeout != null) {
      context.put("timeout_seconds", seconds(timeout));
    }
    ObjectNode values = parametersFile == null ? Json.object() : object(parametersFile);
    parameters.forEach((name, value) -> values.set(name, jsonOrText(value)));
    if (!values.isEmpty()) {
      context.set("parameters", values);
    }
    return context;
  }

  private static void putText(ObjectNode context, String field, @Nullable String text) {
    if (text != null) {
      context.put(field, text);
    }
  }

  private static double seconds(String text) {
    if (SECONDS.matcher(text).matches()) {
      return Double.parseDouble(text);
    }
    try {
      return DurationText.parse(text).toMillis() / 1000.0;
    } catch (IllegalArgumentException e) {
      throw Submission.refused("--timeout", String.valueOf(e.getMessage()), e);
    }
  }

  private static JsonNode jsonOrText(String value) {
    try {
      return Json.read(value);
    } catch (MalformedJsonException e) {
      // By design: --param name=Anna needs no quotes.
      return Json.mapper().getNodeFactory().stringNode(value);
    }
  }

  private static ObjectNode object(Path file) {
    try {
      if (Json.read(text("--params-file", file)) instanceof ObjectNode object) {
        return object;
      }
    } catch (MalformedJsonException e) {
      throw Submission.refused(
          "--params-file " + file, "it is not valid JSON: " + e.getMessage() + ".", e);
    }
    throw new CommandFailure(
        ExitCode.USAGE, "--params-file " + file + " must be a JSON object. Nothing was sent.");
  }

  private static String text(String option, Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw Submission.refused(
          option + " " + file, "it cannot be read as UTF-8 text (" + e + ").", e);
    }
  }
}
