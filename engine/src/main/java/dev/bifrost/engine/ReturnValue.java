package dev.bifrost.engine;

import dev.bifrost.protocol.ByteSize;
import dev.bifrost.protocol.ErrorType;
import dev.bifrost.protocol.Json;
import dev.bifrost.protocol.JsonText;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.stream.BaseStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Turns what a workflow method returned into JSON within the limit, on the workflow's thread. */
final class ReturnValue {

  /** Numbers with more digits are refused by readers of the result. */
  private static final int MOST_DIGITS = 1_000;

  private final Code code;
  private final ByteSize limit;

  /**
   * @param code whose classes the value is made of
   * @param limit most bytes of JSON
   */
  ReturnValue(Code code, ByteSize limit) {
    this.code = code;
    this.limit = limit;
  }

  /**
   * A value as JSON.
   *
   * @param successIsFalse whether it is an object whose {@code success} is exactly false
   */
  record Written(JsonText json, boolean successIsFalse) {}

  /**
   * Waits for a {@link CompletionStage}, opens an {@link Optional}, reads a stream to its end and
   * closes it; writes everything else as it is.
   *
   * @throws Refusal if the value cannot be written or is too large
   * @throws Throwable what a stage failed with
   */
  Written write(@Nullable Object returned) throws Throwable {
    Object value = returned;
    while (value instanceof CompletionStage<?> || value instanceof Optional<?>) {
      value =
          value instanceof Optional<?> optional
              ? optional.orElse(null)
              : await((CompletionStage<?>) value);
    }
    if (value == null) {
      return new Written(JsonText.NULL, false);
    }
    if (value instanceof BaseStream<?, ?> stream) {
      try (stream) {
        Iterator<?> elements = stream.iterator();
        return json(elements);
      }
    }
    return json(value);
  }

  private static @Nullable Object await(CompletionStage<?> stage) throws Throwable {
    CompletableFuture<@Nullable Object> end = new CompletableFuture<>();
    stage.whenComplete(
        (value, failure) -> {
          if (failure == null) {
            end.complete(value);
          } else {
            end.completeExceptionally(failure);
          }
        });
    try {
      return end.get();
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw cause instanceof CompletionException && cause.getCause() != null
          ? cause.getCause()
          : cause;
    }
  }

  private Written json(Object value) throws Refusal {
    BoundedOutput output = new BoundedOutput(limit);
    try {
      code.json().write(value, output);
    } catch (BoundedOutput.Endless e) {
      throw tooLarge("more than " + new ByteSize(e.counted()));
    } catch (JacksonException e) {
      if (output.isEndless()) {
        throw tooLarge("more than " + new ByteSize(output.counted()));
      }
      throw notSerializable(value, reason(e));
    } catch (StackOverflowError e) {
      // Deep or cyclic beyond what the writer itself notices; nothing but the writer was at work.
      throw notSerializable(value, "it is nested too deeply, or contains itself");
    } catch (RuntimeException | LinkageError e) {
      throw notSerializable(value, e.toString());
    }
    if (output.counted() > limit.bytes()) {
      throw tooLarge(new ByteSize(output.counted()).toString());
    }
    return readBack(value, output.toByteArray());
  }

  /**
   * Whoever gets the result must be able to read it: a number or a key that no reader accepts is
   * the workflow's fault, and is told here and not where it breaks the pipe.
   */
  private static Written readBack(Object value, byte[] json) throws Refusal {
    boolean successIsFalse = false;
    int depth = 0;
    try (JsonParser parser = Json.mapper().createParser(json)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token.isStructStart()) {
          depth++;
        } else if (token.isStructEnd()) {
          depth--;
        } else if (token.isNumeric() && parser.getStringLength() > MOST_DIGITS) {
          throw notSerializable(value, "it has a number of more than 1,000 digits");
        } else if (token == JsonToken.VALUE_FALSE && depth == 1) {
          successIsFalse |= "success".equals(parser.currentName());
        }
      }
    } catch (JacksonException e) {
      throw notSerializable(value, reason(e));
    }
    return new Written(new JsonText(new String(json, StandardCharsets.UTF_8)), successIsFalse);
  }

  private Refusal tooLarge(String size) {
    return new Refusal(
        ErrorType.RESULT_TOO_LARGE,
        "What the workflow returned is "
            + size
            + " of JSON, and "
            + limit
            + " are allowed; the result is dropped. Return a reference to where the data is, or"
            + " raise the limit.");
  }

  private static Refusal notSerializable(Object value, String reason) {
    return new Refusal(
        ErrorType.RESULT_NOT_SERIALIZABLE,
        "What the workflow returned, a "
            + value.getClass().getName()
            + ", cannot be written as JSON: "
            + Cut.end(reason, 1_000)
            + "; the result is dropped.");
  }

  private static String reason(JacksonException e) {
    String message = e.getOriginalMessage();
    String path = e.getPathReference();
    return (message == null ? e.getClass().getSimpleName() : message)
        + (path.isEmpty() ? "" : ", at " + Cut.middle(path, 500));
  }
}
