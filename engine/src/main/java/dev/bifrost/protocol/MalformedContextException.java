package dev.bifrost.protocol;

import java.util.List;

/** A context that cannot be used; the message names every problem and what is allowed. */
public final class MalformedContextException extends Exception {

  MalformedContextException(List<String> problems) {
    super("The context is malformed: " + String.join("; ", problems) + ".");
  }
}
