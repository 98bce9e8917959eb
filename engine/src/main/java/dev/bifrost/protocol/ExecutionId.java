package dev.bifrost.protocol;

/**
 * The name that a client gave to one execution; unique for as long as its result is kept.
 *
 * @param value 1 to 128 letters, digits, '.', '_' and '-', the first a letter or a digit
 */
public record ExecutionId(String value) implements Comparable<ExecutionId> {

  /**
   * @throws IllegalArgumentException if {@code value} does not fit the grammar; the message names
   *     it and says what is allowed
   */
  public ExecutionId {
    Identifiers.check("an execution ID", value);
  }

  @Override
  public int compareTo(ExecutionId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
