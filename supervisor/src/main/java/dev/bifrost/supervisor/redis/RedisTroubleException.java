package dev.bifrost.supervisor.redis;

/** Redis did not do what it was asked for; {@link #trouble} says what is wrong. */
public final class RedisTroubleException extends Exception {

  private final transient RedisTrouble trouble;

  /** A failure with its message and its cause. */
  public RedisTroubleException(RedisTrouble trouble, Throwable cause) {
    super(trouble.reason(), cause);
    this.trouble = trouble;
  }

  /** What is wrong. */
  public RedisTrouble trouble() {
    return trouble;
  }
}
