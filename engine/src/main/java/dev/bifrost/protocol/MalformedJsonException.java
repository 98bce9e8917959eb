package dev.bifrost.protocol;

/** Text that was to be JSON and is not; the message says where and why. */
public final class MalformedJsonException extends Exception {

  MalformedJsonException(String message, Throwable cause) {
    super(message, cause);
  }

  MalformedJsonException(String message) {
    super(message);
  }
}
