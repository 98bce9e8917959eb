package dev.bifrost.supervisor.cli;

/** What a command tells the shell. */
enum ExitCode {
  /** Done as asked. */
  DONE(0),
  /** The execution, or the check, failed. */
  FAILED(1),
  /** The command line, the configuration or an input file cannot be used; nothing was done. */
  USAGE(2),
  /** Redis does not answer, or nobody knows where it is. */
  REDIS_UNREACHABLE(3),
  /** There is no such execution, or no result yet. */
  NOT_FOUND(4),
  /** What was waited for did not happen in time. */
  TIMED_OUT(5);

  private final int number;

  ExitCode(int number) {
    this.number = number;
  }

  int number() {
    return number;
  }
}
