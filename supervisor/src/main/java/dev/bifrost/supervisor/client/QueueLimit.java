package dev.bifrost.supervisor.client;

import dev.bifrost.protocol.Rate;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** A limit of a queue that operators may change at run time. */
public enum QueueLimit {
  /** Executions that run at once, over all supervisors. */
  MAX_JOBS,
  /** Executions that begin in a time. */
  RATE,
  /** Executions that may begin at once after a quiet time, under a rate. */
  BURST;

  private static final String NONE = "none";
  private static final String NUMBER = "[1-9][0-9]{0,5}|1000000";

  /** The one of this name, as it is typed. */
  public static QueueLimit named(String name) {
    return Arrays.stream(values())
        .filter(limit -> limit.option().equals(name) || limit.field().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "There is no limit \""
                        + name
                        + "\". Allowed are "
                        + Arrays.stream(values())
                            .map(QueueLimit::option)
                            .collect(Collectors.joining(", "))
                        + "."));
  }

  /** How it is typed. */
  public String option() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** How the settings in Redis spell it. */
  public String field() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The value as it is kept.
   *
   * @throws IllegalArgumentException if it is none; the message is for people
   */
  public String checked(String value) {
    if (value.equals(NONE) && this != BURST) {
      return value;
    }
    if (this == RATE) {
      return Rate.parse(value).toString();
    }
    if (!value.matches(NUMBER)) {
      throw new IllegalArgumentException(
          option()
              + " is \""
              + value
              + "\". Allowed is a number from 1 to 1000000"
              + (this == BURST ? "." : ", or none."));
    }
    return value;
  }
}
