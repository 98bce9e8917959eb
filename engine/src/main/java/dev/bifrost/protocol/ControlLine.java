package dev.bifrost.protocol;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** One line from a supervisor, or a person, to a child. */
public sealed interface ControlLine {

  /** The kinds of lines, for switches. */
  enum Kind {
    /** {@link Run}. */
    RUN,
    /** {@link Attempt}. */
    ATTEMPT,
    /** {@link Context}. */
    CONTEXT,
    /** {@link Limit}. */
    LIMIT,
    /** {@link Give}. */
    GIVE,
    /** {@link Cancel}. */
    CANCEL,
    /** {@link Lease}. */
    LEASE,
    /** {@link Configure}. */
    CONFIGURE
  }

  /** Which kind of line this is. */
  Kind kind();

  /** The line, without its line feed. */
  String text();

  /**
   * Reads a line.
   *
   * @throws IllegalArgumentException if it is none; the message names it and says what is allowed
   */
  static ControlLine parse(String line) {
    String text = line.strip();
    if (!text.startsWith("!")) {
      return new Run(new ExecutionId(text));
    }
    String[] words = text.split("\\s+", 3);
    return switch (words[0]) {
      case "!attempt" -> new Attempt(id(words, 3), number(words[2]));
      case "!context" -> new Context(id(words, 3), file(words[2]));
      case "!limit" -> new Limit(id(words, 3), limit(words[2]));
      case "!secrets" -> new Give(id(words, 3), secrets(words[2]));
      case "!cancel" ->
          new Cancel(id(words, 2), CancelRequest.parse(words.length > 2 ? words[2] : "{}"));
      case "!lease" -> new Lease(id(words, 3), milliseconds(words[2]));
      case "!configure" ->
          new Configure(ChildSettings.parse(text.substring("!configure".length())));
      default ->
          throw new IllegalArgumentException(
              "Not a control line: \""
                  + ObjectReader.shown(words[0])
                  + "\". Allowed are an execution ID, !attempt ID NUMBER, !limit ID MILLISECONDS,"
                  + " !secrets ID JSON, !cancel ID [JSON], !lease ID MILLISECONDS and !configure JSON.");
    };
  }

  /** Run this execution; the line is the ID alone. */
  record Run(ExecutionId id) implements ControlLine {

    @Override
    public Kind kind() {
      return Kind.RUN;
    }

    @Override
    public String text() {
      return id.value();
    }
  }

  /**
   * The number that the next run of this execution has; without this line it is 1.
   *
   * @param number 1 or more
   */
  record Attempt(ExecutionId id, int number) implements ControlLine {

    /**
     * @throws IllegalArgumentException if the number is below 1
     */
    public Attempt {
      if (number < 1) {
        throw new IllegalArgumentException("Not an attempt: " + number + ". Allowed is 1 or more.");
      }
    }

    @Override
    public Kind kind() {
      return Kind.ATTEMPT;
    }

    @Override
    public String text() {
      return "!attempt " + id + " " + number;
    }
  }

  /**
   * The file in which the context of the next run of this execution stands; without this line it is
   * read from where all contexts are.
   */
  record Context(ExecutionId id, Path file) implements ControlLine {

    @Override
    public Kind kind() {
      return Kind.CONTEXT;
    }

    @Override
    public String text() {
      return "!context " + id + " " + file;
    }
  }

  /**
   * The limit of the next run of this execution; without this line it is what its context says.
   *
   * @param limit empty for none
   */
  record Limit(ExecutionId id, Optional<Duration> limit) implements ControlLine {

    @Override
    public Kind kind() {
      return Kind.LIMIT;
    }

    @Override
    public String text() {
      return "!limit " + id + " " + limit.map(Duration::toMillis).orElse(0L);
    }
  }

  /** What the next run of this execution may know and nobody may see; resolved. */
  record Give(ExecutionId id, Secrets secrets) implements ControlLine {

    @Override
    public Kind kind() {
      return Kind.GIVE;
    }

    @Override
    public String text() {
      return "!secrets " + id + " " + secrets.toJson();
    }
  }

  /** End this execution softly if it is the running one, and never begin it if it still waits. */
  record Cancel(ExecutionId id, CancelRequest request) implements ControlLine {

    @Override
    public Kind kind() {
      return Kind.CANCEL;
    }

    @Override
    public String text() {
      return "!cancel " + id + " " + request.toJson();
    }
  }

  /**
   * So long from now on this execution may still run here; the next such line prolongs it. When the
   * time is over the child leaves at once, with all that it started, because others may run the
   * execution then. Without any such line an execution may run for ever.
   *
   * @param left more than nothing
   */
  record Lease(ExecutionId id, Duration left) implements ControlLine {

    /**
     * @throws IllegalArgumentException if nothing is left
     */
    public Lease {
      if (left.toMillis() < 1) {
        throw new IllegalArgumentException(
            "Not a lease: " + left.toMillis() + " ms. Allowed is 1 or more.");
      }
    }

    @Override
    public Kind kind() {
      return Kind.LEASE;
    }

    @Override
    public String text() {
      return "!lease " + id + " " + left.toMillis();
    }
  }

  /** Work with these settings; only the first line may be this one. */
  record Configure(ChildSettings settings) implements ControlLine {

    @Override
    public Kind kind() {
      return Kind.CONFIGURE;
    }

    @Override
    public String text() {
      ObjectNode json = settings.toJson();
      return "!configure " + json;
    }
  }

  private static ExecutionId id(String[] words, int least) {
    if (words.length < least) {
      throw new IllegalArgumentException(
          "Not a control line: \""
              + ObjectReader.shown(String.join(" ", words))
              + "\" is incomplete.");
    }
    return new ExecutionId(words[1]);
  }

  /** A message about these must not repeat them. */
  private static Secrets secrets(String text) {
    Map<String, String> values = new HashMap<>();
    JsonNode json;
    try {
      json = Json.read(text);
    } catch (MalformedJsonException e) {
      // Its own message, and so the cause, may show a piece of the text.
      throw new IllegalArgumentException("!secrets: not valid JSON.");
    }
    if (!(json instanceof ObjectNode)) {
      throw new IllegalArgumentException("!secrets: must be a JSON object.");
    }
    for (Map.Entry<String, JsonNode> entry : json.properties()) {
      if (!entry.getValue().isString()) {
        throw new IllegalArgumentException(
            "!secrets: " + ObjectReader.shown(entry.getKey()) + " must be text.");
      }
      values.put(entry.getKey(), entry.getValue().stringValue());
    }
    return new Secrets(values);
  }

  private static int number(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "Not an attempt: \""
              + ObjectReader.shown(text)
              + "\". Allowed is a whole number, 1 or more.",
          e);
    }
  }

  private static Path file(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("Not a file: " + e.getMessage(), e);
    }
  }

  private static Optional<Duration> limit(String text) {
    try {
      long millis = Long.parseLong(text);
      if (millis >= 0) {
        return Optional.of(Duration.ofMillis(millis)).filter(limit -> !limit.isZero());
      }
    } catch (NumberFormatException e) {
      throw (IllegalArgumentException) noLimit(text).initCause(e);
    }
    throw noLimit(text);
  }

  private static IllegalArgumentException noLimit(String text) {
    return new IllegalArgumentException(
        "Not a limit: \""
            + ObjectReader.shown(text)
            + "\". Allowed is a whole number of milliseconds, 0 for none.");
  }

  private static Duration milliseconds(String text) {
    try {
      return Duration.ofMillis(Long.parseLong(text));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "Not a lease: \""
              + ObjectReader.shown(text)
              + "\". Allowed is a whole number of milliseconds, 1 or more.",
          e);
    }
  }
}
