package dev.bifrost.supervisor.config;

/** How the values of a key are written. */
sealed interface Form<T> permits ScalarForm, ListForm {

  /** What is allowed: the end of the sentence "Allowed is …". */
  String allowed();

  /**
   * Understands a value.
   *
   * @throws IllegalArgumentException if it is not allowed; the message shows the value, masked, and
   *     says what is
   */
  T parse(Found found);

  /** The value for people, secrets masked. */
  String show(T value);
}
