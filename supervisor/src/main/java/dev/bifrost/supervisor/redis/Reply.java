package dev.bifrost.supervisor.redis;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a script answered: an array of texts, whole numbers, arrays and absent values. */
public final class Reply {

  private final List<?> values;

  Reply(List<?> values) {
    this.values = values;
  }

  /** How many values there are. */
  public int size() {
    return values.size();
  }

  /** The text, or the decimal spelling of the number, at this place. */
  public String text(int index) {
    Object value = values.get(index);
    if (value == null) {
      throw new IllegalStateException("The answer has no value at " + index + ": " + values);
    }
    return value.toString();
  }

  /** The text at this place; null if it is absent. */
  public @Nullable String textOrNull(int index) {
    Object value = index < values.size() ? values.get(index) : null;
    return value == null ? null : value.toString();
  }

  /** The whole number at this place. */
  public long number(int index) {
    return values.get(index) instanceof Long number ? number : Long.parseLong(text(index));
  }

  /** The array at this place; empty if it is absent. */
  public Reply array(int index) {
    return values.get(index) instanceof List<?> list ? new Reply(list) : new Reply(List.of());
  }

  /** All values as texts; none may be absent. */
  public List<String> texts() {
    List<String> texts = new ArrayList<>(values.size());
    for (int index = 0; index < values.size(); index++) {
      texts.add(text(index));
    }
    return texts;
  }
}
