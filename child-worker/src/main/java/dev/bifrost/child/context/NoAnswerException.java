package dev.bifrost.child.context;

/** Redis gave no answer that says anything; the message is a clause for people. */
final class NoAnswerException extends Exception {

  private final boolean wrongType;

  NoAnswerException(String reason, Throwable cause) {
    this(reason, false, cause);
  }

  private NoAnswerException(String reason, boolean wrongType, Throwable cause) {
    super(reason, cause);
    this.wrongType = wrongType;
  }

  static NoAnswerException wrongType(Throwable cause) {
    return new NoAnswerException("its key holds another type of value", true, cause);
  }

  /** Whether Redis is well, and holds another type of value than was asked for. */
  boolean isWrongType() {
    return wrongType;
  }

  String reason() {
    return String.valueOf(getMessage());
  }
}
