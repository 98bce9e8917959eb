package dev.bifrost.protocol;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * What an operator tells running supervisors, as it stands on their command channels: {@code
 * {"command": "recycle", "by": "anna", "reply_to": "…", "pid": "4711"}}.
 *
 * @param kind what to do
 * @param by who wants it
 * @param replyTo the channel on which the answer is awaited; empty if nobody waits
 * @param arguments what else it needs, by name
 */
public record SupervisorCommand(
    Kind kind, String by, Optional<String> replyTo, Map<String, String> arguments) {

  /** What can be told. */
  public enum Kind {
    /** Look at once at what operators changed of queues. */
    REFRESH,
    /** Replace children: the one with this {@code pid}, or all. */
    RECYCLE,
    /** Have {@code min} to {@code max} children in the {@code pool}. */
    RESIZE,
    /** Log from this {@code level} on. */
    LOG_LEVEL,
    /** Take nothing more, let what runs finish, and stop. */
    DRAIN;

    /** As it is written. */
    public String wireName() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** Copies the map. */
  public SupervisorCommand {
    arguments = Map.copyOf(arguments);
  }

  /**
   * Reads one.
   *
   * @throws IllegalArgumentException if it is none; the message is one sentence
   */
  public static SupervisorCommand parse(String text) {
    ObjectNode object;
    try {
      if (!(Json.read(text) instanceof ObjectNode found)) {
        throw new IllegalArgumentException("A command is a JSON object.");
      }
      object = found;
    } catch (MalformedJsonException e) {
      throw new IllegalArgumentException("A command is a JSON object: " + e.getMessage(), e);
    }
    Map<String, String> arguments = new HashMap<>();
    object
        .properties()
        .forEach(field -> arguments.put(field.getKey(), field.getValue().asString("")));
    Kind kind = kind(Optional.ofNullable(arguments.remove("command")).orElse(""));
    String by = Optional.ofNullable(arguments.remove("by")).orElse("unknown");
    return new SupervisorCommand(
        kind, by, Optional.ofNullable(arguments.remove("reply_to")), arguments);
  }

  /** As it is sent. */
  public JsonText toJson() {
    ObjectNode object = Json.object().put("command", kind.wireName()).put("by", by);
    replyTo.ifPresent(channel -> object.put("reply_to", channel));
    arguments.forEach(object::put);
    return JsonText.of(object);
  }

  /** For people: {@code recycle pid 4711}. */
  public String describe() {
    List<String> words = new ArrayList<>(List.of(kind.wireName()));
    arguments.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(argument -> words.addAll(List.of(argument.getKey(), argument.getValue())));
    return String.join(" ", words);
  }

  private static Kind kind(String name) {
    for (Kind kind : Kind.values()) {
      if (kind.wireName().equals(name)) {
        return kind;
      }
    }
    throw new IllegalArgumentException(
        "There is no command \""
            + ObjectReader.shown(name)
            + "\". Allowed are recycle, resize, log-level, drain and refresh.");
  }
}
