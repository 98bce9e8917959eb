package dev.bifrost.protocol;

/** The way by which a log line of an execution came. */
public enum LogSource implements WireNamed {
  /** Through a logging interface. */
  LOG("log"),
  /** Printed to standard output. */
  STDOUT("stdout"),
  /** Printed to standard error. */
  STDERR("stderr");

  private final String wireName;

  LogSource(String wireName) {
    this.wireName = wireName;
  }

  @Override
  public String wireName() {
    return wireName;
  }
}
