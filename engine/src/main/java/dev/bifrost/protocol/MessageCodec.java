package dev.bifrost.protocol;

import dev.bifrost.protocol.ChildMessage.Declared;
import dev.bifrost.protocol.ChildMessage.Exiting;
import dev.bifrost.protocol.ChildMessage.Goodbye;
import dev.bifrost.protocol.ChildMessage.Kind;
import dev.bifrost.protocol.ChildMessage.Log;
import dev.bifrost.protocol.ChildMessage.Progress;
import dev.bifrost.protocol.ChildMessage.Ready;
import dev.bifrost.protocol.ChildMessage.Result;
import dev.bifrost.protocol.ChildMessage.Signalled;
import dev.bifrost.protocol.ChildMessage.Started;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The bytes of a child's messages: JSON text sequences (RFC 7464), each one object between an RS
 * byte and a line feed. JSON escapes both inside of strings, so neither occurs within a message.
 */
public final class MessageCodec {

  /** The byte before every message: the ASCII record separator. */
  public static final byte START = 0x1E;

  /** The byte after every message. */
  public static final byte END = '\n';

  private MessageCodec() {}

  /** The message with the bytes around it. */
  public static byte[] encode(ChildMessage message) {
    ObjectNode json = Json.object().put("type", message.kind().wireName());
    switch (message.kind()) {
      case READY -> {
        Ready ready = (Ready) message;
        json.put("pid", ready.pid());
        json.put("version", ready.version());
        json.put("startup_ms", ready.startup().toMillis());
      }
      case STARTED -> json.put("execution_id", ((Started) message).id().value());
      case LOG -> {
        Log log = (Log) message;
        json.put("execution_id", log.id().value());
        json.setAll(ResultJson.line(log.line()));
      }
      case PROGRESS -> {
        Progress progress = (Progress) message;
        json.put("execution_id", progress.id().value());
        json.put("fraction", progress.fraction());
        json.put("message", progress.message());
      }
      case DECLARED -> {
        Declared declared = (Declared) message;
        json.put("execution_id", declared.id().value());
        if (declared.timeout() != null) {
          json.put("timeout_ms", declared.timeout().toMillis());
        }
        if (declared.maxAttempts() != null) {
          json.put("max_attempts", declared.maxAttempts());
        }
      }
      case SIGNALLED -> {
        Signalled signalled = (Signalled) message;
        json.put("execution_id", signalled.id().value());
        json.put("name", signalled.name());
      }
      case RESULT -> {
        Result result = (Result) message;
        ResultJson.writeInto(json, result.result());
        if (result.retiring() != null) {
          json.put("retiring", result.retiring());
        }
      }
      case EXITING -> json.put("stack", ((Exiting) message).stack());
      case GOODBYE -> {
        Goodbye goodbye = (Goodbye) message;
        json.put("reason", goodbye.reason());
        ArrayNode untouched = json.putArray("untouched");
        goodbye.untouched().forEach(id -> untouched.add(id.value()));
      }
    }
    byte[] text = Json.write(json);
    byte[] framed = new byte[text.length + 2];
    framed[0] = START;
    System.arraycopy(text, 0, framed, 1, text.length);
    framed[framed.length - 1] = END;
    return framed;
  }

  /**
   * Reads the object of one message; fields that it does not know are ignored.
   *
   * @throws MalformedJsonException if it is no message; the message says what is wrong
   */
  static ChildMessage decode(byte[] bytes, int length) throws MalformedJsonException {
    if (!(Json.read(bytes, 0, length) instanceof ObjectNode json)) {
      throw new MalformedJsonException("a message must be a JSON object");
    }
    try {
      return decode(WireNamed.parse(Kind.class, ResultJson.text(json, "type")), json);
    } catch (IllegalArgumentException | JacksonException e) {
      // Jackson's: a number that does not fit where one is read.
      throw new MalformedJsonException(String.valueOf(e.getMessage()), e);
    }
  }

  private static ChildMessage decode(Kind kind, ObjectNode json) {
    return switch (kind) {
      case READY ->
          new Ready(
              number(json, "pid").asLong(),
              ResultJson.text(json, "version"),
              Duration.ofMillis(number(json, "startup_ms").asLong()));
      case STARTED -> new Started(id(json));
      case LOG -> new Log(id(json), ResultJson.readLine(json));
      case PROGRESS ->
          new Progress(
              id(json), number(json, "fraction").asDouble(), ResultJson.text(json, "message"));
      case DECLARED ->
          new Declared(
              id(json),
              json.hasNonNull("timeout_ms")
                  ? Duration.ofMillis(number(json, "timeout_ms").asLong())
                  : null,
              json.hasNonNull("max_attempts") ? number(json, "max_attempts").asInt() : null);
      case SIGNALLED -> new Signalled(id(json), ResultJson.text(json, "name"));
      case RESULT ->
          new Result(
              ResultJson.read(json),
              json.path("retiring").isString() ? json.path("retiring").asString() : null);
      case EXITING -> new Exiting(ResultJson.text(json, "stack"));
      case GOODBYE -> new Goodbye(ResultJson.text(json, "reason"), ids(json.path("untouched")));
    };
  }

  private static ExecutionId id(ObjectNode json) {
    return new ExecutionId(ResultJson.text(json, "execution_id"));
  }

  private static List<ExecutionId> ids(JsonNode array) {
    List<ExecutionId> ids = new ArrayList<>();
    for (JsonNode id : array) {
      if (!id.isString()) {
        throw new IllegalArgumentException("\"untouched\" must be an array of text");
      }
      ids.add(new ExecutionId(id.asString()));
    }
    return ids;
  }

  private static JsonNode number(ObjectNode json, String field) {
    JsonNode value = json.path(field);
    if (!value.isNumber()) {
      throw new IllegalArgumentException("\"" + field + "\" must be a number");
    }
    return value;
  }
}
