package dev.bifrost.protocol;

/**
 * The name of a queue.
 *
 * @param value 1 to 128 letters, digits, '.', '_' and '-', the first a letter or a digit
 */
public record QueueName(String value) implements Comparable<QueueName> {

  /** The queue of an execution that names none. */
  public static final QueueName DEFAULT = new QueueName("default");

  /**
   * @throws IllegalArgumentException if {@code value} does not fit the grammar; the message names
   *     it and says what is allowed
   */
  public QueueName {
    Identifiers.check("a queue name", value);
  }

  @Override
  public int compareTo(QueueName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
