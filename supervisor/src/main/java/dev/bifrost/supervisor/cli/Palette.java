package dev.bifrost.supervisor.cli;

import dev.bifrost.protocol.Status;
import dev.bifrost.protocol.WireNamed;

/**
 * Colours.
 *
 * @param enabled whether there are any
 */
record Palette(boolean enabled) {

  private static final String RESET = "\u001B[0m";

  String green(String text) {
    return wrap("\u001B[32m", text);
  }

  String yellow(String text) {
    return wrap("\u001B[33m", text);
  }

  String red(String text) {
    return wrap("\u001B[31m", text);
  }

  String bold(String text) {
    return wrap("\u001B[1m", text);
  }

  String faint(String text) {
    return wrap("\u001B[2m", text);
  }

  /** A status in its colour; one that we do not know stays as it is. */
  String status(String wireName) {
    try {
      return switch (WireNamed.parse(Status.class, wireName)) {
        case SUCCESS -> green(wireName);
        case COMPLETED_WITH_ERRORS, CANCELLED, CANCELLING -> yellow(wireName);
        case FAILED, TIMEOUT -> red(wireName);
        case SCHEDULED, PENDING, RUNNING -> bold(wireName);
      };
    } catch (IllegalArgumentException e) {
      return wireName;
    }
  }

  private String wrap(String code, String text) {
    return enabled ? code + text + RESET : text;
  }
}
