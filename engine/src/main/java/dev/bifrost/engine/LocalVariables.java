package dev.bifrost.engine;

import dev.bifrost.protocol.Json;
import dev.bifrost.protocol.JsonText;
import dev.bifrost.protocol.SecretMask;
import java.lang.reflect.Field;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The local variables of a workflow method, as they were when it returned or when an exception left
 * it, the last word counts; and what the workflow publishes itself. Nothing in here fails an
 * execution.
 */
final class LocalVariables implements Consumer<Object> {

  private static final int MOST_PUBLISHED = 100;
  private static final int LONGEST_NAME = 200;

  private final SecretMask mask;
  private final Map<String, JsonNode> published = new LinkedHashMap<>();
  private volatile Object @Nullable [] last;

  /**
   * @param mask hides secrets before anything is cut
   */
  LocalVariables(SecretMask mask) {
    this.mask = mask;
  }

  /** Takes names and values in turn; called by the method itself. */
  @Override
  public void accept(Object namesAndValues) {
    if (namesAndValues instanceof Object[] told) {
      last = told;
    }
  }

  /**
   * Listens to the class from now on, or no more; initialises the class, if it has something to
   * tell.
   */
  void listen(Class<?> type, boolean on) {
    try {
      Field field = type.getDeclaredField(LocalsProbe.FIELD);
      field.setAccessible(true);
      field.set(null, on ? this : null);
    } catch (NoSuchFieldException e) {
      // A class that was compiled elsewhere says nothing.
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("Made accessible just now", e);
    }
  }

  /** Keeps a value as it is now, by its name; any thread. */
  void publish(String name, @Nullable Object value) {
    JsonNode shown;
    try {
      shown = new ValueView(mask).of(value);
    } catch (RuntimeException | LinkageError | StackOverflowError e) {
      shown = Json.object().put("<not captured>", e.getClass().getName());
    }
    String masked = Cut.end(mask.mask(name), LONGEST_NAME);
    synchronized (published) {
      if (published.size() < MOST_PUBLISHED || published.containsKey(masked)) {
        published.put(masked, shown);
      }
    }
  }

  /** A JSON object of what was published; any thread. */
  JsonText describePublished() {
    return JsonText.of(addPublished(Json.object()));
  }

  /** A JSON object of what was told and published; runs no code of the user's. */
  JsonText describe() {
    Object[] told = last;
    if (told == null) {
      return describePublished();
    }
    try {
      ObjectNode json = Json.object();
      ValueView view = new ValueView(mask);
      for (int i = 0; i + 1 < told.length; i += 2) {
        json.set(String.valueOf(told[i]), view.of(told[i + 1]));
      }
      return JsonText.of(addPublished(json));
    } catch (RuntimeException | LinkageError | StackOverflowError e) {
      return JsonText.of(Json.object().put("<not captured>", e.getClass().getName()));
    } finally {
      last = null;
    }
  }

  /** Under a name that a local variable has as well, what was published stands. */
  private ObjectNode addPublished(ObjectNode json) {
    synchronized (published) {
      published.forEach(json::set);
    }
    return json;
  }
}
