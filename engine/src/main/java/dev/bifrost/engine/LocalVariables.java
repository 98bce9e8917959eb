package dev.bifrost.engine;

import dev.bifrost.protocol.Json;
import dev.bifrost.protocol.JsonText;
import dev.bifrost.protocol.SecretMask;
import java.lang.reflect.Field;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * The local variables of a workflow method, as they were when it returned or when an exception left
 * it; the last word counts. Nothing in here fails an execution.
 */
final class LocalVariables implements Consumer<Object> {

  private final SecretMask mask;
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

  /** A JSON object of what was told; runs no code of the user's. */
  JsonText describe() {
    Object[] told = last;
    if (told == null) {
      return JsonText.EMPTY_OBJECT;
    }
    try {
      ObjectNode json = Json.object();
      ValueView view = new ValueView(mask);
      for (int i = 0; i + 1 < told.length; i += 2) {
        json.set(String.valueOf(told[i]), view.of(told[i + 1]));
      }
      return JsonText.of(json);
    } catch (RuntimeException | LinkageError | StackOverflowError e) {
      return JsonText.of(Json.object().put("<not captured>", e.getClass().getName()));
    } finally {
      last = null;
    }
  }
}
