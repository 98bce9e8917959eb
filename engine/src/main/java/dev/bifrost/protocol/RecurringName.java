package dev.bifrost.protocol;

import java.time.Instant;
import java.util.Optional;

/**
 * The name of a recurring execution.
 *
 * @param value 1 to 110 characters of the grammar of IDs, so that the IDs of its firings fit it too
 */
public record RecurringName(String value) implements Comparable<RecurringName> {

  private static final int LONGEST = 110;

  /**
   * @throws IllegalArgumentException if {@code value} does not fit the grammar; the message names
   *     it and says what is allowed
   */
  public RecurringName {
    Identifiers.check("the name of a recurring execution", value);
    if (value.length() > LONGEST) {
      throw new IllegalArgumentException(
          "The name of a recurring execution has at most "
              + LONGEST
              + " characters, but \""
              + value
              + "\" has "
              + value.length()
              + ".");
    }
  }

  /** The ID of the execution that is due at this time: always the same for the same second. */
  public ExecutionId firing(Instant due) {
    return new ExecutionId(value + "-" + due.getEpochSecond());
  }

  /** When the execution was due, if this is the ID of one of ours. */
  public Optional<Instant> due(ExecutionId firing) {
    String prefix = value + "-";
    if (!firing.value().startsWith(prefix)) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          Instant.ofEpochSecond(Long.parseLong(firing.value().substring(prefix.length()))));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  @Override
  public int compareTo(RecurringName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
